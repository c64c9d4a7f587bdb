import fc from 'fast-check';

import { Pace, plans, takeTurn } from '../../nodes/Bitrix24CompanyContact/portal/pace';
import { FakeClock } from './fakeClock';

async function departures(count: number, plan = plans.standard, pace = new Pace()) {
	const clock = new FakeClock(0);
	const times: number[] = [];
	for (let request = 0; request < count; request++) {
		await takeTurn(pace, 'acme.bitrix24.com', plan, clock);
		times.push(clock.now());
	}
	return times;
}

describe('takeTurn', () => {
	it.each([
		['standard', 50, 2],
		['enterprise', 250, 5],
	] as const)(
		'on the %s plan lets %i requests go at once, then %i a second',
		async (name, burst, perSecond) => {
			const times = await departures(burst + 3 * perSecond, plans[name]);
			expect(times[burst - 1]).toBe(0);
			const seconds = times.slice(burst).map((ms) => Math.floor(ms / 1000));
			expect(seconds).toEqual([1, 2, 3].flatMap((second) => Array<number>(perSecond).fill(second)));
		},
	);

	it('never waits for a portal of its own', async () => {
		expect((await departures(1000, plans.selfHosted)).at(-1)).toBe(0);
	});

	it('keeps the portals apart, and counts all runs on one portal together', () => {
		const pace = new Pace();
		const book = (portal: string) => pace.book(portal, plans.standard, 0);
		for (let request = 0; request < 50; request++) book('acme.bitrix24.com');
		expect(book('other.bitrix24.com')).toBe(0);
		const waits = [1, 2, 3].map(() => Math.floor(book('acme.bitrix24.com') / 1000));
		expect(waits).toEqual([1, 1, 2]);
	});

	it('does not make a request wait longer that comes later', () => {
		const pace = new Pace();
		for (let request = 0; request < 50; request++)
			pace.book('acme.bitrix24.com', plans.standard, 0);
		const departure = 400 + pace.book('acme.bitrix24.com', plans.standard, 400);
		expect(departure).toBeGreaterThanOrEqual(1000);
		expect(departure).toBeLessThan(1100);
	});

	it('takes the word of Bitrix24 that the bucket is full', () => {
		const pace = new Pace();
		pace.fill('acme.bitrix24.com', plans.standard, 0);
		expect(pace.book('acme.bitrix24.com', plans.standard, 0)).toBeGreaterThanOrEqual(1000);
		expect(pace.book('acme.bitrix24.com', plans.standard, 60_000)).toBe(0);
	});

	it('is not put out by a portal of its own that answers as if it had a limit', () => {
		const pace = new Pace();
		pace.fill('crm.example.com', plans.selfHosted, 0);
		expect(pace.book('crm.example.com', plans.standard, 0)).toBe(0);
	});

	it('is not put out by a clock that is put back', () => {
		const pace = new Pace();
		const hour = 3_600_000;
		for (let request = 0; request < 50; request++) {
			pace.book('acme.bitrix24.com', plans.standard, hour);
		}
		expect(pace.book('acme.bitrix24.com', plans.standard, 0)).toBeLessThan(2000);
	});

	it.each([
		['all the time', (ms: number) => ms / 1000],
		['once a second', (ms: number) => Math.floor(ms / 1000)],
	])('never lets a bucket overflow that leaks %s, whenever requests are made', (_, secondsOf) => {
		fc.assert(
			fc.property(fc.array(fc.nat(5000), { maxLength: 300 }), (pauses) => {
				const pace = new Pace();
				let now = 0;
				let level = 0;
				let leaked = 0;
				let start = 0;
				for (const [index, pause] of pauses.entries()) {
					now += pause;
					if (index === 0) start = now;
					now += pace.book('acme.bitrix24.com', plans.standard, now);
					level = Math.max(0, level - (secondsOf(now - start) - leaked) * 2) + 1;
					leaked = secondsOf(now - start);
					expect(level).toBeLessThanOrEqual(50 + 1e-6);
				}
			}),
		);
	});
});
