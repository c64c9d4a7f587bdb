import { isOwnCode, type PortalError } from './call';

/** What is known when a try has failed. */
export interface Situation {
	error: PortalError;
	/** Tries that ended with this code, at least 1. */
	tries: number;
	/** Milliseconds since the Unix epoch. */
	now: number;
	/** When Bitrix24 lifts an operation time limit, where it has told. Unix seconds. */
	resetAt?: number;
	/** 0 to 1: spreads the tries of several runs, as they fail together. */
	random: number;
}

export interface NextTry {
	/** Milliseconds to wait before it. */
	wait: number;
	/** Whether the wait is for a limit of Bitrix24, and so counts towards the longest wait that the user allows. */
	forLimit: boolean;
}

interface Rule {
	codes: string[];
	forLimit: boolean;
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
	{ codes: ['QUERY_LIMIT_EXCEEDED'], forLimit: true, wait: growing },
	{
		codes: ['OPERATION_TIME_LIMIT'],
		forLimit: true,
		wait: ({ resetAt = 0, now }) => Math.max(10_000, resetAt * 1000 - now),
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
		forLimit: false,
		wait: (situation) =>
			situation.tries < CONNECTION_TRIES && !isRefusal(situation.error)
				? growing(situation)
				: undefined,
	},
];

/** Decides on the next try; undefined to give up. */
export function nextTry(situation: Situation): NextTry | undefined {
	const rule = ruleFor(situation.error);
	const wait = rule?.wait(situation);
	return rule && wait !== undefined ? { wait, forLimit: rule.forLimit } : undefined;
}

/** Whether the error says nothing about the call itself, so that an earlier try may still have run. */
export function isPassing(error: PortalError): boolean {
	return ruleFor(error) !== undefined || isOwnCode(error.code);
}

function ruleFor({ code }: PortalError): Rule | undefined {
	return rules.find(({ codes }) => codes.includes(code.toUpperCase()));
}

/** A page with status 404 or 403, or a sign-in page, is a wrong address: the next try would meet it again. */
function isRefusal({ code, status = 0 }: PortalError): boolean {
	return code === 'UNREADABLE_ANSWER' && status >= 300 && status < 500;
}
