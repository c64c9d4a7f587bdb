import { groupCalls, operatingResetAt, packBatch, unpackBatch } from './batch';
import type { Answer, Call, PortalError } from './call';
import type { Clock } from './clock';
import type { Http } from './http';
import { type Pace, type Plan, takeTurn } from './pace';
import { isPassing, type NextTry, nextTry } from './retry';

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
	/** Requests that were sent again. */
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
		return answer;
	}

	/**
	 * Runs the calls in their order and yields an answer for each.
	 *
	 * With `stopOnError` the first failed answer is the last one, and no call after it has run on the server.
	 */
	async *run(calls: Iterable<Call>, stopOnError: boolean): AsyncGenerator<Answer> {
		const groups = groupCalls(calls, this.settings.batchSize);
		let group = groups.next();
		while (!group.done) {
			const running = this.runGroup(group.value, stopOnError);
			// The parameters of the next group are read while this one travels.
			await this.settings.clock.letGo();
			group = groups.next();
			const answers = await running;
			yield* answers;
			if (stopOnError && answers.some(({ ok }) => !ok)) return;
		}
	}

	/** Tries the calls until each has an answer that another try would not better. */
	private async runGroup(calls: Call[], halt: boolean): Promise<Answer[]> {
		const { clock, maxWait, signal } = this.settings;
		const answers: Answer[] = [];
		const tries = new Map<string, number>();
		const triesOf = (code: string) => tries.get(code) ?? 0;
		let pending = calls.map((_, index) => index);
		let mayHaveRun = false;
		let waitedForLimit = 0;

		for (;;) {
			const tried = await this.try(
				pending.map((index) => calls[index]),
				halt,
			);
			tried.forEach((answer, position) => {
				answers[pending[position]] = mayHaveRun ? withDoubt(answer) : answer;
			});

			const errors = tried.flatMap((answer) => (answer.ok ? [] : [answer.error]));
			for (const code of new Set(errors.map((error) => error.code))) {
				tries.set(code, triesOf(code) + 1);
			}
			const next = tried.map((answer) => this.nextTry(answer, triesOf));
			const wished = Math.max(...next.map((one) => one?.wait ?? -1));
			const forLimit = next.some((one) => one?.forLimit);
			const wait = forLimit ? Math.min(wished, maxWait - waitedForLimit) : wished;
			if (wished < 0 || (forLimit && wait <= 0)) return answers;

			await clock.wait(wait, signal);
			if (forLimit) waitedForLimit += wait;
			this.spent.waited += wait;
			this.spent.repeated++;
			mayHaveRun ||= errors.some((error) => error.mayHaveRun);
			// A try that was halted has not run the calls behind its last answer.
			pending = pending.filter((_, position) => position >= tried.length || next[position]);
		}
	}

	/**
	 * Sends the calls in one request.
	 *
	 * @returns an answer for each call; with `halt` only up to the first that failed
	 */
	private async try(calls: Call[], halt: boolean): Promise<Answer[]> {
		const { http, origin, plan, pace, clock, signal } = this.settings;
		this.spent.waited += await takeTurn(pace, origin, plan, clock, signal);
		this.spent.requests++;

		const single = calls.length === 1;
		const reply = single
			? await http.send(calls[0].method, calls[0].params, signal)
			: await http.send('batch', packBatch(calls, halt), signal);
		if (!reply.ok) {
			if (reply.error.code === 'QUERY_LIMIT_EXCEEDED') pace.fill(origin, plan, clock.now());
			return toFirstError(
				calls.map(() => reply),
				halt,
			);
		}
		if (single) {
			this.resetAt = operatingResetAt(reply.time) ?? this.resetAt;
			return [{ ok: true, result: reply.result }];
		}
		const { answers, resetAt } = unpackBatch(reply.result, calls.length);
		this.resetAt = resetAt ?? this.resetAt;
		return toFirstError(
			answers.map((answer) => answer ?? { ok: false, error: noAnswer }),
			halt,
		);
	}

	private nextTry(answer: Answer, triesOf: (code: string) => number): NextTry | undefined {
		if (answer.ok) return undefined;
		const { clock, random } = this.settings;
		return nextTry({
			error: answer.error,
			tries: triesOf(answer.error.code),
			now: clock.now(),
			resetAt: this.resetAt,
			random: random(),
		});
	}
}

/** An answer after a try that may have run without saying so. */
function withDoubt(answer: Answer): Answer {
	if (answer.ok) return { ...answer, afterRetry: true };
	return isPassing(answer.error)
		? { ok: false, error: { ...answer.error, mayHaveRun: true } }
		: answer;
}

const noAnswer: PortalError = { code: 'NO_ANSWER', text: '', mayHaveRun: true };

function toFirstError(answers: Answer[], halt: boolean): Answer[] {
	const failed = answers.findIndex(({ ok }) => !ok);
	return halt && failed >= 0 ? answers.slice(0, failed + 1) : answers;
}
