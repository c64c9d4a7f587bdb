import type { Answer, Call, PortalError } from '../../nodes/Bitrix24CompanyContact/bitrix24/call';
import { OperatingTime } from '../../nodes/Bitrix24CompanyContact/bitrix24/operatingTime';
import type { Attempt } from '../../nodes/Bitrix24CompanyContact/bitrix24/send';
import { WaitBudget } from '../../nodes/Bitrix24CompanyContact/bitrix24/waitBudget';
import { withOperatingTime } from '../../nodes/Bitrix24CompanyContact/bitrix24/withOperatingTime';
import { FakeClock } from './fakeClock';

/** A whole number of ten minutes. */
const START = 1_724_068_200 - (1_724_068_200 % 600);

const ok: Answer = { ok: true, result: true };
const error = (code: string): PortalError => ({ code, text: '', mayHaveRun: false });
const calls = (count: number): Call[] =>
	Array.from({ length: count }, (_, id) => ({ method: 'add', params: { id } }));

/** A portal where a command takes a second; 460 seconds are used up, the first of them in the first minute. */
function open({
	answer = (calls: Call[]): Attempt => ({ answers: calls.map(() => ok) }),
	maxWait = 600_000,
	signal = undefined as AbortSignal | undefined,
} = {}) {
	const clock = new FakeClock(START * 1000);
	const operatingTime = new OperatingTime();
	const began = START + 500;
	const use = { commands: 1, seconds: 1, last: 1, counted: 460, resetAt: START + 600, began };
	operatingTime.settle(
		'webhook 1',
		{ count: 1, wait: 0, expected: new Map() },
		[{ ...use, method: 'add', finished: began }],
		START * 1000,
	);
	const sent: number[] = [];
	const stats = {
		requests: 0,
		retries: 0,
		waited: 0,
		waitedFor: { requestLimit: 0, operatingTime: 0 },
	};
	let counted = 460;
	const layer = withOperatingTime(
		async (part) => {
			sent.push(part.length);
			counted += part.length;
			const at = clock.now() / 1000 + 500;
			const seconds = part.length;
			const figures = { ...use, method: 'add', commands: seconds, seconds };
			return {
				uses:
					part[0].method === 'add'
						? [{ ...figures, counted, resetAt: START + 600, began: at, finished: at }]
						: [],
				...answer(part),
			};
		},
		{ operatingTime, access: 'webhook 1', clock, signal },
		stats,
	);
	const send = async (list: Call[], halt: boolean) =>
		await layer(list, halt, new WaitBudget(maxWait));
	return { layer, send, sent, stats, clock };
}

describe('the layer for operating time', () => {
	it('sends in smaller requests where less is left, and joins the answers', async () => {
		const { send, sent } = open();
		const { answers } = await send(calls(15), false);
		expect(answers).toEqual(Array(15).fill(ok));
		expect(sent).toEqual([10, 5]);
	});

	it('waits until the oldest minute leaves, and counts the wait', async () => {
		const { send, stats, clock } = open();
		await send(calls(20), false);
		expect(clock.waits).toEqual([]);
		const { answers } = await send(calls(20), false);
		expect(answers).toEqual(Array(20).fill(ok));
		expect(clock.waits[0]).toBe(100_000);
		expect(stats.waitedFor).toEqual({ requestLimit: 0, operatingTime: stats.waited });
		expect(stats.waited).toBe(clock.waits.reduce((sum, ms) => sum + ms));
	});

	it('asks instead of a wait that is longer than allowed, and answers the rest as Bitrix24 would', async () => {
		const refusal = error('OPERATION_TIME_LIMIT');
		const refused: Attempt = { answers: [{ ok: false, error: refusal }], refusal, uses: [] };
		const { layer, sent, clock } = open({
			answer: (part) =>
				part[0].params.id === 20 ? refused : { answers: part.map((): Answer => ok) },
		});
		const budget = new WaitBudget(99_000);
		const { answers } = await layer(calls(25), false, budget);
		expect(answers.slice(0, 20)).toEqual(Array(20).fill(ok));
		expect(answers[20]).toEqual({ ok: false, error: refusal });
		expect(answers[21]).toEqual({
			ok: false,
			error: {
				code: 'OPERATION_TIME_LIMIT',
				text: 'the next call may leave in 100 s',
				mayHaveRun: false,
				skipped: true,
			},
		});
		expect(answers).toHaveLength(25);
		expect(sent.reduce((sum, count) => sum + count)).toBe(21);
		expect(sent.at(-1)).toBe(1);
		expect(clock.waits).toEqual([]);
		// A repeat would wait in vain.
		expect(budget.remaining).toBe(0);
	});

	it('sends the calls of other methods although one has no room', async () => {
		const refusal = error('OPERATION_TIME_LIMIT');
		const { layer, sent } = open({
			answer: (part) =>
				part[0].params.id === 20
					? { answers: [{ ok: false, error: refusal }], refusal, uses: [] }
					: { answers: part.map((): Answer => ok) },
		});
		const others = calls(3).map((one) => ({ ...one, method: 'get' }));
		const list = [...calls(22), ...others, calls(24)[23], ...others];
		const { answers } = await layer(list, false, new WaitBudget(99_000));
		const codes = answers.map((answer) => answer?.ok === false && answer.error.code);
		expect(codes.flatMap((code, index) => (code ? [index] : []))).toEqual([20, 21, 25]);
		expect(answers).toHaveLength(list.length);
		expect(sent.slice(-3)).toEqual([1, 3, 3]);
	});

	it('sends no more after a request that was refused as a whole', async () => {
		const refusal = { ...error('TIMEOUT'), mayHaveRun: true };
		const { send, sent } = open({
			answer: (part) => ({ answers: part.map(() => ({ ok: false, error: refusal })), refusal }),
		});
		const attempt = await send(calls(15), false);
		expect(sent).toEqual([10]);
		expect(attempt.refusal).toBe(refusal);
		const doubts = attempt.answers.map((answer) => answer?.ok === false && answer.error.mayHaveRun);
		expect(doubts).toEqual([...Array<boolean>(10).fill(true), ...Array<boolean>(5).fill(false)]);
	});

	it.each([
		[true, [10], undefined],
		[false, [10, 5], ok],
	])('after a failed call goes on as told: halt %s', async (halt, requests, last) => {
		const failed: Answer = { ok: false, error: error('') };
		const { send, sent } = open({
			answer: (part) => ({
				answers: part.map(({ params }) => (params.id === 3 ? failed : ok)),
			}),
		});
		const { answers } = await send(calls(15), halt);
		expect(sent).toEqual(requests);
		expect(answers).toHaveLength(15);
		expect(answers[14]).toEqual(last);
	});

	it('ends the wait once the run is canceled', async () => {
		const controller = new AbortController();
		const { send, sent, stats } = open({ signal: controller.signal });
		await send(calls(20), false);
		controller.abort();
		await send(calls(20), false);
		// The layer below knows that the run is canceled, and sends nothing.
		expect(sent.at(-1)).toBe(20);
		expect(stats.waited).toBe(0);
	});
});
