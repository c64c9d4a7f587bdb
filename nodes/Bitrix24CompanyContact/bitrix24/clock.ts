import { sleep } from 'n8n-workflow';

/** Time, as the portal half sees it: tests put their own in its place and never wait. */
export interface Clock {
	/** Milliseconds since the Unix epoch. */
	now(): number;
	/** Waits `ms` milliseconds, or until the signal is aborted. */
	wait(ms: number, signal?: AbortSignal): Promise<void>;
	/** Yields to the event loop so that a pending request is written before CPU-bound work starts. */
	yieldToEventLoop(): Promise<void>;
}

/** Milliseconds. */
const SLICE = 1000;

export const systemClock: Clock = {
	now: () => Date.now(),
	async wait(ms, signal) {
		let stop = () => {};
		const aborted = new Promise<void>((resolve) => {
			stop = resolve;
			signal?.addEventListener('abort', stop, { once: true });
		});
		// n8n's `sleep` cannot be cancelled: short slices leave no long timer behind, and a timer takes 24 days at most.
		const until = performance.now() + ms;
		for (let left = ms; left > 0 && !signal?.aborted; left = until - performance.now()) {
			await Promise.race([sleep(Math.min(left, SLICE)), aborted]);
		}
		signal?.removeEventListener('abort', stop);
	},
	async yieldToEventLoop() {
		// Two turns: one for the connect, one for the write.
		await sleep(0);
		await sleep(0);
	},
};

/** The longest stretch of work without a pause, in milliseconds: n8n serves all its users from one thread. */
const LONGEST_STRETCH = 20;

/** Makes a function that, called again and again during long work, lets the event loop run now and then. */
export function createYielder(clock: Clock): () => Promise<void> {
	let since = clock.now();
	return async () => {
		if (clock.now() - since < LONGEST_STRETCH) return;
		await clock.yieldToEventLoop();
		since = clock.now();
	};
}
