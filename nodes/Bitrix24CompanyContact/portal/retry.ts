import type { PortalError } from './call';

/** What is known when a try has failed. */
export interface Situation {
	error: PortalError;
	/** Tries made so far, at least 1. */
	tries: number;
	/** Milliseconds since the Unix epoch. */
	now: number;
	/** 0 to 1: spreads the tries of several runs, as they fail together. */
	random: number;
}

interface Rule {
	codes: string[];
	/** Milliseconds to wait before the next try, or undefined to give up. */
	wait(situation: Situation): number | undefined;
}

const CONNECTION_TRIES = 4;

/** 1, 2, 4, 8, 16, 16… seconds, each up to a quarter longer. */
const growing = ({ tries, random }: Situation) =>
	1000 * Math.min(2 ** (tries - 1), 16) * (1 + random / 4);

/**
 * All our calls may be repeated: reads, and writes whose second run changes nothing more. Everything that no rule
 * names fails at once. Sources: REST docs, "Limits" and "Error codes"; for 503 and 429 the retry delays of the
 * official SDKs (at least 1 s and 10 s).
 */
const rules: Rule[] = [
	{ codes: ['QUERY_LIMIT_EXCEEDED'], wait: growing },
	{
		codes: ['OPERATION_TIME_LIMIT'],
		wait: ({ error, now }) => Math.max(10_000, (error.resetAt ?? 0) * 1000 - now),
	},
	{
		codes: [
			'TIMEOUT',
			'NO_CONNECTION',
			'CONNECTION_LOST',
			'UNREADABLE_ANSWER',
			'INTERNAL_SERVER_ERROR',
			'ERROR_UNEXPECTED_ANSWER',
			'CONNECTION_ERROR',
		],
		wait: (situation) =>
			situation.tries < CONNECTION_TRIES && !isRefusal(situation.error)
				? growing(situation)
				: undefined,
	},
];

/**
 * Decides on the next try.
 *
 * @returns milliseconds to wait before it, or undefined to give up
 */
export function nextTry(situation: Situation): number | undefined {
	const code = situation.error.code.toUpperCase();
	return rules.find(({ codes }) => codes.includes(code))?.wait(situation);
}

/** A page of HTML with status 404 or 403 is a wrong address: the next try would meet it again. */
function isRefusal({ code, status = 0 }: PortalError): boolean {
	return code === 'UNREADABLE_ANSWER' && status >= 400 && status < 500;
}
