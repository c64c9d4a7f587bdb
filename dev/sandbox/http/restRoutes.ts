import { Router, type Request, type Response } from 'express';
import { methodNotFound } from '../rest/errors';
import { commits, applyFault, type FaultEffect } from '../faults/faultQueue';
import { encodeJson } from '../php/json';
import type { LeakyBuckets } from '../rest/limits';
import { logEntry, type LoggedRequest } from '../rest/log';
import { requestParams } from './requestParams';
import {
	dispatch,
	errorResponse,
	type RestResponse,
	type RestEnvironment,
	type RestRequest,
} from '../rest/dispatch';

export interface RestRoutesEnvironment extends RestEnvironment {
	buckets: LeakyBuckets;
	log(entry: LoggedRequest): void;
	sleep(milliseconds: number): Promise<void>;
}

/** The addresses of the bitrix:rest.server component; its answers in XML are left out. */
export function restRoutes(environment: RestRoutesEnvironment): Router {
	const router = Router();
	const handle = async (request: Request, response: Response) => {
		const rest = toRestRequest(request);
		const incoming = {
			method: rest.method,
			origin: `${request.protocol}://${request.get('host')}`,
			path: request.originalUrl,
		};
		const fault = environment.faults.take(incoming);
		const answered: RestResponse =
			fault && !commits(fault) ? NOT_RUN : carryOut(rest, request.ip ?? '', environment);
		const regular = {
			status: answered.status,
			contentType: 'application/json; charset=utf-8',
			body: encodeJson(answered.body),
		};
		const outcome: FaultEffect = fault ? applyFault(fault, incoming, regular) : regular;
		const sent = typeof outcome === 'string' ? undefined : outcome;
		environment.log(logEntry(request.method, rest, answered, sent?.status ?? 0, fault?.kind));
		const delay = answered.took + (sent?.delay ?? 0);
		if (delay > 0) await environment.sleep(delay);
		send(response, outcome);
	};
	router.all(['/rest/:method{/}', '/rest/:aplogin/:ap/:method{/}'], handle);
	router.all('/rest/api{/*rest}', (_, response) => {
		response.status(404).json({ error: V3_METHOD_NOT_FOUND });
	});
	router.all('/rest{/*rest}', (_, response) => {
		const { status, body } = methodNotFound();
		response.status(status).json(body);
	});
	return router;
}

/** REST v3 has no CRM methods (REST docs, rest-v3.md); the wording of the message is ours. */
const V3_METHOD_NOT_FOUND = {
	code: 'BITRIX_REST_V3_EXCEPTION_METHODNOTFOUNDEXCEPTION',
	message: 'Method not found',
};

const NOT_RUN: RestResponse = { status: 0, body: null, took: 0 };

function toRestRequest(request: Request): RestRequest {
	const { method, ...credentials } = request.params as Record<string, string>;
	const [, bearer] = /^Bearer\s+(.+)$/i.exec(request.get('authorization') ?? '') ?? [];
	return {
		method: method.replace(/\.json$/i, '').toLowerCase(),
		params: Object.assign(requestParams(request), credentials),
		bearer,
		secure: request.secure || isLoopback(request.hostname),
	};
}

/** A real portal refuses http; on the machine itself it is safe and needs no certificate. */
function isLoopback(hostname: string) {
	return ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
}

function carryOut(
	rest: RestRequest,
	address: string,
	environment: RestRoutesEnvironment,
): RestResponse {
	try {
		environment.buckets.add(address);
	} catch (thrown) {
		return errorResponse(thrown);
	}
	return dispatch(rest, environment);
}

function send(response: Response, outcome: FaultEffect): void {
	if (outcome === 'hang') return;
	if (outcome === 'cut') {
		response.socket?.destroy();
		return;
	}
	const { status, contentType, body, location } = outcome;
	response
		.writeHead(status, {
			'Content-Type': contentType,
			'Access-Control-Allow-Origin': '*',
			...(location && { Location: location }),
		})
		.end(body);
}
