import fc from 'fast-check';

import {
	operatingResetAt,
	readMethodUses,
} from '../../nodes/Bitrix24CompanyContact/bitrix24/methodUse';
import { MinuteWindow } from '../../nodes/Bitrix24CompanyContact/bitrix24/minuteWindow';
import { OperatingTime } from '../../nodes/Bitrix24CompanyContact/bitrix24/operatingTime';
import { planRetry } from '../../nodes/Bitrix24CompanyContact/bitrix24/retry';

/** Milliseconds, a whole number of ten minutes. */
const NOW = (1_724_068_200 - (1_724_068_200 % 600)) * 1000;
const KEY = 'webhook 1';
const calls = (count: number) =>
	Array.from({ length: count }, (_, index) => ({ method: index % 3 ? 'add' : 'get', params: {} }));

const number = fc.oneof(
	fc.double(),
	fc.integer(),
	fc.constantFrom(1e300, -1e300, Number.MAX_VALUE, Number.MIN_VALUE, 2 ** 53, -0, 1e11, 1e10),
	fc.double({ min: -4000, max: 4000, noNaN: true }).map((seconds) => NOW / 1000 + seconds),
);
const value = fc.oneof(
	{ weight: 4, arbitrary: number },
	number.map(String),
	fc.constantFrom(null, [], {}, '', ' ', true, [5], 'soon', '1e300'),
	fc.jsonValue(),
);
const names = ['start', 'finish', 'operating', 'operating_reset_at'] as const;
/** Numbers that could be those of a portal whose clock is off. */
const likelyTime = fc
	.tuple(
		fc.integer({ min: -9999, max: 9999 }),
		fc.integer({ min: -9, max: 4000 }),
		fc.double({ min: -1, max: 2e6, noNaN: true }),
		fc.integer({ min: -4000, max: 4000 }),
	)
	.map(([start, took, operating, reset]) => ({
		start: NOW / 1000 + start,
		finish: NOW / 1000 + start + took,
		operating,
		operating_reset_at: NOW / 1000 + start + reset,
	}));
const time: fc.Arbitrary<unknown> = fc.oneof(
	{ weight: 4, arbitrary: likelyTime },
	{
		weight: 4,
		arbitrary: fc.record(
			Object.fromEntries(names.map((name) => [name, value])) as Record<string, typeof value>,
			{ requiredKeys: [] },
		),
	},
	fc.jsonValue(),
	fc.constant(undefined),
);

/** The time of a command that took a second, as a portal tells it. */
const trueTime = (at: number, counted: number) => ({
	start: at,
	finish: at + 1,
	operating: counted,
	operating_reset_at: at + 600,
});

describe('a time that is none', () => {
	it('neither throws nor hangs, nor makes a wait that is no number', () => {
		fc.assert(
			fc.property(
				fc.array(
					fc.tuple(
						fc.integer({ min: 1, max: 5 }),
						fc.array(time, { maxLength: 5 }),
						time,
						fc.nat(99_999),
					),
					{ maxLength: 20 },
				),
				(answers) => {
					const account = new OperatingTime();
					let now = NOW;
					for (const [count, times, whole, pause] of answers) {
						now += pause;
						const methods = calls(count).map(({ method }) => method);
						const room = account.reserve(KEY, methods, now);
						expect(room.count + room.wait).toBeGreaterThan(0);
						expect(Number.isSafeInteger(room.wait)).toBe(true);
						account.settle(KEY, room, readMethodUses(calls(count), times, whole), now);
						account.markBlocked(KEY, 'get', now, now);
					}
				},
			),
			{ numRuns: 1000 },
		);
	});

	it('leaves nothing behind once the portal tells true times again', () => {
		fc.assert(
			fc.property(fc.array(time, { minLength: 1, maxLength: 20 }), (times) => {
				const account = new OperatingTime();
				const settle = (one: unknown, at: number) => {
					const room = account.reserve(KEY, ['add'], at);
					account.settle(
						KEY,
						room,
						readMethodUses([{ method: 'add', params: {} }], [one], one),
						at,
					);
				};
				for (const one of times) settle(one, NOW);
				for (let minute = 1; minute <= 10; minute++)
					settle(trueTime(NOW / 1000 + 60 * minute, 5), NOW + 60_000 * minute);
				const at = NOW + 660_000;
				expect(account.reserve(KEY, Array<string>(50).fill('add'), at).count).toBe(50);
				settle(trueTime(at / 1000, 481), at);
				account.markBlocked(KEY, 'add', at, at);
				const { count, wait } = account.reserve(KEY, ['add'], at);
				expect(count).toBe(0);
				expect(wait).toBeLessThanOrEqual(600_000);
			}),
			{ numRuns: 1000 },
		);
	});

	it.each([
		[{ operating_reset_at: null }, undefined],
		[{ operating_reset_at: [1_724_068_528] }, undefined],
		[{ operating_reset_at: true }, undefined],
		[{ operating_reset_at: 1e300 }, undefined],
		[{ operating_reset_at: '' }, undefined],
		[null, undefined],
		['text', undefined],
	])('%j does not say when a limit ends', (read, seconds) => {
		expect(operatingResetAt(read)).toBe(seconds);
	});

	it.each<[string, object]>([
		['a list', { start: [1_724_068_000] }],
		['null', { finish: null }],
		['below 0', { operating: -1 }],
		['huge', { operating: 1e300 }],
		['before the start', { finish: 1_724_067_000 }],
		['years after the start', { finish: 1_824_067_000 }],
		['long before the end', { operating_reset_at: 5 }],
	])('has no figures where a part is %s', (_, part) => {
		const odd = { ...trueTime(1_724_068_000, 5), ...part };
		expect(readMethodUses(calls(1), [odd], odd)).toEqual([]);
	});

	it('spreads work over ten minutes at most, whatever the time', () => {
		fc.assert(
			fc.property(number, number, (from, to) => {
				const window = new MinuteWindow();
				window.spread(100, from, to);
				expect(window.total(to)).not.toBeNaN();
			}),
		);
	});

	it('does not make a wait for the operating time longer than the ten minutes that it counts', () => {
		const error = { code: 'OPERATION_TIME_LIMIT', text: '', mayHaveRun: false };
		const context = { error, idempotent: true, limited: 1, failed: 1, now: NOW, jitter: 0 };
		expect(planRetry({ ...context, resetAt: NOW / 1000 + 3600 })).toBe(600_000);
	});
});
