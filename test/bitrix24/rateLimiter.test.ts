import fc from 'fast-check';

import {
	RATE_LIMITS,
	type RateLimit,
	RateLimiter,
	withRateLimit,
} from '../../nodes/Bitrix24CompanyContact/bitrix24/rateLimiter';
import { WaitBudget } from '../../nodes/Bitrix24CompanyContact/bitrix24/waitBudget';
import { FakeClock } from './fakeClock';

const stats = () => ({
	requests: 0,
	retries: 0,
	waited: 0,
	waitedFor: { requestLimit: 0, operatingTime: 0 },
});

/** When requests that are made all at once leave, in milliseconds after the first. */
async function departures(count: number, limit: RateLimit = RATE_LIMITS.standard) {
	const clock = new FakeClock(0);
	const times: number[] = [];
	const send = withRateLimit(
		async () => {
			times.push(clock.now());
			return { answers: [] };
		},
		{ limiter: new RateLimiter(), portal: 'acme.bitrix24.com', limit, clock },
		stats(),
	);
	for (let request = 0; request < count; request++) await send([], false, new WaitBudget(Infinity));
	return times;
}

describe('the rate limiter', () => {
	it.each([
		['standard', 50, 2],
		['enterprise', 250, 5],
	] as const)(
		'on the %s plan lets %i requests go at once, then %i a second',
		async (name, burst, perSecond) => {
			const times = await departures(burst + 3 * perSecond, RATE_LIMITS[name]);
			expect(times[burst - 1]).toBe(0);
			const seconds = times.slice(burst).map((ms) => Math.floor(ms / 1000));
			expect(seconds).toEqual([1, 2, 3].flatMap((second) => Array<number>(perSecond).fill(second)));
		},
	);

	it('never waits for an on-premise portal', async () => {
		expect((await departures(1000, RATE_LIMITS.selfHosted)).at(-1)).toBe(0);
	});

	it('keeps the portals apart, and counts all runs on one portal together', () => {
		const limiter = new RateLimiter();
		const reserve = (portal: string) => limiter.reserve(portal, RATE_LIMITS.standard, 0);
		for (let request = 0; request < 50; request++) reserve('acme.bitrix24.com');
		expect(reserve('other.bitrix24.com')).toBe(0);
		const waits = [1, 2, 3].map(() => Math.floor(reserve('acme.bitrix24.com') / 1000));
		expect(waits).toEqual([1, 1, 2]);
	});

	it('does not make a later request wait longer', () => {
		const limiter = new RateLimiter();
		for (let request = 0; request < 50; request++)
			limiter.reserve('acme.bitrix24.com', RATE_LIMITS.standard, 0);
		limiter.start('acme.bitrix24.com', 0);
		const departure = 400 + limiter.reserve('acme.bitrix24.com', RATE_LIMITS.standard, 400);
		expect(departure).toBeGreaterThanOrEqual(1000);
		expect(departure).toBeLessThan(1100);
	});

	it('takes the word of Bitrix24 that the bucket is full', () => {
		const limiter = new RateLimiter();
		limiter.markExhausted('acme.bitrix24.com', RATE_LIMITS.standard, 0);
		expect(limiter.reserve('acme.bitrix24.com', RATE_LIMITS.standard, 0)).toBeGreaterThanOrEqual(
			1000,
		);
		expect(limiter.reserve('acme.bitrix24.com', RATE_LIMITS.standard, 60_000)).toBe(0);
	});

	it('is not misled by an on-premise portal that answers as if it had a limit', () => {
		const limiter = new RateLimiter();
		limiter.markExhausted('crm.example.com', RATE_LIMITS.selfHosted, 0);
		expect(limiter.reserve('crm.example.com', RATE_LIMITS.standard, 0)).toBe(0);
	});

	it('is not misled by a clock that moves backwards', () => {
		const limiter = new RateLimiter();
		const hour = 3_600_000;
		for (let request = 0; request < 50; request++) {
			limiter.reserve('acme.bitrix24.com', RATE_LIMITS.standard, hour);
		}
		limiter.start('acme.bitrix24.com', hour);
		expect(limiter.reserve('acme.bitrix24.com', RATE_LIMITS.standard, 0)).toBeLessThan(2000);
	});

	describe.each([
		['all the time', (ms: number) => ms / 1000],
		['once a second', (ms: number) => Math.floor(ms / 1000)],
	])('with a bucket that leaks %s', (_, secondsOf) => {
		const limits = fc.oneof(
			fc.constant(RATE_LIMITS.standard),
			fc.record({
				burst: fc.integer({ min: 1, max: 60 }),
				// As in the credential, hundredths.
				perSecond: fc.integer({ min: 1, max: 700 }).map((hundredths) => hundredths / 100),
			}),
		);
		const pauses = fc.array(fc.nat(5000), { maxLength: 300 });

		it('never lets it overflow, whatever the limit and whenever requests are made', () => {
			fc.assert(
				fc.property(limits, pauses, (limit, between) => {
					const limiter = new RateLimiter();
					let now = 0;
					let level = 0;
					let leaked = 0;
					let start = 0;
					for (const [index, pause] of between.entries()) {
						now += pause;
						if (index === 0) start = now;
						now += limiter.reserve('acme.bitrix24.com', limit, now);
						limiter.start('acme.bitrix24.com', now);
						const seconds = secondsOf(now - start);
						level = Math.max(0, level - (seconds - leaked) * limit.perSecond) + 1;
						leaked = seconds;
						// A bucket takes a request more than a second empties of it, at the least.
						const size = Math.max(limit.burst, 1 + limit.perSecond);
						expect(level).toBeLessThanOrEqual(size + 1e-4);
					}
				}),
			);
		});
	});

	it('counts the seconds of the bucket from when the portal has its first request', async () => {
		const slowFirst = fc.tuple(fc.integer({ min: 0, max: 3000 }), fc.array(fc.nat(50)));
		const pauses = fc.array(fc.nat(1500), { minLength: 20, maxLength: 100 });
		await fc.assert(
			fc.asyncProperty(slowFirst, pauses, async ([first, later], between) => {
				const clock = new FakeClock(0);
				const limit = { burst: 5, perSecond: 1 };
				const arrivals: number[] = [];
				const travel = [first, ...later];
				const send = withRateLimit(
					async () => {
						await clock.wait(travel[arrivals.length] ?? 0);
						arrivals.push(clock.now());
						return { answers: [] };
					},
					{ limiter: new RateLimiter(), portal: 'acme.bitrix24.com', limit, clock },
					stats(),
				);
				for (const pause of between) {
					await clock.wait(pause);
					await send([], false, new WaitBudget(Infinity));
				}
				let level = 0;
				let tick = arrivals[0];
				for (const at of arrivals) {
					const seconds = Math.floor((at - tick) / 1000);
					tick += seconds * 1000;
					level = Math.max(0, level - seconds * limit.perSecond);
					expect(++level).toBeLessThanOrEqual(limit.burst);
				}
			}),
		);
	});

	it('lets nothing of a share go to waste, however small it is', async () => {
		await fc.assert(
			fc.asyncProperty(fc.nat(50), fc.integer({ min: 1, max: 700 }), async (more, hundredths) => {
				const perSecond = hundredths / 100;
				// A bucket that a second can empty loses what else would have leaked.
				const burst = Math.ceil(perSecond) + 1 + more;
				const times = await departures(burst + 40, { burst, perSecond });
				for (const [index, ms] of times.entries()) {
					const least = Math.max(0, index + 1 - burst) / perSecond;
					expect(ms / 1000).toBeGreaterThanOrEqual(least - 1e-3);
					expect(ms / 1000).toBeLessThanOrEqual(least + 1.1);
				}
			}),
		);
	});
});
