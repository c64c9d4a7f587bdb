import type { FaultKind } from '../faults/kinds';
import { toPlain, type PhpArray } from '../php/values';
import { listCommands, type Command } from './batch';
import { methodParams, type RestRequest, type RestResponse } from './dispatch';

/** A REST request for tests and for the console: its parameters as plain JSON, without credentials. */
export interface LoggedRequest {
	httpMethod: string;
	/** REST method, lower case. */
	method: string;
	params: Record<string, unknown>;
	/** The commands of a batch. A single call is one command with the key "". */
	commands: Array<{ key: string; method: string; params: Record<string, unknown> }>;
	/** HTTP status that the client got, 0 if it got no response. */
	status: number;
	/** Error code of the portal, which may be "". */
	error?: string;
	description?: string;
	/** Error codes of the commands of a batch that failed. */
	failed?: string[];
	fault?: FaultKind;
}

/** @param status what the client got. A fault may have replaced the portal's own status. */
export function logEntry(
	httpMethod: string,
	request: RestRequest,
	{ error, body }: RestResponse,
	status: number,
	fault: FaultKind | undefined,
): LoggedRequest {
	const failed = request.method === 'batch' ? failedCommands(body) : [];
	return {
		httpMethod,
		method: request.method,
		params: plain(methodParams(request.params)),
		commands: commandsOf(request).map(loggedCommand),
		status,
		...(error && { error: error.code, description: error.description }),
		...(failed.length > 0 && { failed }),
		...(fault && { fault }),
	};
}

/** Lists the commands of a request. */
function commandsOf({ method, params }: RestRequest): Command[] {
	return method === 'batch'
		? listCommands(methodParams(params))
		: [{ key: '', method, params: methodParams(params) }];
}

function failedCommands(body: unknown): string[] {
	const answered = body as { result?: { result_error: Record<string, { error: string }> } } | null;
	return Object.values(answered?.result?.result_error ?? {}).map(({ error }) => error);
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
