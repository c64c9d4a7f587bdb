import type { Answer, Call, PortalError } from './call';
import type { Clock } from './clock';
import { isLimit, isTransient, limitOf, planRetry } from './retry';
import { countedWait, noAnswer, type Send, type Stats } from './send';
import type { WaitBudget } from './waitBudget';

export interface RetrySettings {
	clock: Clock;
	/** 0 to 1. */
	random: () => number;
	signal?: AbortSignal;
}

/** A call on its way to its final answer. */
interface PendingCall {
	call: Call;
	/** An earlier attempt may have run the call without saying so. */
	indeterminate: boolean;
	/** Absent as long as the call has not run. */
	answer?: Answer;
}

interface Failure {
	error: PortalError;
	idempotent: boolean;
}

/**
 * Sends the calls and retries transient failures until every call has a final answer.
 *
 * With `halt` the first failed call ends the work, and the calls after it stay without an answer. Calls that share an
 * ordering key are halted too, so that a call which is sent again does not overtake a later one of the same key.
 */
export function withRetry(send: Send, settings: RetrySettings, stats: Stats): Send {
	let resetAt: number | undefined;
	return async (calls, halt, budget) => {
		const haltRequest = halt || sharesOrderingKey(calls);
		const all = calls.map((call): PendingCall => ({ call, indeterminate: false }));
		const backoff = new Backoff(settings, budget);
		for (let pending = all; ; ) {
			const pendingCalls = pending.map(({ call }) => call);
			const attempt = await send(pendingCalls, haltRequest, budget);
			resetAt = attempt.resetAt ?? resetAt;
			pending.forEach((one, position) => settle(one, attempt.answers[position]));

			const failures = pending.flatMap(failureOf);
			// Where the run stops, the first failure decides whether anything is sent again.
			const delay = backoff.next(halt ? failures.slice(0, 1) : failures, resetAt);
			if (delay !== undefined) {
				const met = failures.map(({ error }) => error).filter(({ skipped }) => !skipped);
				await countedWait(delay, settings, stats, limitOf(met));
				stats.retries++;
				pending = pending.filter((one) => !one.answer || backoff.mayPass(failureOf(one), resetAt));
				pending.forEach(reopen);
			} else {
				pending = halt ? [] : haltedRest(pending, failures);
			}
			if (!pending.length) return { answers: all.map(finalAnswer), refusal: attempt.refusal };
		}
	};
}

/** The calls that a halted request did not come to. A limit that has lasted too long is the answer to each of them. */
function haltedRest(pending: PendingCall[], failures: Failure[]): PendingCall[] {
	const rest = pending.filter(({ answer }) => !answer);
	const limit = failures.map(({ error }) => error).find(isLimit);
	if (!limit) return rest;
	rest.forEach((one) => settle(one, { ok: false, error: limit }));
	return [];
}

/** Counts the attempts of one request, and says how long to wait before the next. */
class Backoff {
	private limited = 0;

	private failed = 0;

	constructor(
		private readonly settings: RetrySettings,
		private readonly budget: WaitBudget,
	) {}

	/**
	 * Counts an attempt.
	 *
	 * @returns milliseconds until the next attempt; undefined where none of the failures would pass, or no wait for a limit
	 * is left
	 */
	next(failures: Failure[], resetAt?: number): number | undefined {
		const limits = failures.filter(({ error }) => isLimit(error));
		const others = failures.filter(({ error }) => !isLimit(error));
		if (limits.length) this.limited++;
		if (others.some(({ error }) => isTransient(error))) this.failed++;
		const forLimit = Math.min(this.longest(limits, resetAt), this.budget.remaining);
		const delay = Math.max(forLimit, this.longest(others, resetAt));
		if (forLimit > 0) this.budget.spend(forLimit);
		return delay > 0 ? delay : undefined;
	}

	/** @returns 0 where none of the failures would pass */
	private longest(failures: Failure[], resetAt?: number): number {
		return Math.max(0, ...failures.map((failure) => this.delay(failure, resetAt) ?? 0));
	}

	/** Whether another attempt may better any of the failures. */
	mayPass(failures: Failure[], resetAt?: number): boolean {
		return failures.some((failure) => this.delay(failure, resetAt) !== undefined);
	}

	private delay({ error, idempotent }: Failure, resetAt?: number): number | undefined {
		const { limited, failed } = this;
		const { clock, random } = this.settings;
		const now = clock.now();
		return planRetry({ error, idempotent, limited, failed, now, resetAt, jitter: random() });
	}
}

function failureOf({ call, answer }: PendingCall): Failure[] {
	if (!answer || answer.ok) return [];
	return [{ error: answer.error, idempotent: call.idempotent ?? false }];
}

function settle(pending: PendingCall, answer: Answer | undefined): void {
	pending.answer =
		pending.indeterminate && answer ? markIndeterminate(pending.call, answer) : answer;
}

/** Marks an answer as uncertain: an earlier attempt may have run although its response was lost. */
function markIndeterminate({ verdicts }: Call, answer: Answer): Answer {
	if (answer.ok) return { ...answer, afterRetry: true };
	const { error } = answer;
	const settles = error.code === '' && verdicts?.test(error.text);
	return settles ? answer : { ok: false, error: { ...error, mayHaveRun: true } };
}

/** The doubt that an attempt left stays until an answer to the same call clears it. */
function reopen(pending: PendingCall): void {
	const { answer } = pending;
	pending.indeterminate ||= answer?.ok === false && answer.error.mayHaveRun;
	pending.answer = undefined;
}

function finalAnswer({ answer, indeterminate }: PendingCall): Answer | undefined {
	return !answer && indeterminate ? { ok: false, error: noAnswer } : answer;
}

function sharesOrderingKey(calls: Call[]): boolean {
	if (calls.length === 1) return false;
	const keys = calls.flatMap(({ orderingKeys }) => orderingKeys?.() ?? []);
	return new Set(keys).size < keys.length;
}
