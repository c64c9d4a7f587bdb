import type { Answer, Call, PortalError } from '../../nodes/Bitrix24CompanyContact/bitrix24/call';
import { Client } from '../../nodes/Bitrix24CompanyContact/bitrix24/client';
import { OperatingTime } from '../../nodes/Bitrix24CompanyContact/bitrix24/operatingTime';
import { RATE_LIMITS, RateLimiter } from '../../nodes/Bitrix24CompanyContact/bitrix24/rateLimiter';
import type { Reply } from '../../nodes/Bitrix24CompanyContact/bitrix24/reply';
import { FakeClock } from './fakeClock';

const ok: Reply = { ok: true, result: true, time: {} };
const refused = (code: string): Reply => ({
	ok: false,
	error: { code, text: '', mayHaveRun: false },
});

/** A run of single calls on the standard plan. Its clock stops each wait after `cutAfter`, as a cancellation does. */
function open({
	replies = [] as readonly Reply[],
	others = 0,
	counted = undefined as number | undefined,
	maxWait = 600_000,
	cutAfter = Infinity,
}) {
	const queue = [...replies];
	const controller = new AbortController();
	const clock = new (class extends FakeClock {
		override async wait(ms: number, signal?: AbortSignal) {
			await super.wait(Math.min(ms, cutAfter), signal);
			if (ms > cutAfter) controller.abort();
		}
	})();
	const limiter = new RateLimiter();
	for (let request = 0; request < others; request++) {
		limiter.reserve('portal', RATE_LIMITS.standard, clock.now());
	}
	const sentAt: number[] = [];
	const start = clock.now();
	const time = () => {
		const at = clock.now() / 1000;
		return { start: at, finish: at + 1, operating: counted, operating_reset_at: at + 500 };
	};
	const client = new Client({
		http: {
			send: async () => {
				if (controller.signal.aborted) return refused('CANCELED');
				sentAt.push(clock.now() - start);
				const reply = queue.shift() ?? ok;
				return reply.ok ? { ...reply, time: time() } : reply;
			},
		},
		portal: 'portal',
		limit: RATE_LIMITS.standard,
		limiter,
		operatingTime: new OperatingTime(),
		access: 'webhook 1',
		batchSize: 1,
		maxWait,
		clock,
		random: () => 0,
		signal: controller.signal,
	});
	return {
		client,
		sentAt,
		waits: clock.waits,
		limiter,
		clock,
		run: async (count: number) => {
			const answers: Array<Answer | undefined> = [];
			const call: Call = { method: 'add', params: {}, idempotent: true };
			for await (const group of client.run(Array<Call>(count).fill(call), false)) {
				answers.push(...group);
			}
			return answers;
		},
	};
}

const errorOf = (answer?: Answer): PortalError | undefined =>
	answer?.ok === false ? answer.error : undefined;

describe('a wait that a cancelled run cuts short counts with the time that has passed', () => {
	it.each([
		['for the request limit', { others: 1050 }, 1, 'requestLimit'],
		['for the operating time', { counted: 490 }, 2, 'operatingTime'],
		['after a refusal', { replies: [refused('OPERATION_TIME_LIMIT')] }, 1, 'operatingTime'],
		['after a failure', { replies: [refused('CONNECTION_LOST')] }, 1, undefined],
	] as const)('%s', async (_, portal, calls, limit) => {
		const passed = 900;
		const { client, run } = open({ ...portal, cutAfter: passed });
		await run(calls);
		expect(client.stats.waited).toBe(passed);
		expect(client.stats.waitedFor).toEqual({
			requestLimit: 0,
			operatingTime: 0,
			...(limit && { [limit]: passed }),
		});
	});
});

describe('Max Wait holds for the pace of the node itself', () => {
	it('a request that would have to wait longer is not sent, and its error says how long', async () => {
		const { run, sentAt, client, waits } = open({ others: 70, maxWait: 5000 });
		const [answer] = await run(1);
		expect(errorOf(answer)).toEqual({
			code: 'QUERY_LIMIT_EXCEEDED',
			text: 'the next request may leave in 12 s',
			mayHaveRun: false,
			skipped: true,
		});
		expect([sentAt, waits, client.stats.requests, client.stats.retries]).toEqual([[], [], 0, 0]);
	});

	it('gives the room back that the request would have taken', async () => {
		const { run, limiter, clock } = open({ others: 70, maxWait: 5000 });
		const before = open({ others: 70 }).limiter.reserve(
			'portal',
			RATE_LIMITS.standard,
			clock.now(),
		);
		await run(3);
		expect(limiter.reserve('portal', RATE_LIMITS.standard, clock.now())).toBe(before);
	});

	it.each([
		[11_049, []],
		[11_050, [11_050]],
	])('with %i ms a request that has to wait 11,050 ms leaves at %j', async (maxWait, times) => {
		const { run, sentAt } = open({ others: 71, maxWait });
		await run(1);
		expect(sentAt).toEqual(times);
	});

	it('nothing waits for a limit where nothing may', async () => {
		const { run, waits } = open({ maxWait: 0 });
		const answers = await run(60);
		expect(answers.filter((answer) => answer?.ok)).toHaveLength(50);
		expect(errorOf(answers[50])).toMatchObject({ code: 'QUERY_LIMIT_EXCEEDED', skipped: true });
		expect(waits).toEqual([]);
	});

	it.each([0, 1000, 3000, 10_000, 60_000])(
		'the pace and the waits after refusals take %i ms together at most',
		async (maxWait) => {
			const replies = Array.from({ length: 99 }, () => refused('QUERY_LIMIT_EXCEEDED'));
			const { run, waits, client } = open({ others: 51, maxWait, replies });
			const [answer] = await run(1);
			expect(errorOf(answer)?.code).toBe('QUERY_LIMIT_EXCEEDED');
			expect(waits.reduce((sum, ms) => sum + ms, 0)).toBeLessThanOrEqual(maxWait);
			expect(client.stats.waited).toBe(waits.reduce((sum, ms) => sum + ms, 0));
		},
	);

	it('each request has the whole of it', async () => {
		const { run } = open({ others: 50, maxWait: 1100 });
		const answers = await run(40);
		expect(answers.every((answer) => answer?.ok)).toBe(true);
	});
});
