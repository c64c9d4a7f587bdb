import { sleep } from 'n8n-workflow';

/** Time, as the portal half sees it: tests put their own in its place and never wait. */
export interface Clock {
	/** Milliseconds since the Unix epoch. */
	now(): number;
	/** Waits `ms` milliseconds, or until the signal is aborted. */
	wait(ms: number, signal?: AbortSignal): Promise<void>;
	/** Lets a request that was started set out, before anything keeps the processor busy. */
	letGo(): Promise<void>;
}

export const systemClock: Clock = {
	now: () => Date.now(),
	async wait(ms, signal) {
		if (signal?.aborted) return;
		let stop = () => {};
		const aborted = new Promise<void>((resolve) => {
			stop = resolve;
			signal?.addEventListener('abort', stop, { once: true });
		});
		await Promise.race([sleep(ms), aborted]);
		signal?.removeEventListener('abort', stop);
	},
	async letGo() {
		// It takes two rounds of the event loop: one to connect, one to write.
		await sleep(0);
		await sleep(0);
	},
};
