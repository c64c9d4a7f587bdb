import { leastTime } from '../../dev/bench/leastTime';
import { PLANS } from '../../dev/sandbox/rest/limits';

const least = (links: number, commandSeconds: number, limits = PLANS.standard) =>
	leastTime({ links, commandSeconds, limits });

it.each([
	['nothing', 0, 0.05, 0],
	['one command', 1, 0.05, 0.05],
	['commands one after another', 1000, 0.05, 50],
	// 148 of 200 requests have left the bucket after 74 s, all 150 that have to after 75 s. Then two more take 250 ms each.
	['the request limit', 10_000, 0.005, 75.5],
])('is that of %s', (_, links, cost, seconds) => {
	expect(least(links, cost)).toBeCloseTo(seconds, 6);
});

describe('the operating time', () => {
	it('does not count below its limit', () => {
		expect(least(685, 0.7)).toBeCloseTo(479.5, 6);
	});

	it('lets the command pass that exceeds the limit, and holds the next one until the first minute is forgotten', () => {
		expect(least(686, 0.7)).toBeCloseTo(480.2, 6);
		expect(least(687, 0.7)).toBeCloseTo(600.7, 6);
	});

	it('lets a whole batch of short commands pass', () => {
		// 192 batches of 2.5 s are 480 s, which is not more than the limit.
		expect(least(193 * 50, 0.05)).toBeCloseTo(482.5, 6);
		expect(least(193 * 50 + 1, 0.05)).toBeCloseTo(600.05, 6);
	});

	it('lets 480 s of work pass in each ten minutes', () => {
		const seconds = least(10_000, 0.7);
		// 7,000 s of work are 14 times 480 s and 280 s. Each time, one command exceeds the limit a little.
		expect(seconds).toBeGreaterThan(14 * 600 + 280 - 15);
		expect(seconds).toBeLessThanOrEqual(14 * 600 + 280);
	});
});

it('is never less than the work, and grows with the links', () => {
	for (const cost of [0.005, 0.05, 0.13, 0.7]) {
		for (let links = 100, before = 0; links < 5000; links += 700) {
			const now = least(links, cost);
			expect(now).toBeGreaterThanOrEqual(links * cost - 1e-6);
			expect(now).toBeGreaterThanOrEqual(before);
			before = now;
		}
	}
});
