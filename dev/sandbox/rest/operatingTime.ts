import { RestError } from './errors';

export const BUCKET_SECONDS = 60;
export const BUCKETS = 10;
/** Calls that take no longer than this do not count. */
export const LEAST_SECONDS = 0.1;

interface Bucket {
	seconds: number;
	/**
	 * Unix time that the portal reports as operating_reset_at. The bucket expires with its minute, up to 60 seconds
	 * earlier.
	 */
	expires: number;
}

/**
 * Counts how long each credential was busy in each method, in one bucket per minute
 * (rest/lib/engine/access/loadlimiter.php).
 */
export class OperatingTime {
	private readonly buckets = new Map<string, Map<number, Bucket>>();

	constructor(
		readonly limit: number | undefined,
		/** Whether a batch counts to the method `batch` instead of those of its commands. */
		readonly batchCounts = false,
	) {}

	/** Returns the meter of one request. Other requests see its time once it has finished. */
	meter(nowSeconds: number): Meter {
		return new Meter(this, nowSeconds);
	}

	stored(key: string, nowSeconds: number): Bucket[] {
		const minute = Math.floor(nowSeconds / BUCKET_SECONDS);
		return [...(this.buckets.get(key) ?? [])]
			.filter(([at]) => at > minute - BUCKETS)
			.sort(([a], [b]) => a - b)
			.map(([, bucket]) => bucket);
	}

	/**
	 * @param requested when the request came: its minute takes the time of all its commands, as the server works the
	 * number of the bucket out once a request
	 */
	store(key: string, requested: number, began: number, seconds: number): void {
		const minute = Math.floor(requested / BUCKET_SECONDS);
		const buckets = this.buckets.get(key) ?? new Map<number, Bucket>();
		const bucket = buckets.get(minute) ?? {
			seconds: 0,
			expires: Math.floor(began) + BUCKETS * BUCKET_SECONDS,
		};
		bucket.seconds += seconds;
		this.buckets.set(key, buckets.set(minute, bucket));
	}

	reset(): void {
		this.buckets.clear();
	}
}

interface Calls {
	began: number;
	seconds: number[];
	/** Whether other requests will see this time too. */
	stored: boolean;
}

export class Meter {
	private readonly running = new Map<string, Calls>();

	constructor(
		private readonly time: OperatingTime,
		private readonly nowSeconds: number,
	) {}

	/** Rejects a call if the time used so far exceeds the limit. So the call that exceeds the limit still succeeds. */
	check(key: string): void {
		const { limit } = this.time;
		if (limit !== undefined && this.used(key) > limit) {
			throw new RestError(
				429,
				'OPERATION_TIME_LIMIT',
				'Method is blocked due to operation time limit.',
			);
		}
	}

	add(key: string, began: number, seconds: number, stored = true): void {
		const calls = this.running.get(key) ?? { began, seconds: [], stored };
		calls.seconds.push(seconds);
		this.running.set(key, calls);
	}

	/** The fields that the limiter adds to `time` of a response: none if the limiter is off. */
	report(key: string, began: number): Record<string, number> {
		if (this.time.limit === undefined) return {};
		const [oldest] = this.time.stored(key, this.nowSeconds);
		return {
			operating_reset_at: oldest?.expires ?? Math.floor(began) + BUCKETS * BUCKET_SECONDS,
			operating: this.used(key),
		};
	}

	/** Stores the time of the request. Calls of a batch that are too short to count singly count by their sum. */
	finish(): void {
		for (const [key, { began, seconds, stored }] of this.running) {
			const total = sum(seconds);
			if (stored && total > LEAST_SECONDS) this.time.store(key, this.nowSeconds, began, total);
		}
	}

	private used(key: string): number {
		const stored = this.time.stored(key, this.nowSeconds).map(({ seconds }) => seconds);
		const running = this.running.get(key)?.seconds ?? [];
		return sum([...stored, ...running.filter((seconds) => seconds > LEAST_SECONDS)]);
	}
}

function sum(numbers: number[]): number {
	return numbers.reduce((total, number) => total + number, 0);
}
