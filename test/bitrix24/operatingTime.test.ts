import fc from 'fast-check';

import { OperatingTime as Portal } from '../../dev/sandbox/rest/operatingTime';
import { OperatingTime } from '../../nodes/Bitrix24CompanyContact/bitrix24/operatingTime';

/** A whole number of ten minutes. */
const START = 1_724_068_200 - (1_724_068_200 % 600);
const METHOD = 'crm.company.contact.add';
const KEY = 'webhook 1';

interface Work {
	commands: number;
	/** Seconds that the next command takes. */
	cost: () => number;
	/** Seconds after a full minute at which the work begins. */
	second?: number;
	limit?: number;
	/** Seconds that the portal's clock is ahead of ours. */
	ahead?: number;
	/** Seconds that somebody else uses before the request with this number. */
	others?: (request: number) => number;
}

/** Runs commands, 50 in a request, on the portal's own account. All times are seconds. */
function run({ commands, cost, second = 0, limit = 480, ahead = 0, others }: Work) {
	const portal = new Portal(limit);
	const ours = new OperatingTime();
	const refusals: number[] = [];
	let now = START + second;
	let left = commands;
	for (let requests = 0; left; ) {
		const methods = Array<string>(Math.min(50, left)).fill(METHOD);
		const room = ours.reserve(KEY, methods, (now - ahead) * 1000);
		if (!room.count) {
			now += room.wait / 1000;
			continue;
		}
		portal.store(METHOD, now, now, others?.(requests++) ?? 0);
		const began = now;
		const meter = portal.meter(now);
		let done = 0;
		let last = 0;
		try {
			for (; done < room.count; done++) {
				meter.check(METHOD);
				const seconds = cost();
				meter.add(METHOD, now, seconds);
				last = seconds;
				now += seconds;
			}
		} catch {
			refusals.push(now - START);
		}
		const { operating: counted, operating_reset_at: resetAt } = meter.report(METHOD, began);
		meter.finish();
		const times = { seconds: now - began, last, began, finished: now };
		const use = { method: METHOD, commands: done, counted, resetAt, ...times };
		ours.settle(KEY, room, done ? [use] : [], (now - ahead) * 1000);
		if (done < room.count) {
			ours.markBlocked(KEY, METHOD, (began - ahead) * 1000, (now - ahead) * 1000);
			now = Math.max(now + 10, resetAt);
		}
		left -= done;
	}
	return { took: now - START - second, refusals };
}

/** The least that the limit allows in whole ten minutes: 480 seconds of work in each of them but the last. */
const least = (work: number, limit = 480) => {
	const whole = Math.ceil(work / limit) - 1;
	return whole * 600 + work - whole * limit;
};

