import type { Call } from './call';
import { asRecord } from './json';

/** How one request used the operating time of one method. Seconds, and Unix seconds by the portal's clock. */
export interface MethodUse {
	method: string;
	commands: number;
	/** What the commands took. */
	seconds: number;
	/** What the last of them took. */
	last: number;
	/** What the portal counts for the method in the last ten minutes, with this request. */
	counted: number;
	/** When the oldest minute of `counted` leaves the ten minutes, at the latest. */
	resetAt: number;
	/** When the request began: the portal counts all of it in that minute. */
	began: number;
	finished: number;
}

/** Unix seconds, in the year 5138. */
const LAST_TIME = 1e11;

/** Seconds. Requests are shorter, and the ten minutes that Bitrix24 counts as well. */
const LONGEST = 3600;

/** Seconds. More would be the work of 1,600 requests at once. */
const MOST_COUNTED = 1e6;

/** Seconds. A command that takes no longer counts by the sum of its batch alone, in the next answer (loadlimiter.php). */
const LEAST = 0.1;

/**
 * Reads what an answer says of operating time, method by method. On-premise portals say nothing.
 *
 * Portals of 2026 count a batch to the method `batch`, as the answer's own `time` then tells (bitrix24/b24jssdk, pull
 * request 539). The server's source until then counts it to the methods of its commands.
 *
 * @param times the `time` of each call, where the answer has one
 * @param whole the `time` of the answer, for a single call the same as that of the call
 */
export function readMethodUses(calls: Call[], times: unknown[], whole: unknown): MethodUse[] {
	const request = readTime(whole);
	const commands = calls.flatMap(({ method }, index) => {
		const time = readTime(times[index]);
		return time?.figures ? [{ method, finished: time.finished, ...time.figures }] : [];
	});
	const began = request?.began ?? readTime(times.find(Boolean))?.began ?? 0;
	const uses = new Map<string, Sum>();
	let since = began;
	for (const command of commands) {
		// Newer servers cut the time of the start to whole seconds, but not that of the end.
		const seconds = Math.max(0, command.finished - since);
		since = command.finished;
		const { commands: count = 0, seconds: sum = 0, short = 0 } = uses.get(command.method) ?? {};
		uses.set(command.method, {
			...command,
			commands: count + 1,
			seconds: sum + seconds,
			last: seconds,
			short: short + (seconds > LEAST ? 0 : seconds),
		});
	}
	const ofMethods = [...uses.values()].map((sum) => toUse(sum, began));
	if (calls.length === 1 || !request?.figures?.counted) return ofMethods;
	const { finished, figures } = request;
	const seconds = finished - began;
	const batch = { method: 'batch', commands: calls.length, seconds, last: seconds };
	return [...ofMethods, { ...batch, ...figures, began, finished }];
}

/** The commands of one method. */
interface Sum extends Omit<MethodUse, 'began'> {
	/** What those took that count by their sum alone. */
	short: number;
}

function toUse({ short, counted, ...rest }: Sum, began: number): MethodUse {
	return { ...rest, began, counted: counted + (rest.seconds > LEAST ? short : 0) };
}

/** When the operating time limit of a method is lifted, in Unix seconds, from the `time` of an answer. */
export function operatingResetAt(time: unknown): number | undefined {
	return toNumber(asRecord(time).operating_reset_at, LAST_TIME) || undefined;
}

/** What answers hold need not come from Bitrix24: what cannot be a time is none. */
function readTime(time: unknown) {
	const { start, finish, operating } = asRecord(time);
	const began = toNumber(start, LAST_TIME);
	const finished = toNumber(finish, LAST_TIME);
	if (began === undefined || finished === undefined) return undefined;
	if (finished < began || finished - began > LONGEST) return undefined;
	const counted = toNumber(operating, MOST_COUNTED);
	const resetAt = operatingResetAt(time) ?? 0;
	const hasFigures = counted !== undefined && Math.abs(resetAt - finished) <= LONGEST;
	return { began, finished, figures: hasFigures ? { counted, resetAt } : undefined };
}

function toNumber(value: unknown, most: number): number | undefined {
	const isGiven = typeof value === 'number' || (typeof value === 'string' && value.trim() !== '');
	const number = isGiven ? Number(value) : NaN;
	return number >= 0 && number <= most ? number : undefined;
}
