import { Router, type Request, type Response } from 'express';
import { methodNotFound } from '../rest/errors';
import { commits, strike, type Outcome } from '../faults/faultQueue';
import { encode } from '../php/json';
import type { LeakyBuckets } from '../rest/limits';
import { logEntry, type LoggedRequest } from '../rest/log';
import { requestParams } from './requestParams';
import {
	answer,
	refusal,
	type RestAnswer,
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
		const answered: RestAnswer =
			fault && !commits(fault) ? NOT_RUN : carryOut(rest, request.ip ?? '', environment);
		const regular = {
			status: answered.status,
			contentType: 'application/json; charset=utf-8',
			body: encode(answered.body),
		};
		const outcome: Outcome = fault ? strike(fault, incoming, regular) : regular;
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

const NOT_RUN: RestAnswer = { status: 0, body: null, took: 0 };

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
const isLoopback = (hostname: string) => ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);

function carryOut(
	rest: RestRequest,
	address: string,
	environment: RestRoutesEnvironment,
): RestAnswer {
	try {
		environment.buckets.add(address);
	} catch (thrown) {
		return refusal(thrown);
	}
	return answer(rest, environment);
}

function send(response: Response, outcome: Outcome): void {
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
