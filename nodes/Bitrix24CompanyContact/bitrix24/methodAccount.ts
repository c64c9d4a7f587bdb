import type { MethodUse } from './methodUse';
import { MinuteWindow, minuteOf } from './minuteWindow';

/** Seconds. The cloud ends a request that takes longer. REST docs, "Limits". */
const LONGEST_COMMAND = 60;

/** Seconds. Others will hardly have changed what the portal counts since. */
const FRESH = 5;

/** Sums of fractions are off by less. */
const EPSILON = 1e-6;

/** The operating time of one method: what the portal counts, and what is on its way. Seconds by the portal's clock. */
export class MethodAccount {
	/** What a command took lately. */
	cost = 0;

	private window = new MinuteWindow();

	private pending = 0;

	/** When the portal last gave figures. */
	private toldAt?: number;

	/** When the portal last refused a command. */
	private refusedAt?: number;

	/**
	 * What the portal had counted, at the least, when it let the last command of a request begin. Earlier answers and the
	 * request itself vouch for it: `counted` alone may hold what others have used in the meantime.
	 */
	allowed({ began, counted, seconds, last }: MethodUse): number {
		// Newer servers cut the time of the start to whole seconds.
		if (this.toldAt === undefined || this.toldAt >= began + 1) return 0;
		return Math.min(this.window.total(began) + seconds, counted) - last - EPSILON;
	}

	/** Takes the portal's word for what it counts. What the request itself does not explain, others have used. */
	correct({ seconds, commands, counted, resetAt, began, finished }: MethodUse): void {
		const cost = Math.min(seconds / commands, LONGEST_COMMAND);
		this.cost = this.toldAt === undefined ? cost : (this.cost + cost) / 2;
		const late = (this.toldAt ?? finished) - finished;
		// Answers to requests that ran at once may arrive in another order.
		if (late > 0 && late <= LONGEST_COMMAND) return;
		// The portal's clock was set back, or an earlier answer was wrong.
		if (late > 0) this.forget();
		this.window.startAt(resetAt);
		// The portal works the window out when a request comes (loadlimiter.php, getNumBucket).
		const growth = counted - this.window.total(began);
		const own = Math.max(0, Math.min(growth, seconds));
		this.window.add(own, began);
		if (growth > own) this.window.spread(growth - own, this.toldAt ?? resetAt - 600, began);
		if (growth < 0) this.window.remove(-growth, began);
		this.toldAt = finished;
	}

	/** The portal has refused a command, for the time that the method has worked. */
	markRefused(now: number): void {
		this.refusedAt = now;
	}

	/** Whether the portal may answer otherwise than it last did: what it counts falls only as a minute ends. */
	mayAsk(now: number): boolean {
		return this.refusedAt === undefined || minuteOf(this.refusedAt) !== minuteOf(now);
	}

	private forget(): void {
		this.window = new MinuteWindow();
		this.toldAt = undefined;
	}

	/** Notes that a request leaves which is expected to take so many seconds, or with a minus, that it is back. */
	reserve(seconds: number): void {
		this.pending += seconds;
	}

	/**
	 * Whether commands that are expected to take so many seconds may leave in one request. A command may use what is
	 * left, several half of that: the next answer tells what they really took.
	 */
	hasRoom(seconds: number, limit: number, now: number): boolean {
		const left = limit - this.used(now) + EPSILON;
		return seconds <= Math.max(left / 2, Math.min(left, this.cost));
	}

	/** What the portal counted in the last few seconds, where it has said so. */
	justCounted(now: number): number | undefined {
		return now - (this.toldAt ?? 0) <= FRESH ? this.window.total(now) : undefined;
	}

	/** Seconds until a command may leave, as far as is known. */
	untilRoom(limit: number, now: number): number {
		const missing = this.used(now) + this.cost - limit - EPSILON;
		if (missing <= 0) return 0;
		// Where the window holds less, requests on their way take up the rest, and will be back within seconds.
		return (this.window.freeAt(missing, now) ?? now + 1) - now;
	}

	private used(now: number): number {
		return this.window.total(now) + this.pending;
	}
}
