import { Router, type Request, type Response } from 'express';
import type { FaultEffect, HttpResponse } from '../faults/fault';
import { commits, effectOf } from '../faults/kinds';
import { encodeJson } from '../php/json';
import {
	dispatch,
	errorResponse,
	type RestEnvironment,
	type RestRequest,
	type RestResponse,
} from '../rest/dispatch';
import { methodNotFound } from '../rest/errors';
import type { LeakyBuckets } from '../rest/limits';
import { logEntry, type LoggedRequest } from '../rest/log';
import { requestParams } from './requestParams';

export interface RestRoutesEnvironment extends RestEnvironment {
	buckets: LeakyBuckets;
	log(entry: LoggedRequest): void;
	sleep(milliseconds: number): Promise<void>;
}

/** REST v3 has no CRM methods (REST docs, rest-v3.md). The wording of the message is ours. */
const V3_METHOD_NOT_FOUND = {
	code: 'BITRIX_REST_V3_EXCEPTION_METHODNOTFOUNDEXCEPTION',
	message: 'Method not found',
};

/** Stands for the response to a request that a fault keeps from being carried out. */
const NOT_RUN: RestResponse = { status: 0, body: null, took: 0 };

/** The addresses of Bitrix24's component bitrix:rest.server, without its XML format. */
export function restRoutes(environment: RestRoutesEnvironment): Router {
	return Router()
		.all(['/rest/:method{/}', '/rest/:aplogin/:ap/:method{/}'], async (request, response) => {
			await handle(request, response, environment);
		})
		.all('/rest/api{/*rest}', (_, response) => {
			response.status(404).json({ error: V3_METHOD_NOT_FOUND });
		})
		.all('/rest{/*rest}', (_, response) => {
			const { status, body } = methodNotFound();
			response.status(status).json(body);
		});
}

/** Carries a request out, unless a planted fault prevents it, and sends what the fault leaves of the response. */
async function handle(
	request: Request,
	response: Response,
	environment: RestRoutesEnvironment,
): Promise<void> {
	const call = toRestRequest(request);
	const incoming = {
		method: call.method,
		origin: `${request.protocol}://${request.get('host')}`,
		path: request.originalUrl,
	};
	const fault = environment.faults.take(incoming);
	const answered =
		fault && !commits(fault) ? NOT_RUN : carryOut(call, request.ip ?? '', environment);
	const trueResponse: HttpResponse = {
		status: answered.status,
		contentType: 'application/json; charset=utf-8',
		body: encodeJson(answered.body),
	};
	const effect = fault ? effectOf(fault, incoming, trueResponse) : trueResponse;
	const sent = typeof effect === 'string' ? undefined : effect;
	environment.log(logEntry(request.method, call, answered, sent?.status ?? 0, fault?.kind));
	const delay = answered.took + (sent?.delay ?? 0);
	if (delay > 0) await environment.sleep(delay);
	send(response, effect);
}

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

/** A real portal rejects a webhook over http. On one machine http is safe and needs no certificate. */
function isLoopback(hostname: string): boolean {
	return ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
}

function carryOut(
	call: RestRequest,
	address: string,
	environment: RestRoutesEnvironment,
): RestResponse {
	try {
		environment.buckets.add(address);
	} catch (thrown) {
		return errorResponse(thrown);
	}
	return dispatch(call, environment);
}

function send(response: Response, effect: FaultEffect): void {
	if (effect === 'hang') return;
	if (effect === 'cut') {
		response.socket?.destroy();
		return;
	}
	const { status, contentType, body, location } = effect;
	response
		.writeHead(status, {
			'Content-Type': contentType,
			'Access-Control-Allow-Origin': '*',
			...(location && { Location: location }),
		})
		.end(body);
}
