import express, { type Express, type RequestHandler } from 'express';
import multer from 'multer';
import { controlRoutes } from './faultRoutes';
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
		.use(controlRoutes(faults))
		.use(oauthRoutes(state, oauth))
		.use(restRoutes(environment));
}

function isMultipart(headers: { 'content-type'?: string }): boolean {
	return headers['content-type']?.startsWith('multipart/') ?? false;
}

/** nginx does so by default, and the official JavaScript SDK counts on it: with a token it calls /rest//METHOD. */
const mergeSlashes: RequestHandler = (request, _, next) => {
	const [path, ...query] = request.url.split('?');
	request.url = [path.replace(/\/+/g, '/'), ...query].join('?');
	next();
};
