import { groupCalls } from './batch';
import type { Answer, Call } from './call';
import { withCircuitBreaker } from './circuitBreaker';
import type { Http } from './http';
import { type RateLimitSettings, withRateLimit } from './rateLimiter';
import { sendCalls, type Send, type Stats } from './send';
import { WaitBudget } from './waitBudget';
import { type OperatingTimeSettings, withOperatingTime } from './withOperatingTime';
import { type RetrySettings, withRetry } from './withRetry';

export interface ClientSettings extends RateLimitSettings, OperatingTimeSettings, RetrySettings {
	http: Http;
	/** Commands in one request, 1 to 50. */
	batchSize: number;
	/** Further addresses of the portal's pages. */
	otherAddresses?: string[];
	/** Milliseconds that one request may wait for limits, its repeats included. */
	maxWait: number;
}

/** Runs calls on one Bitrix24 portal: alone or in batches, within its limits, and again where that helps. */
export class Client {
	private readonly send: Send;

	private readonly counts: Stats = {
		requests: 0,
		retries: 0,
		waited: 0,
		waitedFor: { requestLimit: 0, operatingTime: 0 },
	};

	constructor(private readonly settings: ClientSettings) {
		const { http, signal } = settings;
		const limited = withRateLimit(sendCalls(http, this.counts, signal), settings, this.counts);
		const paced = withOperatingTime(limited, settings, this.counts);
		this.send = withCircuitBreaker(withRetry(paced, settings, this.counts), signal);
	}

	/** Where the portal's pages are, e.g. https://acme.bitrix24.com */
	get portal(): string {
		return this.settings.portal;
	}

	/** All hosts under which the portal is known, e.g. acme.bitrix24.com. */
	get hosts(): string[] {
		const { portal, otherAddresses = [], http } = this.settings;
		const addresses = [portal, ...otherAddresses, ...(http.movedTo ? [http.movedTo] : [])];
		return [...new Set(addresses.map((address) => new URL(address).host))];
	}

	/** What the calls took so far, and the new address of a portal that was renamed. */
	get stats(): Stats & { movedTo?: string } {
		return { ...this.counts, movedTo: this.settings.http.movedTo };
	}

	/** Runs one call. */
	async call(call: Call): Promise<Answer> {
		const { answers } = await this.send([call], false, this.newBudget());
		return answers[0]!;
	}

	/**
	 * Runs the calls in their order and yields the answers, one list for each request. The next request leaves when the
	 * next list is asked for, and not before.
	 *
	 * With `stopOnFail` the list with the first failed answer is the last one. `undefined` there stands for a call that
	 * did not run, and the answers after the failed one are those of calls that did, or may have.
	 */
	async *run(
		calls: Iterable<Call>,
		stopOnFail: boolean,
	): AsyncGenerator<Array<Answer | undefined>> {
		for (const group of groupCalls(calls, this.settings.batchSize)) {
			const { answers } = await this.send(group, stopOnFail, this.newBudget());
			yield answers;
			if (stopOnFail && answers.some((answer) => answer?.ok === false)) return;
		}
	}

	private newBudget(): WaitBudget {
		return new WaitBudget(this.settings.maxWait);
	}
}
