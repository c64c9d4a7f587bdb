import fc from 'fast-check';

import { MinuteWindow } from '../../nodes/Bitrix24CompanyContact/bitrix24/minuteWindow';

/** A whole number of ten minutes. */
const START = 1_724_068_200 - (1_724_068_200 % 600);

describe('the window of ten minutes', () => {
	it('lets a minute leave as a whole', () => {
		const window = new MinuteWindow();
		window.add(30, START + 59);
		window.add(12, START + 60);
		expect([599, 600, 659, 660].map((second) => window.total(START + second))).toEqual([
			42, 12, 12, 0,
		]);
	});

	it.each([
		[1, 600],
		[30, 600],
		[31, 660],
		[42, 660],
		[43, undefined],
	])('knows when %i seconds will have left', (seconds, after) => {
		const window = new MinuteWindow();
		window.add(12, START + 60);
		window.add(30, START);
		const freeAt = window.freeAt(seconds, START + 100);
		expect(freeAt).toBe(after === undefined ? undefined : START + after);
	});

	it('takes the oldest work out first', () => {
		const window = new MinuteWindow();
		window.add(30, START);
		window.add(12, START + 60);
		window.remove(35, START + 100);
		expect(window.total(START + 100)).toBe(7);
		expect(window.freeAt(7, START + 100)).toBe(START + 660);
	});

	it('begins no earlier than the portal says', () => {
		const window = new MinuteWindow();
		window.add(30, START);
		window.add(12, START + 60);
		window.startAt(START + 70 + 600);
		expect(window.total(START + 100)).toBe(12);
	});

	it('spreads over the minutes in which others may have worked, and no further than it reaches', () => {
		const window = new MinuteWindow();
		window.spread(100, START, START + 299);
		expect(window.total(START + 599)).toBeCloseTo(100);
		expect(window.total(START + 600)).toBeCloseTo(80);
		const long = new MinuteWindow();
		long.spread(100, START - 9000, START);
		expect(long.total(START)).toBeCloseTo(100);
	});

	it('holds what was added in the last ten minutes, whenever it is asked', () => {
		fc.assert(
			fc.property(fc.array(fc.tuple(fc.nat(90), fc.nat(60)), { maxLength: 100 }), (work) => {
				const window = new MinuteWindow();
				const done: Array<{ minute: number; seconds: number }> = [];
				let now = START;
				for (const [pause, seconds] of work) {
					now += pause;
					window.add(seconds, now);
					done.push({ minute: Math.floor(now / 60), seconds });
					for (const at of [now, now - 60]) {
						const inWindow = done.filter(({ minute }) => minute > Math.floor(at / 60) - 10);
						const total = inWindow.reduce((sum, one) => sum + one.seconds, 0);
						expect(window.total(at)).toBe(total);
					}
				}
			}),
		);
	});
});
