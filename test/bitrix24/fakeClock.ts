import type { Clock } from '../../nodes/Bitrix24CompanyContact/bitrix24/clock';

/** A clock whose waits take no time and move its hands. */
export class FakeClock implements Clock {
	readonly waits: number[] = [];

	constructor(private time = 1_724_068_000_000) {}

	now(): number {
		return this.time;
	}

	async wait(ms: number, signal?: AbortSignal): Promise<void> {
		if (signal?.aborted) return;
		this.waits.push(ms);
		this.time += ms;
	}

	async yieldToEventLoop(): Promise<void> {}
}
