import express, { type Express } from 'express';
import multer from 'multer';
import { controlRoutes } from './control-routes';
import { oauthRoutes } from './oauth-routes';
import { restRoutes, type RestRoutesEnvironment } from './rest-routes';

export function createApp(environment: RestRoutesEnvironment): Express {
	const { portal, oauth, faults } = environment;
	return express()
		.disable('x-powered-by')
		.disable('etag')
		.use(multer().none())
		.use(express.raw({ type: (request) => !isMultipart(request.headers), limit: '50mb' }))
		.use(controlRoutes(faults))
		.use(oauthRoutes(portal, oauth))
		.use(restRoutes(environment));
}

const isMultipart = (headers: { 'content-type'?: string }): boolean =>
	headers['content-type']?.startsWith('multipart/') ?? false;