describe('operating time', () => {
	it.each([101, 130, 700].flatMap((ms) => [0, 31, 59].map((second) => [ms, second])))(
		'is used to the full and never exceeded, at %i ms a command from second %i on',
		(ms, second) => {
			const cost = ms / 1000;
			const { took, refusals } = run({ commands: 10_000, cost: () => cost, second });
			expect(refusals).toEqual([]);
			expect(took / least(10_000 * cost)).toBeLessThan(1.02);
		},
	);

	it('is never exceeded although commands take now more, now less, whatever the clocks say', () => {
		const usual = fc.double({ min: 0.11, max: 1.2, noNaN: true });
		const factors = fc.infiniteStream(fc.double({ min: 0.5, max: 1.5, noNaN: true }));
		const arbitraries = [usual, factors, fc.nat(59), fc.integer({ min: -90, max: 90 })] as const;
		// 2,000 commands that together take a little less than a whole number of limits.
		const nearlyWhole = fc.sample(fc.tuple(...arbitraries), {
			seed: -1329448676,
			path: '3423',
			numRuns: 1,
		});
		fc.assert(
			fc.property(...arbitraries, (seconds, times, second, ahead) => {
				let work = 0;
				const cost = () => {
					const next = seconds * times.next().value!;
					work += next;
					return next;
				};
				const { took, refusals } = run({ commands: 2000, cost, second, ahead });
				expect(refusals).toEqual([]);
				// What is left of the limit may be too little for the longest command.
				expect(took / least(work, 480 - 1.5 * seconds)).toBeLessThan(1.01);
			}),
			{ numRuns: 30, examples: nearlyWhole },
		);
	});

	it('leaves room for others on the same webhook, as the figures tell of them', () => {
		const others = (request: number) => (request === 10 ? 300 : 0);
		const { took, refusals } = run({ commands: 3000, cost: () => 0.2, others });
		expect(refusals).toEqual([]);
		expect(took).toBeLessThan(1.05 * least(900));
	});

	it('meets what others used before its first request once, and keeps to the same limit then', () => {
		const others = (request: number) => (request === 0 ? 478 : 0);
		const { took, refusals } = run({ commands: 5000, cost: () => 0.2, others });
		expect(refusals).toHaveLength(1);
		expect(took).toBeLessThan(1.05 * least(478 + 1000));
	});

	it('keeps to the lower limit of a portal once that has shown', () => {
		const { took, refusals } = run({ commands: 10_000, cost: () => 0.2, limit: 420 });
		expect(refusals).toHaveLength(1);
		expect(took).toBeLessThan(1.05 * least(2000, 420));
	});
});

