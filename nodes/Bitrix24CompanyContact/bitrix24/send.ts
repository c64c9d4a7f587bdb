import { packBatch, unpackBatch } from './batch';
import type { Answer, Call, PortalError } from './call';
import type { Clock } from './clock';
import type { Http } from './http';
import { type MethodUse, operatingResetAt, readMethodUses } from './methodUse';
import type { WaitBudget } from './waitBudget';

/**
 * Sends calls in one request. The layers around the plain `sendCalls` have the same shape, and each knows one thing:
 * the request limit, the operating time, what to send again, when to give up.
 *
 * @param halt whether the first failed call ends the request
 * @param budget what the request may wait for limits
 */
export type Send = (calls: Call[], halt: boolean, budget: WaitBudget) => Promise<Attempt>;

/** What became of the calls of one request. */
export interface Attempt {
	/** One for each call; `undefined` for a call that did not run, as the request was halted before. */
	answers: Array<Answer | undefined>;
	/** What refused the request as a whole. */
	refusal?: PortalError;
	/** When Bitrix24 lifts the operation time limit of a method, where the answer tells. Unix seconds. */
	resetAt?: number;
	/** What the answer says of operating time. */
	uses?: MethodUse[];
}

/** What a run took. */
export interface Stats {
	requests: number;
	/** Requests sent again after a failure. */
	retries: number;
	/** Milliseconds spent waiting for limits, and before requests that were sent again. */
	waited: number;
	/** What of `waited` each of Bitrix24's limits has cost. */
	waitedFor: { requestLimit: number; operatingTime: number };
}

/**
 * Waits, for a limit or for another reason, and counts the time that has passed by the clock: a canceled run ends its
 * waits early.
 */
export async function countedWait(
	ms: number,
	{ clock, signal }: { clock: Clock; signal?: AbortSignal },
	stats: Stats,
	limit?: keyof Stats['waitedFor'],
): Promise<void> {
	const began = clock.now();
	await clock.wait(ms, signal);
	// The system clock may move backwards.
	const passed = Math.max(0, clock.now() - began);
	stats.waited += passed;
	if (limit) stats.waitedFor[limit] += passed;
}

export const noAnswer: PortalError = { code: 'NO_ANSWER', text: '', mayHaveRun: true };

/** One call travels as itself, several as a `batch`. */
export function sendCalls(http: Http, stats: Stats, signal?: AbortSignal): Send {
	return async (calls, halt) => {
		const [{ method, params }] = calls;
		const isBatch = calls.length > 1;
		const reply = isBatch
			? await http.send('batch', packBatch(calls, halt), signal)
			: await http.send(method, params, signal);
		if (reply.ok || !isUnsent(reply.error)) stats.requests++;
		if (!reply.ok) return { answers: calls.map(() => reply), refusal: reply.error };
		if (!isBatch) {
			const answer: Answer = { ok: true, result: reply.result };
			return { answers: [answer], ...readTimes(calls, [reply.time], reply.time) };
		}
		const { answers, times } = unpackBatch(reply.result, calls.length);
		return { answers: fillGaps(answers, halt), ...readTimes(calls, times, reply.time) };
	};
}

function readTimes(calls: Call[], times: unknown[], whole: unknown): Partial<Attempt> {
	const resetAt = [...times, whole].map(operatingResetAt).find(Boolean);
	return { ...(resetAt && { resetAt }), uses: readMethodUses(calls, times, whole) };
}

/** Whether the request never left, so that the request counts towards no limit. */
export function isUnsent({ code, mayHaveRun }: PortalError): boolean {
	return ['NOT_SENT', 'SIGN_IN_FAILED'].includes(code) || (code === 'CANCELED' && !mayHaveRun);
}

/** A halted batch leaves out what follows its first failure. Any other gap does not tell whether the call ran. */
function fillGaps(answers: Array<Answer | undefined>, halt: boolean): Array<Answer | undefined> {
	const failed = answers.findIndex((answer) => answer?.ok === false);
	const notRun = (position: number) => halt && failed >= 0 && position > failed;
	return answers.map(
		(answer, position) => answer ?? (notRun(position) ? undefined : { ok: false, error: noAnswer }),
	);
}
