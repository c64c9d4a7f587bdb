import { phpArray, type PhpArray } from '../php/values';

/**
 * The time of one request. The cost of a command is added here without a wait; the server waits for the sum before it
 * sends the response.
 */
export class Stopwatch {
	private spent = 0;

	/**
	 * @param style newer servers cut `start` to whole seconds, older ones do not (`time` in the examples of the REST docs
	 * of 2026 and of 2024)
	 */
	constructor(
		private readonly begin: number,
		private readonly style: 'integer' | 'float',
	) {}

	/** Milliseconds since the epoch. */
	now(): number {
		return this.begin + this.spent;
	}

	/** Milliseconds since the request began. */
	get took(): number {
		return this.spent;
	}

	add(milliseconds: number): void {
		this.spent += milliseconds;
	}

	/** @param from start of the command, in milliseconds since the epoch */
	time(from: number): PhpArray {
		const cut = (seconds: number) => (this.style === 'integer' ? Math.floor(seconds) : seconds);
		const finish = this.now() / 1000;
		const start = cut(from / 1000);
		return phpArray({
			start,
			finish,
			duration: finish - start,
			processing: cut(finish) - start,
			date_start: isoSeconds(start),
			date_finish: isoSeconds(finish),
		});
	}
}

/** The time as the portal writes it, in the time zone UTC. */
export function isoSeconds(seconds: number) {
	return new Date(Math.floor(seconds) * 1000).toISOString().replace('.000Z', '+00:00');
}
