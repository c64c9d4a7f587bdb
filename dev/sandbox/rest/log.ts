import type { Command } from './batch';
import type { FaultKind } from '../faults/kinds';
import { toPlain, type PhpArray } from '../php/values';
import { commandsOf, methodParams, type RestResponse, type RestRequest } from './dispatch';

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
	/** error code of the portal, which may be "" */
	error?: string;
	description?: string;
	fault?: FaultKind;
}

/** @param status that the client saw, which a fault may have changed */
export function logEntry(
	httpMethod: string,
	request: RestRequest,
	{ error }: RestResponse,
	status: number,
	fault: FaultKind | undefined,
): LoggedRequest {
	return {
		httpMethod,
		method: request.method,
		params: plain(methodParams(request.params)),
		commands: commandsOf(request).map(loggedCommand),
		status,
		...(error && { error: error.code, description: error.description }),
		...(fault && { fault }),
	};
}

function loggedCommand({ key, method, params }: Command) {
	return {
		key,
		method,
		params: plain(params),
	};
}

function plain(params: PhpArray): Record<string, unknown> {
	return Object.fromEntries(Object.entries(params).map(([key, value]) => [key, toPlain(value)]));
}
