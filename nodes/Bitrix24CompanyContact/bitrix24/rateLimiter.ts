import type { PortalError } from './call';
import type { Clock } from './clock';
import { countedWait, isUnsent, type Send, type Stats } from './send';

/**
 * Bitrix24's request limit, a leaky bucket: `burst` requests at once, then `perSecond`, which may be a fraction.
 * REST docs, "Limits": 50 and 2 a second, on Enterprise plans 250 and 5. On-premise portals have none.
 */
export interface RateLimit {
	burst: number;
	perSecond: number;
}

/** By the plan of the portal. */
export const RATE_LIMITS = {
	standard: { burst: 50, perSecond: 2 },
	enterprise: { burst: 250, perSecond: 5 },
	selfHosted: { burst: Infinity, perSecond: Infinity },
} satisfies Record<string, RateLimit>;

/** How many requests a portal's bucket held when the bucket last leaked. */
interface Level {
	requests: number;
	/** Absent until the portal has answered the first request in an empty bucket: its seconds begin with that request. */
	at?: number;
}

const SECOND = 1000;

/** Milliseconds. Network jitter can shrink the gap between two requests. The margin absorbs it. */
const MARGIN = 50;

/** Sums of fractions of a request are off by less. */
const EPSILON = 1e-6;

/**
 * Reserves room in the buckets of portals. One for the process: Bitrix24 counts all requests of one sender together,
 * whichever webhook or application they use.
 *
 * Drains in whole-second steps. Bitrix24 does not document whether its bucket drains continuously; the stepwise model
 * is the stricter one and safe for both.
 */
export class RateLimiter {
	private readonly levels = new Map<string, Level>();

	/**
	 * Reserves room for the next request.
	 *
	 * @returns milliseconds to wait before that request may leave
	 */
	reserve(portal: string, { burst, perSecond }: RateLimit, now: number): number {
		if (!Number.isFinite(perSecond)) return 0;
		const level = this.leak(portal, perSecond, now);
		level.requests++;
		this.levels.set(portal, level);
		if (level.requests <= burst + EPSILON) return 0;
		const wait = Math.ceil((level.requests - burst - EPSILON) / perSecond);
		return wait * SECOND + MARGIN - (now - (level.at ?? now));
	}

	private leak(portal: string, perSecond: number, now: number): Level {
		const { requests, at } = this.levels.get(portal) ?? { requests: 0 };
		if (at === undefined) return { requests };
		// The system clock may move backwards.
		const since = Math.min(at, now);
		const seconds = Math.floor((now - since) / SECOND);
		const left = requests - seconds * perSecond;
		return left > 0 ? { requests: left, at: since + seconds * SECOND } : { requests: 0 };
	}

	/** Counts the seconds of a bucket that was empty, now that the portal is known to have a request. */
	start(portal: string, now: number): void {
		const level = this.levels.get(portal);
		if (level) level.at ??= now;
	}

	/** Gives the room of a request back that was not sent. */
	release(portal: string): void {
		const level = this.levels.get(portal);
		if (level) level.requests = Math.max(0, level.requests - 1);
	}

	/** Bitrix24 says that the bucket is full: others share the bucket, or this process is new. */
	markExhausted(portal: string, { burst }: RateLimit, now: number): void {
		if (!Number.isFinite(burst)) return;
		const requests = Math.max(burst, this.levels.get(portal)?.requests ?? 0);
		this.levels.set(portal, { requests, at: now });
	}
}

export interface RateLimitSettings {
	limiter: RateLimiter;
	/** Which portal it is: all who call the portal share its request limit. */
	portal: string;
	limit: RateLimit;
	clock: Clock;
	signal?: AbortSignal;
}

/**
 * Holds each request back until the portal's bucket has room for it. A request that would have to wait longer than its
 * budget allows is not sent, and gets the error that Bitrix24 would give.
 */
export function withRateLimit(send: Send, settings: RateLimitSettings, stats: Stats): Send {
	const { limiter, portal, limit, clock } = settings;
	return async (calls, halt, budget) => {
		const wait = limiter.reserve(portal, limit, clock.now());
		if (wait > budget.remaining) {
			limiter.release(portal);
			const error = tooBusy(wait);
			return { answers: calls.map(() => ({ ok: false, error })), refusal: error };
		}
		if (wait > 0) {
			budget.spend(wait);
			await countedWait(wait, settings, stats, 'requestLimit');
		}
		const attempt = await send(calls, halt, budget);
		const { refusal } = attempt;
		if (refusal && isUnsent(refusal)) limiter.release(portal);
		else limiter.start(portal, clock.now());
		if (refusal?.code === 'QUERY_LIMIT_EXCEEDED') {
			limiter.markExhausted(portal, limit, clock.now());
		}
		return attempt;
	};
}

function tooBusy(wait: number): PortalError {
	const text = `the next request may leave in ${Math.ceil(wait / 1000)} s`;
	return { code: 'QUERY_LIMIT_EXCEEDED', text, mayHaveRun: false, skipped: true };
}
