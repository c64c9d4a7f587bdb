import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import multer from 'multer';
import { faultRoutes } from './faultRoutes';
import { oauthRoutes } from './oauthRoutes';
import { restRoutes, type RestRoutesEnvironment } from './restRoutes';

export function createApp(environment: RestRoutesEnvironment): Express {
	const { state, oauth, faults } = environment;
	return express()
		.disable('x-powered-by')
		.disable('etag')
		.use(mergeSlashes)
		.use(multer().none())
		.use(express.raw({ type: (request) => !isMultipart(request.headers), limit: '50mb' }))
		.use(faultRoutes(faults))
		.use(oauthRoutes(state, oauth))
		.use(restRoutes(environment));
}

function isMultipart(headers: { 'content-type'?: string }): boolean {
	return headers['content-type']?.startsWith('multipart/') ?? false;
}

/**
 * Replaces // in the path by /, as nginx does by default. The official JavaScript SDK relies on it: with a token it
 * calls /rest//METHOD.
 */
function mergeSlashes(request: Request, _: Response, next: NextFunction): void {
	const [path, ...query] = request.url.split('?');
	request.url = [path.replace(/\/+/g, '/'), ...query].join('?');
	next();
}
