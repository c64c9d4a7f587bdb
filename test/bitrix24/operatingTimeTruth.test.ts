import fc from 'fast-check';

import { OperatingTime as Portal } from '../../dev/sandbox/rest/operatingTime';
import type { Answer, Call } from '../../nodes/Bitrix24CompanyContact/bitrix24/call';
import { Client } from '../../nodes/Bitrix24CompanyContact/bitrix24/client';
import { OperatingTime } from '../../nodes/Bitrix24CompanyContact/bitrix24/operatingTime';
import { RATE_LIMITS, RateLimiter } from '../../nodes/Bitrix24CompanyContact/bitrix24/rateLimiter';
import type { Reply } from '../../nodes/Bitrix24CompanyContact/bitrix24/reply';
import { FakeClock } from './fakeClock';

/** A whole number of ten minutes. */
const START = 1_724_068_200 - (1_724_068_200 % 600);
const METHOD = 'crm.company.contact.add';
const BLOCKED = { error: 'OPERATION_TIME_LIMIT', error_description: 'Method is blocked.' };

/** A portal with an operating limit of so many seconds, where each command takes so many. */
function open({ limit, cost, maxWait }: { limit: number; cost: number; maxWait: number }) {
	const clock = new FakeClock(START * 1000);
	const portal = new Portal(limit);
	const requests: number[] = [];
	let refused = 0;
	const now = () => clock.now() / 1000;
	const isBlocked = () => {
		try {
			portal.meter(now()).check(METHOD);
			return false;
		} catch {
			return true;
		}
	};
	/** Runs commands as the portal does, and says what each of them answers. */
	const carryOut = async (keys: string[]) => {
		const start = now();
		const meter = portal.meter(start);
		const errors: Record<string, object> = {};
		const times: Record<string, object> = {};
		for (const key of keys) {
			try {
				meter.check(METHOD);
			} catch {
				refused++;
				errors[key] = BLOCKED;
				continue;
			}
			const began = now();
			await clock.wait(cost * 1000);
			clock.waits.pop();
			meter.add(METHOD, began, cost);
			times[key] = { start: began, finish: now(), ...meter.report(METHOD, began) };
		}
		meter.finish();
		return { errors, times, whole: { start, finish: now() } };
	};
	const client = new Client({
		http: {
			send: async (method, params): Promise<Reply> => {
				const keys = method === 'batch' ? Object.keys(params.cmd as object) : ['c0'];
				requests.push(keys.length);
				const { errors, times, whole } = await carryOut(keys);
				if (method !== 'batch') {
					if (times.c0) return { ok: true, result: true, time: times.c0 };
					const { error: code, error_description: text } = BLOCKED;
					return { ok: false, error: { code, text, status: 429, mayHaveRun: false } };
				}
				const result = Object.fromEntries(Object.keys(times).map((key) => [key, true]));
				return {
					ok: true,
					result: { result, result_error: errors, result_time: times },
					time: whole,
				};
			},
		},
		portal: 'portal',
		limit: RATE_LIMITS.selfHosted,
		limiter: new RateLimiter(),
		operatingTime: new OperatingTime(),
		access: 'webhook 1',
		batchSize: 50,
		maxWait,
		clock,
		random: () => 0,
	});
	return {
		client,
		requests,
		isBlocked,
		waits: clock.waits,
		counts: () => ({ refused, requests: requests.length }),
		/** Somebody else works on the portal. */
		use: (seconds: number) => portal.store(METHOD, now(), now(), seconds),
		pause: async (seconds: number) => {
			await clock.wait(seconds * 1000);
			clock.waits.pop();
		},
		run: async (
			count: number,
			onAnswers: (answers: Array<Answer | undefined>) => void = () => {},
		) => {
			const all: Array<Answer | undefined> = [];
			const call: Call = { method: METHOD, params: {}, idempotent: true };
			for await (const answers of client.run(Array<Call>(count).fill(call), false)) {
				onAnswers(answers);
				all.push(...answers);
			}
			return all;
		},
	};
}

const done = (answers: Array<Answer | undefined>) => answers.filter((answer) => answer?.ok).length;

describe('no call fails by a limit that Bitrix24 has not set', () => {
	it.each([
		['the usual limit', 480],
		['a lower limit', 420],
		['a higher limit', 1000],
	])('with %s as many go through as the portal lets', async (_, limit) => {
		const { run, use } = open({ limit, cost: 1, maxWait: 0 });
		use(limit - 300);
		expect(done(await run(500))).toBe(301);
	});

	it('a portal without a block at 480 seconds is asked once, and used in full batches then', async () => {
		const { run, counts } = open({ limit: 100_000, cost: 1, maxWait: 0 });
		expect(done(await run(3000))).toBe(3000);
		expect(counts().refused).toBe(0);
		expect(counts().requests).toBeLessThan(75);
	});

	it('a portal is asked by one command at a time, once in a minute at most', async () => {
		const { run, counts, requests } = open({ limit: 480, cost: 1, maxWait: 0 });
		await run(481);
		const { refused } = counts();
		await run(500);
		expect(counts().refused - refused).toBe(1);
		expect(requests.at(-1)).toBe(1);
	});

	it('a command that still begins below the limit is sent, as Bitrix24 lets it end', async () => {
		const { run, counts } = open({ limit: 480, cost: 7, maxWait: 0 });
		// 68 commands take 476 seconds, and one more has no room.
		expect(done(await run(69))).toBe(69);
		expect(counts().refused).toBe(0);
	});

	it('a refusal that is known to outlast the longest wait is not waited for', async () => {
		const { run, waits } = open({ limit: 480, cost: 1, maxWait: 20_000 });
		const answers = await run(600);
		expect(waits).toEqual([]);
		expect(answers[481]).toMatchObject({ error: { status: 429 } });
		expect(answers[482]).toMatchObject({ error: { skipped: true } });
	});

	it('where a wait is allowed, nothing is asked and nothing refused', async () => {
		const { run, counts } = open({ limit: 480, cost: 1, maxWait: 600_000 });
		expect(done(await run(1500))).toBe(1500);
		expect(counts().refused).toBe(0);
	});

	it('whatever the limit, the cost, and what others use', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.oneof(fc.constantFrom(420, 480), fc.integer({ min: 50, max: 2000 })),
				fc.double({ min: 0.11, max: 20, noNaN: true }),
				fc.constantFrom(0, 1000, 30_000, 600_000),
				fc.array(fc.tuple(fc.integer({ min: 0, max: 700 }), fc.nat(600), fc.nat(120)), {
					maxLength: 12,
				}),
				async (limit, cost, maxWait, steps) => {
					const { run, use, pause, isBlocked } = open({ limit, cost, maxWait });
					for (const [seconds, others, count] of steps) {
						await pause(seconds);
						use(others);
						await run(count, (answers) => {
							const skipped = answers.some(
								(answer) => answer?.ok === false && answer.error.skipped,
							);
							if (skipped) expect(isBlocked()).toBe(true);
						});
					}
				},
			),
		);
	});
});
