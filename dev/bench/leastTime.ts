import type { Limits } from '../sandbox/rest/limits';
import { BUCKET_SECONDS, BUCKETS, LEAST_SECONDS } from '../sandbox/rest/operatingTime';

export interface Work {
	links: number;
	/** Seconds that the portal takes for a command. */
	commandSeconds: number;
	limits: Required<Pick<Limits, 'bucket' | 'operatingSeconds'>>;
}

const BATCH = 50;

interface Request {
	began: number;
	seconds: number;
}

/**
 * The fewest seconds in which the links can be made, with one request after another and no command refused. Each request
 * leaves as soon as all of this allows, and is as large as it may be:
 *
 * - The commands of a request take their time one after another, at most 50 of them.
 * - The request limit: a bucket of `size` requests, of which `drain` leave with each whole second.
 * - The operating time of the one method: a command is refused if the work before it exceeds the limit. Work counts for
 *   the minute in which its request began, and for the nine minutes after that one. The first minute begins at 0.
 *
 * The way to the portal and back takes no time here. See `OperatingTime` and `LeakyBuckets` of the sandbox for the sources.
 */
export function leastTime({ links, commandSeconds, limits }: Work): number {
	const requests: Request[] = [];
	let now = 0;
	for (let left = links; left > 0; ) {
		const { size, drain } = limits.bucket;
		now = Math.max(now, Math.ceil((requests.length + 1 - size) / drain));
		const counted = requests.filter(({ began }) => minuteOf(began) > minuteOf(now) - BUCKETS);
		const room = limits.operatingSeconds - counted.reduce((sum, { seconds }) => sum + seconds, 0);
		if (room < 0) {
			now = (minuteOf(counted[0].began) + BUCKETS) * BUCKET_SECONDS;
			continue;
		}
		// The command that exceeds the limit is still carried out, and short commands are seen after their batch only.
		const fitting = commandSeconds > LEAST_SECONDS ? Math.floor(room / commandSeconds) + 1 : BATCH;
		const commands = Math.min(left, BATCH, fitting);
		requests.push({ began: now, seconds: commands * commandSeconds });
		now += commands * commandSeconds;
		left -= commands;
	}
	return now;
}

function minuteOf(seconds: number): number {
	return Math.floor(seconds / BUCKET_SECONDS);
}