describe('the account', () => {
	const use = (more: object) => ({
		method: METHOD,
		commands: 50,
		seconds: 10,
		last: 0.2,
		counted: 10,
		resetAt: START + 600,
		began: START,
		finished: START + 10,
		...more,
	});
	const reserve = (ours: OperatingTime, count: number, second: number, key = KEY) =>
		ours.reserve(key, Array<string>(count).fill(METHOD), (START + second) * 1000);
	const settled = (more: object) => {
		const ours = new OperatingTime();
		ours.settle(KEY, reserve(ours, 50, 0), [use(more)], (START + 10) * 1000);
		return ours;
	};

	it('never waits for a portal that gives no figures', () => {
		const ours = new OperatingTime();
		for (let request = 0; request < 1000; request++) {
			expect(reserve(ours, 50, request).count).toBe(50);
		}
	});

	it('sends half of what is left at most, but one command where that fits', () => {
		expect(reserve(settled({ counted: 460 }), 50, 10).count).toBe(50);
		expect(reserve(settled({ counted: 470 }), 50, 10).count).toBe(25);
		expect(reserve(settled({ counted: 479.8 }), 50, 10).count).toBe(1);
		expect(reserve(settled({ counted: 479.9 }), 50, 10)).toMatchObject({ count: 0, wait: 590_000 });
	});

	it('counts the requests that are on their way', () => {
		const ours = settled({ counted: 460 });
		const counts = [1, 2, 3].map(() => reserve(ours, 50, 10).count);
		expect(counts).toEqual([50, 25, 12]);
	});

	it('keeps webhooks, applications and methods apart', () => {
		const ours = settled({ counted: 480 });
		expect(reserve(ours, 50, 10).count).toBe(0);
		expect(reserve(ours, 50, 10, 'webhook 2').count).toBe(50);
		expect(ours.reserve(KEY, ['crm.company.contact.delete'], START * 1000).count).toBe(1);
	});

	it('sends the commands before the first that must wait', () => {
		const ours = settled({ counted: 480 });
		expect(ours.reserve(KEY, ['other', 'other', METHOD, 'other'], START * 1000).count).toBe(2);
	});

	it('waits for a portal that counts batches to `batch`', () => {
		const ours = settled({ method: 'batch', counted: 480 });
		expect(reserve(ours, 50, 10).count).toBe(0);
		expect(reserve(ours, 1, 10).count).toBe(1);
	});

	it('is not misled by an answer that arrives after a later one', () => {
		const ours = settled({ counted: 470 });
		const late = use({ counted: 300, finished: START + 5 });
		ours.settle(KEY, { count: 0, wait: 0, expected: new Map() }, [late], (START + 10) * 1000);
		expect(reserve(ours, 50, 10).count).toBe(25);
	});

	describe('on a portal with another limit', () => {
		/** A single command that begins once the portal has counted so many seconds. */
		const single = (ours: OperatingTime, before: number, second: number) => {
			const times = { seconds: 1, last: 1, began: START + second, finished: START + second + 1 };
			const one = use({ commands: 1, counted: before + 1, ...times });
			ours.settle(
				KEY,
				{ count: 1, wait: 0, expected: new Map() },
				[one],
				(START + second + 1) * 1000,
			);
		};
		const block = (ours: OperatingTime, second: number) =>
			ours.markBlocked(KEY, METHOD, (START + second) * 1000, (START + second) * 1000);

		it('has no limit once the portal let a command begin above 480 seconds', () => {
			const ours = settled({ counted: 490 });
			expect(reserve(ours, 50, 10).count).toBe(0);
			single(ours, 490, 11);
			expect(reserve(ours, 50, 12).count).toBe(50);
		});

		it.each([480, 479])('keeps the limit where a command began at %i seconds', (counted) => {
			const ours = settled({ counted });
			single(ours, counted, 11);
			expect(reserve(ours, 50, 12).count).toBe(0);
		});

		it('does not take what others used meanwhile for what had been counted', () => {
			const ours = settled({ counted: 470 });
			single(ours, 520, 11);
			expect(reserve(ours, 50, 12).count).toBe(0);
		});

		it('keeps to what the portal allowed once that refuses a command', () => {
			const ours = settled({ counted: 490 });
			single(ours, 490, 11);
			single(ours, 970, 12);
			single(ours, 971, 13);
			block(ours, 14);
			expect(reserve(ours, 50, 14).count).toBe(0);
			// Ten minutes later nothing is counted, and the limit holds: 971 of 971.
			const wait = { resetAt: START + 1800, began: START + 1260, finished: START + 1261 };
			const later = use({ commands: 1, seconds: 1, last: 1, counted: 900, ...wait });
			ours.settle(KEY, { count: 1, wait: 0, expected: new Map() }, [later], (START + 1261) * 1000);
			expect(reserve(ours, 50, 1261).count).toBeGreaterThan(0);
			expect(reserve(ours, 1000, 1261).count).toBeLessThan(71);
		});

		it('learns again where the portal refuses below what it allowed before', () => {
			const ours = settled({ counted: 490 });
			single(ours, 900, 11);
			single(ours, 901, 12);
			const wait = { resetAt: START + 1800, began: START + 1260, finished: START + 1261 };
			const later = use({ commands: 1, seconds: 1, last: 1, counted: 485, ...wait });
			ours.settle(KEY, { count: 1, wait: 0, expected: new Map() }, [later], (START + 1261) * 1000);
			block(ours, 1261);
			expect(reserve(ours, 50, 1261).count).toBe(0);
		});
	});

	describe('asks with a command that has no room', () => {
		const ask = (ours: OperatingTime, second: number) =>
			ours.ask(KEY, METHOD, 5000, (START + second) * 1000);

		it('unless the portal has refused one in this minute', () => {
			const ours = settled({ counted: 480 });
			expect(ask(ours, 30)).toMatchObject({ count: 1, asks: true });
			ours.markBlocked(KEY, METHOD, (START + 30) * 1000, (START + 95) * 1000);
			expect(ask(ours, 59)).toMatchObject({ count: 0, wait: 5000 });
			expect(ask(ours, 60).count).toBe(1);
		});

		it('and counts it as on its way', () => {
			const ours = settled({ counted: 479.5 });
			expect(reserve(ours, 1, 10).count).toBe(1);
			const room = ask(ours, 10);
			expect(reserve(ours, 1, 10).count).toBe(0);
			ours.settle(KEY, room, [], (START + 11) * 1000);
			expect(reserve(ours, 1, 11).count).toBe(1);
		});
	});
});
