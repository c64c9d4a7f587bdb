import {
	operatingResetAt,
	readMethodUses,
} from '../../nodes/Bitrix24CompanyContact/bitrix24/methodUse';

const BEGAN = 1_724_068_000;
const RESET = BEGAN + 300;
const calls = (...methods: string[]) => methods.map((method) => ({ method, params: {} }));

/** The `time` of a command that ended so many seconds after the request began, as a newer or an older server writes it. */
const time = (finish: number, operating?: number, start = BEGAN) => ({
	start,
	finish: BEGAN + finish,
	...(operating !== undefined && { operating, operating_reset_at: RESET }),
});

describe('readMethodUses', () => {
	it('adds the commands of each method up, by the times at which they ended', () => {
		const times = [time(0.5, 100.5), time(0.8, 7.3), time(1.5, 101.2)];
		const [add, get] = readMethodUses(calls('add', 'get', 'add'), times, time(1.6, 0));
		expect(add).toMatchObject({ method: 'add', commands: 2, counted: 101.2, resetAt: RESET });
		expect(add.seconds).toBeCloseTo(1.2);
		expect(get).toMatchObject({ method: 'get', commands: 1, counted: 7.3, began: BEGAN });
		expect(get.seconds).toBeCloseTo(0.3);
	});

	it('counts the short commands of a batch, which its own figures leave out', () => {
		const times = [time(0.05, 20), time(0.1, 20), time(0.4, 20.3)];
		const [use] = readMethodUses(calls('add', 'add', 'add'), times, time(0.4, 0));
		expect(use.counted).toBeCloseTo(20.4);
	});

	it('counts no single short command, as Bitrix24 counts none', () => {
		const [use] = readMethodUses(calls('add'), [time(0.05, 20)], time(0.05, 20));
		expect(use.counted).toBe(20);
	});

	it('counts a batch as a method where the portal does', () => {
		const uses = readMethodUses(calls('add', 'add'), [time(1, 1), time(2, 2)], time(2.5, 90));
		expect(uses.map(({ method }) => method)).toEqual(['add', 'batch']);
		expect(uses[1]).toMatchObject({ commands: 2, seconds: 2.5, counted: 90, resetAt: RESET });
	});

	it('leaves out commands that failed, and reads a batch whose own time is missing', () => {
		const [use] = readMethodUses(calls('add', 'add'), [undefined, time(2, 2)], undefined);
		expect(use).toMatchObject({ commands: 1, counted: 2, began: BEGAN });
	});

	it.each([[time(1)], [{}], [undefined], [{ operating: 'much', operating_reset_at: RESET }]])(
		'has nothing where a portal gives no figures: %j',
		(without) => {
			expect(readMethodUses(calls('add'), [without], without)).toEqual([]);
		},
	);
});

describe('operatingResetAt', () => {
	it.each([
		[{ operating_reset_at: 1724068528 }, 1724068528],
		[{ operating_reset_at: '1724068528' }, 1724068528],
		[{ operating_reset_at: 0 }, undefined],
		[{ operating_reset_at: -1 }, undefined],
		[{ operating_reset_at: 'soon' }, undefined],
		[{}, undefined],
		[undefined, undefined],
	])('reads %j as %p', (read, seconds) => {
		expect(operatingResetAt(read)).toBe(seconds);
	});
});
