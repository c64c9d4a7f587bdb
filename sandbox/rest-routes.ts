import { Router, type Request, type Response } from 'express';
import type { Command } from './batch';
import { methodNotFound, toRestError } from './errors';
import { commits, strike, type Faults, type FaultKind, type Outcome } from './faults';
import { encode } from './json';
import type { LeakyBuckets } from './limits';
import { requestParams } from './params';
import { toPlain, type PhpArray } from './php';
import {
	answer,
	commandsOf,
	methodParams,
	type RestAnswer,
	type RestEnvironment,
	type RestRequest,
} from './rest';

/** Lists are lists again; what the client sent to prove who it is does not appear. */
export interface LoggedRequest {
	httpMethod: string;
	/** REST method, lower case */
	method: string;
	params: Record<string, unknown>;
	/** the commands of a batch, or the one call under the key "" */
	commands: Array<{ key: string; method: string; params: Record<string, unknown> }>;
	/** 0 when the client got no answer */
	status: number;
	/** error code, which may be "" */
	error?: string;
	description?: string;
	fault?: FaultKind;
}

export interface RestRoutesEnvironment extends RestEnvironment {
	buckets: LeakyBuckets;
	faults: Faults;
	log(entry: LoggedRequest): void;
	sleep(milliseconds: number): Promise<void>;
}

/** Address templates: bitrix:rest.server component. */
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
		environment.log({
			httpMethod: request.method,
			method: rest.method,
			params: plain(methodParams(rest.params)),
			commands: commandsOf(rest).map((command) => loggedCommand(command)),
			status: sent?.status ?? 0,
			...(answered.error && {
				error: answered.error.code,
				description: answered.error.description,
			}),
			...(fault && { fault: fault.kind }),
		});
		const delay = answered.took + (sent?.delay ?? 0);
		if (delay > 0) await environment.sleep(delay);
		send(response, outcome);
	};
	router.all(['/rest/:method{/}', '/rest/:aplogin/:ap/:method{/}'], handle);
	router.all('/rest{/*rest}', (_, response) => {
		const { status, body } = methodNotFound();
		response.status(status).json(body);
	});
	return router;
}

const NOT_RUN: RestAnswer = { status: 0, body: null, took: 0 };

function toRestRequest(request: Request): RestRequest {
	const { method, ...credentials } = request.params as Record<string, string>;
	const [, bearer] = /^Bearer\s+(.+)$/i.exec(request.get('authorization') ?? '') ?? [];
	return {
		method: method.replace(/\.(json|xml)$/i, '').toLowerCase(),
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
		const error = toRestError(thrown);
		return { status: error.status, body: error.body, error, took: 0 };
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
	response.status(status).set('Content-Type', contentType).set('Access-Control-Allow-Origin', '*');
	if (location) response.set('Location', location);
	response.end(body);
}

const loggedCommand = ({ key, method, params }: Command) => ({
	key,
	method,
	params: plain(params),
});

const plain = (params: PhpArray): Record<string, unknown> =>
	Object.fromEntries(Object.entries(params).map(([key, value]) => [key, toPlain(value)]));
