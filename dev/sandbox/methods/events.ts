import { toText, upperKeys, type PhpArray } from '../php/values';
import { RestError } from '../rest/errors';
import type { MethodContext, MethodResult } from './method';

const EVENTS = ['COMPANY', 'CONTACT'].flatMap((type) =>
	['ADD', 'UPDATE', 'DELETE'].map((change) => `ONCRM${type}${change}`),
);

/**
 * event.bind (rest/lib/api/event.php): for apps only. The sandbox knows the events of contacts and companies. It accepts a
 * handler, and never calls it.
 */
export function eventBind(params: PhpArray, { application }: MethodContext): MethodResult {
	if (!application) {
		throw new RestError(
			403,
			'WRONG_AUTH_TYPE',
			'Current authorization type is denied for this method',
		);
	}
	const { EVENT: event, HANDLER: handler } = upperKeys(params);
	needArgument('EVENT', toText(event));
	needArgument('HANDLER', toText(handler));
	if (!EVENTS.includes(toText(event).toUpperCase())) {
		throw new RestError(400, 'ERROR_EVENT_NOT_FOUND', 'Event not found');
	}
	return { result: true };
}

/** The error of an argument that is missing (rest/lib/exceptions/argumentexception.php). */
function needArgument(name: string, value: string): void {
	if (value !== '') return;
	throw new RestError(400, 'ERROR_ARGUMENT', `Argument '${name}' is null or empty`);
}
