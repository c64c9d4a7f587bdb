import { parseQuery } from '../php/query';
import {
	isArray,
	isTruthy,
	phpArray,
	toText,
	upperKeys,
	type Php,
	type PhpArray,
} from '../php/values';
import { RestError, toRestError } from './errors';
import { resolveReferences, type Sections } from './references';

const MAX_COMMANDS = 50;

/** Methods that a batch must not contain. */
const FORBIDDEN = ['batch', 'download', 'upload'];

export interface Command {
	/** The key of the command in its batch, "" for a single call. */
	key: string;
	/** The REST method in lower case. */
	method: string;
	params: PhpArray;
}

export interface CommandResult {
	result: Php;
	total?: number;
	next?: number;
	time: PhpArray;
}

/**
 * Runs the commands in order (methodsBatch in rest/classes/general/rest_provider.php). The error of a command never
 * fails the batch: the error goes to result_error, and with `halt` the commands after it do not run.
 */
export function runBatch(params: PhpArray, run: (command: Command) => CommandResult): PhpArray {
	const { CMD: commands, HALT: halt } = upperKeys(params);
	const sections: Sections = {
		result: phpArray(),
		next: phpArray(),
		total: phpArray(),
		time: phpArray(),
		error: phpArray(),
	};
	let count = 0;
	for (const [key, text] of Object.entries(isArray(commands) ? commands : {})) {
		count += 1;
		if (count <= MAX_COMMANDS && typeof text !== 'string') continue;
		try {
			if (count > MAX_COMMANDS) throw tooLong();
			const command = parseCommand(key, toText(text), sections);
			if (FORBIDDEN.includes(command.method)) throw notAllowed();
			for (const [name, value] of Object.entries(run(command)) as Array<[string, Php]>) {
				sections[name][key] = value;
			}
		} catch (error) {
			sections.error[key] = toRestError(error).body;
			if (isTruthy(halt)) break;
		}
	}
	return {
		result: sections.result,
		result_error: sections.error,
		result_total: sections.total,
		result_next: sections.next,
		result_time: sections.time,
	};
}

/** Lists the commands for the log, as they were sent: references are not resolved. */
export function listCommands(params: PhpArray): Command[] {
	const commands = upperKeys(params).CMD;
	if (!isArray(commands)) return [];
	return Object.entries(commands)
		.filter((entry): entry is [string, string] => typeof entry[1] === 'string')
		.map(([key, text]) => ({ key, ...split(text) }));
}

function parseCommand(key: string, text: string, sections: Sections): Command {
	const { method, params } = split(text);
	return { key, method, params: resolveReferences(params, sections) };
}

/** Bitrix24 reads a command as a URL, so a # that is not encoded ends the command. */
function split(text: string): Omit<Command, 'key'> {
	const [url] = text.split('#');
	const [method, ...query] = url.split('?');
	return { method: method.toLowerCase(), params: parseQuery(query.join('?')) };
}

function tooLong() {
	return new RestError(200, 'ERROR_BATCH_LENGTH_EXCEEDED', 'Max batch length exceeded');
}

function notAllowed() {
	return new RestError(
		200,
		'ERROR_BATCH_METHOD_NOT_ALLOWED',
		'Method is not allowed for batch usage',
	);
}
