import { RestError } from './errors';

/** Both are off on a self-hosted portal. */
export interface Limits {
	/** leaky bucket of requests: how many fit in, and how many leave it every second */
	bucket?: { size: number; drain: number };
	/** seconds that one credential may spend in one method within ten minutes */
	operatingSeconds?: number;
}

/** Bucket: REST docs, "REST API limits". Seconds: default in rest/lib/engine/access/loadlimiter.php. */
export const PLANS: Record<'off' | 'standard' | 'enterprise', Limits> = {
	off: {},
	standard: { bucket: { size: 50, drain: 2 }, operatingSeconds: 420 },
	enterprise: { bucket: { size: 250, drain: 5 }, operatingSeconds: 420 },
};

/** One bucket for each source address; every webhook and app behind that address shares it. */
export class LeakyBuckets {
	private readonly buckets = new Map<string, { level: number; tick: number }>();

	constructor(
		private readonly limit: Limits['bucket'],
		private readonly now: () => number,
	) {}

	/** Refuses the request that would overflow the bucket. A refused one is not counted. */
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
