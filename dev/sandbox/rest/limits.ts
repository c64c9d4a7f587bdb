import { RestError } from './errors';

/** A self-hosted portal has neither limit. */
export interface Limits {
	/** Leaky bucket of requests: `size` is its capacity, `drain` the number of requests that leave it each second. */
	bucket?: { size: number; drain: number };
	/** Seconds that one credential may spend in one method within ten minutes. */
	operatingSeconds?: number;
	/**
	 * To which method a batch counts: to those of its commands, as in the server's source up to 26.250 (the default), or
	 * to `batch`, as measured on later portals (pull request 539 of bitrix24/b24jssdk).
	 */
	batchCountsTo?: 'commands' | 'batch';
}

/**
 * REST docs, "REST API limits". Without a setting of the cloud, rest/lib/engine/access/loadlimiter.php takes 420 seconds.
 */
export const PLANS = {
	off: {},
	standard: { bucket: { size: 50, drain: 2 }, operatingSeconds: 480 },
	enterprise: { bucket: { size: 250, drain: 5 }, operatingSeconds: 480 },
} satisfies Record<string, Limits>;

/** One bucket per source address. All webhooks and apps that call from an address share its bucket. */
export class LeakyBuckets {
	private readonly buckets = new Map<string, { level: number; tick: number }>();

	constructor(
		private readonly limit: Limits['bucket'],
		private readonly now: () => number,
	) {}

	/** Rejects the request that would overflow the bucket. A rejected request does not count. */
	add(address: string): void {
		if (!this.limit) return;
		const { size, drain } = this.limit;
		const bucket = this.buckets.get(address) ?? { level: 0, tick: this.now() };
		const seconds = Math.floor((this.now() - bucket.tick) / 1000);
		const level = Math.max(0, bucket.level - seconds * drain);
		const full = level + 1 > size;
		this.buckets.set(address, {
			level: full ? level : level + 1,
			tick: bucket.tick + seconds * 1000,
		});
		if (full) throw new RestError(503, 'QUERY_LIMIT_EXCEEDED', 'Too many requests');
	}

	reset(): void {
		this.buckets.clear();
	}
}
