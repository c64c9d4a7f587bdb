import type { Clock } from './clock';

/**
 * Bitrix24's request limit as a leaky bucket: `burst` requests at once, then `perSecond`.
 * REST docs, "Limits": 50 and 2 a second, on Enterprise plans 250 and 5. On-premise portals have none.
 */
export interface Plan {
	burst: number;
	perSecond: number;
}

export const plans = {
	standard: { burst: 50, perSecond: 2 },
	enterprise: { burst: 250, perSecond: 5 },
	selfHosted: { burst: Infinity, perSecond: Infinity },
} satisfies Record<string, Plan>;

/** How many requests one portal's bucket held when it last leaked. */
interface Level {
	requests: number;
	at: number;
}

const SECOND = 1000;

/** A request may take longer to arrive than the one before it: this keeps it from arriving too early. */
const MARGIN = 50;

/**
 * Books places in the buckets of portals. One for the process: Bitrix24 counts all requests of one sender together,
 * whichever webhook or application they use.
 *
 * The bucket leaks once a second, not all the time: whether Bitrix24's does is not documented, and so the requests
 * are in time either way.
 */
export class Pace {
	private readonly levels = new Map<string, Level>();

	/**
	 * Books the next request's place in the portal's bucket.
	 *
	 * @returns milliseconds to wait before that request may leave
	 */
	book(portal: string, { burst, perSecond }: Plan, now: number): number {
		if (!Number.isFinite(perSecond)) return 0;
		const last = this.levels.get(portal) ?? { requests: 0, at: now };
		// The clock of the computer may have been put back.
		const since = Math.min(last.at, now);
		const seconds = Math.floor((now - since) / SECOND);
		const requests = Math.max(0, last.requests - seconds * perSecond) + 1;
		const at = since + seconds * SECOND;
		this.levels.set(portal, { requests, at });
		if (requests <= burst) return 0;
		return Math.ceil((requests - burst) / perSecond) * SECOND + MARGIN - (now - at);
	}

	/** Gives a place back whose request was not sent. */
	release(portal: string): void {
		const level = this.levels.get(portal);
		if (level) level.requests = Math.max(0, level.requests - 1);
	}

	/** Bitrix24 says that the bucket is full: others share it, or the process is new. */
	fill(portal: string, { burst }: Plan, now: number): void {
		if (!Number.isFinite(burst)) return;
		const requests = Math.max(burst, this.levels.get(portal)?.requests ?? 0);
		this.levels.set(portal, { requests, at: now });
	}
}

/**
 * Waits for a place in the portal's bucket.
 *
 * @returns milliseconds waited
 */
export async function takeTurn(
	pace: Pace,
	portal: string,
	plan: Plan,
	clock: Clock,
	signal?: AbortSignal,
): Promise<number> {
	const wait = pace.book(portal, plan, clock.now());
	if (wait > 0) await clock.wait(wait, signal);
	return wait;
}
