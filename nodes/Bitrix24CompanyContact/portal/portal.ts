import { groupCalls, operatingResetAt, packBatch, unpackBatch } from './batch';
import type { Answer, Call, PortalError } from './call';
import type { Clock } from './clock';
import type { Http } from './http';
import { type Pace, type Plan, takeTurn } from './pace';
import { isHopeless, isLimit, isTransient, isVerdict, planRetry } from './retry';

export interface PortalSettings {
	http: Http;
	/** Which portal it is, e.g. https://acme.bitrix24.com: all who call it share its request limit. */
	origin: string;
	plan: Plan;
	pace: Pace;
	/** Commands in one request, 1 to 50. */
	batchSize: number;
	/** Milliseconds that one request may wait for a limit. */
	maxWait: number;
	clock: Clock;
	/** 0 to 1. */
	random: () => number;
	signal?: AbortSignal;
}

/** What it took to run the calls. */
export interface Effort {
	requests: number;
	/** Requests sent again after a failure. */
	repeated: number;
	/** Milliseconds spent waiting for limits, and before requests that were sent again. */
	waited: number;
	/** The new address of a portal that was renamed. */
	movedTo?: string;
}

/** A Bitrix24 portal that runs calls: alone or in batches, within its limits, and again where that helps. */
export class Portal {
	/** When Bitrix24 lifts an operation time limit, from the last answer that told. Unix seconds. */
	private resetAt?: number;

	/** What every further request would meet as well. */
	private hopeless?: PortalError;

	private readonly spent = { requests: 0, repeated: 0, waited: 0 };

	constructor(private readonly settings: PortalSettings) {}

	get origin(): string {
		return this.settings.origin;
	}

	get effort(): Effort {
		return { ...this.spent, movedTo: this.settings.http.movedTo };
	}

	/** Runs one call. */
	async call(call: Call): Promise<Answer> {
		const [answer] = await this.runGroup([call], false);
		return answer!;
	}

	/**
	 * Runs the calls in their order and yields the answers, one list for each request.
	 *
	 * With `stopOnError` the list with the first failed answer is the last one. `undefined` there stands for a call that
	 * was not run, and the answers after the failed one are those of calls that were, or may have been.
	 */
	async *run(
		calls: Iterable<Call> | AsyncIterable<Call>,
		stopOnError: boolean,
	): AsyncGenerator<Array<Answer | undefined>> {
		const groups = groupCalls(calls, this.settings.batchSize);
		let group = await groups.next();
		while (!group.done) {
			const running = this.runGroup(group.value, stopOnError);
			// The parameters of the next group are read while this one travels.
			await this.settings.clock.letGo();
			group = await groups.next();
			const answers = await running;
			yield answers;
			if (stopOnError && answers.some((answer) => answer?.ok === false)) return;
		}
	}

	/**
	 * Sends the calls and retries transient failures until every call has a final answer.
	 *
	 * A request whose calls share an ordering key is halted at its first failure: what is repeated must not overtake a
	 * later call of the same key.
	 */
	private async runGroup(calls: Call[], stopOnError: boolean): Promise<Array<Answer | undefined>> {
		const halt = stopOnError || sharesOrderingKey(calls);
		const runs = calls.map((call): CallRun => ({ call, inDoubt: false }));
		const tally: Tally = { limited: 0, failed: 0, waitedForLimit: 0 };
		for (let pending = runs; pending.length; ) {
			const { answers, refusal } = await this.attempt(pending, halt);
			pending.forEach((run, position) => settle(run, answers[position]));

			const failed = answers.flatMap((answer) => (answer?.ok === false ? [answer.error] : []));
			// Where the run stops, the first failure decides whether anything is sent again.
			const errors = stopOnError ? failed.slice(0, 1) : failed;
			const wait = this.retryDelay(errors, tally);
			if (wait !== undefined) {
				await this.settings.clock.wait(wait, this.settings.signal);
				this.spent.waited += wait;
				this.spent.repeated++;
				pending = pending.filter(
					({ answer }) => !answer || (!answer.ok && this.delay(answer.error, tally) !== undefined),
				);
				pending.forEach(reopen);
				continue;
			}
			if (refusal && isHopeless(refusal)) this.hopeless = refusal;
			if (stopOnError) break;
			// The halted rest goes on, unless a limit that has lasted too long would refuse each call of it by itself.
			const limit = errors.find(isLimit);
			pending = pending.filter(({ answer }) => !answer);
			if (limit) pending.forEach((run) => settle(run, { ok: false, error: limit }));
			if (limit) break;
		}
		return runs.map(finalAnswer);
	}

