import { sleep } from 'n8n-workflow';

import { type Clock, systemClock } from '../../nodes/Bitrix24CompanyContact/bitrix24/clock';

/** A clock for several waits at once. As soon as nothing else happens, the clock jumps to the end of the next wait. */
export class VirtualClock implements Clock {
	private time = 1_724_068_000_000;

	private readonly waiting: Array<{ until: number; wake: () => void }> = [];

	now(): number {
		return this.time;
	}

	advance(ms: number): void {
		this.time += ms;
	}

	async wait(ms: number): Promise<void> {
		const woken = new Promise<void>((wake) => this.waiting.push({ until: this.time + ms, wake }));
		void this.jump();
		await woken;
	}

	async yieldToEventLoop(): Promise<void> {}

	private async jump(): Promise<void> {
		// Gives open requests the time to be answered first.
		await sleep(5);
		this.waiting.sort((one, other) => one.until - other.until);
		const next = this.waiting.shift();
		if (!next) return;
		this.time = Math.max(this.time, next.until);
		next.wake();
	}
}

/** Replaces the clock of the node in the tests of a file or a `describe`. */
export function useClock(clock: VirtualClock): void {
	beforeEach(() => {
		jest.spyOn(systemClock, 'now').mockImplementation(() => clock.now());
		jest.spyOn(systemClock, 'wait').mockImplementation(async (ms) => await clock.wait(ms));
	});
	afterEach(() => jest.restoreAllMocks());
}
