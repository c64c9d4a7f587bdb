const MINUTE = 60;
const MINUTES = 10;

/**
 * Seconds of work in the last ten minutes, by the minute in which they began. A minute leaves as a whole, so that the
 * window is between nine and ten minutes long (server source: loadlimiter.php). All times are Unix seconds by the
 * portal's clock, and may be those of a while ago.
 */
export class MinuteWindow {
	private readonly minutes = new Map<number, number>();

	/** What lies in the window. */
	total(now: number): number {
		return this.within(now).reduce((sum, [, seconds]) => sum + seconds, 0);
	}

	add(seconds: number, at: number): void {
		const minute = minuteOf(at);
		this.minutes.set(minute, (this.minutes.get(minute) ?? 0) + seconds);
		// Twice the length of the window, for figures that arrive late.
		this.dropBefore(minute - 2 * MINUTES);
	}

	/** Adds work that is known only by its sum: an equal part to each minute. */
	spread(seconds: number, from: number, to: number): void {
		const last = minuteOf(to);
		const first = Math.min(last, Math.max(minuteOf(from), last - MINUTES + 1));
		const count = last - first + 1;
		for (let index = 0; index < count; index++) {
			this.add(seconds / count, (first + index) * MINUTE);
		}
	}

	/** Takes work out that the portal does not count, the oldest first. */
	remove(seconds: number, now: number): void {
		let left = seconds;
		for (const [minute, held] of this.within(now)) {
			const taken = Math.min(held, left);
			this.minutes.set(minute, held - taken);
			left -= taken;
		}
	}

	/** @param resetAt when the oldest minute leaves, at the latest: `time.operating_reset_at` */
	startAt(resetAt: number): void {
		this.dropBefore(minuteOf(resetAt) - MINUTES);
	}

	/** When so many seconds will have left, if nothing is added; `undefined` if the window holds less. */
	freeAt(seconds: number, now: number): number | undefined {
		let left = 0;
		for (const [minute, held] of this.within(now)) {
			left += held;
			if (left >= seconds) return (minute + MINUTES) * MINUTE;
		}
		return undefined;
	}

	private dropBefore(first: number): void {
		for (const minute of this.minutes.keys()) {
			if (minute < first) this.minutes.delete(minute);
		}
	}

	/** The minutes in the window, the oldest first. */
	private within(now: number): Array<[number, number]> {
		return [...this.minutes]
			.filter(([minute]) => minute > minuteOf(now) - MINUTES)
			.sort(([one], [other]) => one - other);
	}
}

export function minuteOf(seconds: number): number {
	return Math.floor(seconds / MINUTE);
}