	/**
	 * Sends the calls in one request.
	 *
	 * @returns an answer for each call, `undefined` for one that was not run as the request was halted before; and what
	 * refused the request as a whole
	 */
	private async attempt(
		runs: CallRun[],
		halt: boolean,
	): Promise<{ answers: Array<Answer | undefined>; refusal?: PortalError }> {
		const { http, origin, plan, pace, clock, signal } = this.settings;
		const skipped = this.hopeless ?? (signal?.aborted ? canceled : undefined);
		if (skipped) {
			const error: PortalError = { ...skipped, mayHaveRun: false, skipped: true };
			return { answers: runs.map(() => ({ ok: false, error })) };
		}
		this.spent.waited += await takeTurn(pace, origin, plan, clock, signal);
		const calls = runs.map(({ call }) => call);
		const single = calls.length === 1;
		const reply = single
			? await http.send(calls[0].method, calls[0].params, signal)
			: await http.send('batch', packBatch(calls, halt), signal);
		if (!reply.ok) {
			if (isUnsent(reply.error)) pace.release(origin);
			else this.spent.requests++;
			if (reply.error.code === 'QUERY_LIMIT_EXCEEDED') pace.fill(origin, plan, clock.now());
			return { answers: calls.map(() => reply), refusal: reply.error };
		}
		this.spent.requests++;
		if (single) {
			this.resetAt = operatingResetAt(reply.time) ?? this.resetAt;
			return { answers: [{ ok: true, result: reply.result }] };
		}
		const { answers, resetAt } = unpackBatch(reply.result, calls.length);
		this.resetAt = resetAt ?? this.resetAt;
		return { answers: fillGaps(answers, halt) };
	}

	/**
	 * Milliseconds until the next attempt; undefined where none of the errors would pass, or Max Wait is used up.
	 *
	 * @param tally counts the attempt
	 */
	private retryDelay(errors: PortalError[], tally: Tally): number | undefined {
		if (errors.some(isLimit)) tally.limited++;
		if (errors.some(isTransient)) tally.failed++;
		const delays = errors.map((error) => this.delay(error, tally) ?? -1);
		const longest = Math.max(...delays, -1);
		if (longest < 0) return undefined;
		if (!errors.some(isLimit)) return longest;
		const allowed = Math.min(longest, this.settings.maxWait - tally.waitedForLimit);
		if (allowed <= 0) return undefined;
		tally.waitedForLimit += allowed;
		return allowed;
	}

	private delay(error: PortalError, { limited, failed }: Tally): number | undefined {
		const { clock, random } = this.settings;
		const now = clock.now();
		return planRetry({ error, limited, failed, now, resetAt: this.resetAt, random: random() });
	}
}

/** A call on its way to its final answer. */
interface CallRun {
	call: Call;
	/** An earlier attempt may have run the call without saying so. */
	inDoubt: boolean;
	/** Absent as long as the call has not run. */
	answer?: Answer;
}

/** The attempts of one group so far, and the milliseconds that they waited for limits. */
interface Tally {
	limited: number;
	failed: number;
	waitedForLimit: number;
}

const noAnswer: PortalError = { code: 'NO_ANSWER', text: '', mayHaveRun: true };

const canceled: PortalError = { code: 'CANCELED', text: '', mayHaveRun: false };

function settle(run: CallRun, answer: Answer | undefined): void {
	if (!answer || !run.inDoubt) run.answer = answer;
	else if (answer.ok) run.answer = { ...answer, afterRetry: true };
	else if (isVerdict(answer.error)) run.answer = answer;
	else run.answer = { ok: false, error: { ...answer.error, mayHaveRun: true } };
}

/** The doubt that an attempt left stays until an answer to the same call clears it. */
function reopen(run: CallRun): void {
	run.inDoubt ||= run.answer?.ok === false && run.answer.error.mayHaveRun;
	run.answer = undefined;
}

function finalAnswer({ answer, inDoubt }: CallRun): Answer | undefined {
	return !answer && inDoubt ? { ok: false, error: noAnswer } : answer;
}

/** A halted batch leaves out what follows its first failure; any other gap says nothing of whether the call ran. */
function fillGaps(answers: Array<Answer | undefined>, halt: boolean): Array<Answer | undefined> {
	const failed = answers.findIndex((answer) => answer?.ok === false);
	const notRun = (position: number) => halt && failed >= 0 && position > failed;
	return answers.map(
		(answer, position) => answer ?? (notRun(position) ? undefined : { ok: false, error: noAnswer }),
	);
}

function sharesOrderingKey(calls: Call[]): boolean {
	if (calls.length === 1) return false;
	const keys = calls.flatMap(({ orderingKeys }) => orderingKeys?.() ?? []);
	return new Set(keys).size < keys.length;
}

function isUnsent({ code, mayHaveRun }: PortalError): boolean {
	return ['NOT_SENT', 'SIGN_IN_FAILED'].includes(code) || (code === 'CANCELED' && !mayHaveRun);
}
