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
		['standard', 50, 500],
		['enterprise', 250, 200],
	] as const)(
		'on the %s plan lets %i requests go at once, then one every %i ms',
		async (name, burst, gap) => {
			const times = await departures(burst + 3, plans[name]);
			expect(times[burst - 1]).toBe(0);
			expect(times.slice(burst).map(Math.round)).toEqual([gap, 2 * gap, 3 * gap]);
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
		expect(book('acme.bitrix24.com')).toBe(500);
		expect(book('acme.bitrix24.com')).toBe(1000);
	});

	it('takes the word of Bitrix24 that the bucket is full', () => {
		const pace = new Pace();
		pace.fill('acme.bitrix24.com', plans.standard, 0);
		expect(pace.book('acme.bitrix24.com', plans.standard, 0)).toBe(500);
		expect(pace.book('acme.bitrix24.com', plans.standard, 60_000)).toBe(0);
	});

	it('never lets the bucket of Bitrix24 overflow, whenever requests are made', () => {
		fc.assert(
			fc.property(fc.array(fc.nat(5000), { maxLength: 300 }), (pauses) => {
				const pace = new Pace();
				let now = 0;
				let level = 0;
				let last = 0;
				for (const pause of pauses) {
					now += pause;
					now += pace.book('acme.bitrix24.com', plans.standard, now);
					level = Math.max(0, level - ((now - last) / 1000) * 2) + 1;
					last = now;
					expect(level).toBeLessThanOrEqual(50 + 1e-6);
				}
			}),
		);
	});
});
