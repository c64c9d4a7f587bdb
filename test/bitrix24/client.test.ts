import type { Answer, Call, PortalError } from '../../nodes/Bitrix24CompanyContact/bitrix24/call';
import { Client } from '../../nodes/Bitrix24CompanyContact/bitrix24/client';
import { OperatingTime } from '../../nodes/Bitrix24CompanyContact/bitrix24/operatingTime';
import { RATE_LIMITS, RateLimiter } from '../../nodes/Bitrix24CompanyContact/bitrix24/rateLimiter';
import type { Reply } from '../../nodes/Bitrix24CompanyContact/bitrix24/reply';
import { FakeClock } from './fakeClock';

const PORTAL = 'https://acme.bitrix24.com';

const call = (id: number, more: Partial<Call> = {}): Call => ({
	method: 'crm.company.contact.add',
	params: { id },
	idempotent: true,
	verdicts: /^Not found/,
	...more,
});
const calls = (count: number) => Array.from({ length: count }, (_, index) => call(index + 1));

const ok = (result: unknown, time: unknown = {}): Reply => ({ ok: true, result, time });
const failed = (code: string, more: Partial<PortalError> = {}): Reply => ({
	ok: false,
	error: { code, text: '', mayHaveRun: false, ...more },
});

type Body = { halt: number; cmd: Record<string, string> };
type Send = (method: string, body: Body, request: number) => Reply | Promise<Reply>;

/** Answers a batch as Bitrix24 does: in order, to the first failed command with `halt`. */
function batch({ halt, cmd }: Body, command: (id: number) => unknown): Reply {
	const result: Record<string, unknown> = {};
	const errors: Record<string, unknown> = {};
	for (const [key, text] of Object.entries(cmd)) {
		const answer = command(Number(/id=(\d+)/.exec(text)?.[1]));
		if (typeof answer === 'string') {
			errors[key] = { error: answer, error_description: '' };
			if (halt) break;
		} else {
			result[key] = answer;
		}
	}
	return ok({ result, result_error: errors });
}

async function run(
	send: Send,
	list: Iterable<Call>,
	{
		stopOnFail = false,
		batchSize = 50,
		maxWait = 600_000,
		signal = undefined as AbortSignal | undefined,
	} = {},
) {
	const clock = new FakeClock();
	const limiter = new RateLimiter();
	const sent: string[][] = [];
	const client = new Client({
		http: {
			send: async (method, params) => {
				const { cmd } = params as unknown as Body;
				sent.push(cmd ? Object.values(cmd) : [`${method}?id=${Number(params.id)}`]);
				return send(method, params as unknown as Body, sent.length);
			},
		},
		portal: PORTAL,
		limit: RATE_LIMITS.standard,
		limiter,
		operatingTime: new OperatingTime(),
		access: 'webhook 1',
		batchSize,
		maxWait,
		clock,
		random: () => 0,
		signal,
	});
	const answers: Array<Answer | undefined> = [];
	for await (const group of client.run(list, stopOnFail)) answers.push(...group);
	return {
		answers,
		brief: answers.map((answer) => (answer?.ok ? answer.result : answer?.error.code)),
		level: limiter.reserve(PORTAL, { burst: 0, perSecond: 1 }, clock.now()),
		sent: sent.map((commands) => commands.map((text) => Number(/id=(\d+)/.exec(text)?.[1]))),
		waits: clock.waits,
		stats: client.stats,
	};
}

const allWell: Send = (method, body) => (method === 'batch' ? batch(body, () => true) : ok(true));

describe('a client', () => {
	it('sends one call as itself and several as batches of at most the batch size, in order', async () => {
		expect((await run(allWell, calls(1))).sent).toEqual([[1]]);
		expect((await run(allWell, calls(5), { batchSize: 2 })).sent).toEqual([[1, 2], [3, 4], [5]]);
		const { sent, brief } = await run(allWell, calls(120));
		expect(sent.map((ids) => ids.length)).toEqual([50, 50, 20]);
		expect(sent.flat()).toEqual(calls(120).map(({ params }) => params.id));
		expect(brief).toEqual(Array(120).fill(true));
	});

	it('stops at the very first call that fails', async () => {
		const send: Send = (_, body) => batch(body, (id) => (id === 1 ? '' : true));
		expect((await run(send, calls(3), { stopOnFail: true })).brief).toEqual([
			'',
			undefined,
			undefined,
		]);
	});

	it('takes the word of Bitrix24 that its limit is used up, and no other', async () => {
		const refusedBy =
			(code: string): Send =>
			(_method, _body, request) =>
				request === 1 ? failed(code, { mayHaveRun: false }) : ok(true);
		const list = calls(4);
		const full = await run(refusedBy('QUERY_LIMIT_EXCEEDED'), list, { batchSize: 1 });
		expect(full.waits.length).toBeGreaterThan(1);
		expect(full.stats.waited).toBe(full.waits.reduce((sum, wait) => sum + wait));
		const lost = await run(refusedBy('CONNECTION_LOST'), list, { batchSize: 1 });
		expect(lost.waits).toEqual([1000]);
	});

	it('sends nothing for no calls', async () => {
		expect((await run(allWell, [])).sent).toEqual([]);
	});

	it('ends a request at a call that must end its request', async () => {
		const list = [call(1), call(2, { endsRequest: true }), call(3), call(4)];
		expect((await run(allWell, list)).sent).toEqual([
			[1, 2],
			[3, 4],
		]);
	});

	it('sends a call that no batch can carry by itself, at its place', async () => {
		const list = calls(4);
		list[2].params = { id: 3, items: [] };
		expect((await run(allWell, list)).sent).toEqual([[1, 2], [3], [4]]);
	});

	it('goes on after a failed call, or stops there as told', async () => {
		const send: Send = (_, body) => batch(body, (id) => (id === 2 ? '' : true));
		expect((await run(send, calls(4))).brief).toEqual([true, '', true, true]);
		const stopped = await run(send, calls(9), { stopOnFail: true, batchSize: 4 });
		expect(stopped.brief).toEqual([true, '', undefined, undefined]);
		expect(stopped.sent).toEqual([[1, 2, 3, 4]]);
	});

	it('gives a failed request to its own calls only', async () => {
		const send: Send = (_, body, request) =>
			request === 2 ? failed('OVERLOAD_LIMIT') : batch(body, () => true);
		const { brief } = await run(send, calls(6), { batchSize: 2 });
		expect(brief).toEqual([true, true, 'OVERLOAD_LIMIT', 'OVERLOAD_LIMIT', true, true]);
	});

	it('claims nothing for a call that the answer leaves out', async () => {
		const send: Send = () => ok({ result: { c0: true }, result_error: [] });
		const { brief, answers } = await run(send, calls(3));
		expect(brief).toEqual([true, 'NO_ANSWER', 'NO_ANSWER']);
		expect(answers[1]).toMatchObject({ error: { text: '', mayHaveRun: true } });
		const stopped = await run(send, calls(3), { stopOnFail: true });
		expect(stopped.brief).toEqual([true, 'NO_ANSWER', 'NO_ANSWER']);
	});

	it('waits and repeats a request that the request limit refused', async () => {
		const send: Send = (_, body, request) =>
			request < 3 ? failed('QUERY_LIMIT_EXCEEDED', { status: 503 }) : batch(body, () => true);
		const { answers, sent } = await run(send, calls(2));
		expect(sent).toEqual([
			[1, 2],
			[1, 2],
			[1, 2],
		]);
		expect(answers).toEqual([
			{ ok: true, result: true },
			{ ok: true, result: true },
		]);
	});

	it('counts what it took', async () => {
		const send: Send = (_, body, request) =>
			request === 2 ? failed('QUERY_LIMIT_EXCEEDED') : batch(body, () => true);
		const { stats } = await run(send, calls(6), { batchSize: 2 });
		expect(stats).toMatchObject({ requests: 4, retries: 1 });
		expect(stats.waited).toBeGreaterThanOrEqual(1000);
	});

	it('fails the calls when the limit outlasts the longest wait', async () => {
		const send: Send = () => failed('QUERY_LIMIT_EXCEEDED');
		const { brief, waits } = await run(send, calls(2), { maxWait: 10_000 });
		expect(brief).toEqual(['QUERY_LIMIT_EXCEEDED', 'QUERY_LIMIT_EXCEEDED']);
		expect(waits.slice(0, 1)).toEqual([1000]);
		expect(waits.filter((ms) => ms % 1000 === 0)).toEqual([1000, 2000, 4000, 3000]);
	});

	it('repeats only the commands that an operation time limit refused', async () => {
		const ran = new Set<number>();
		const send: Send = (_, body, request) =>
			batch(body, (id) => {
				if (request === 1 && id > 2) return 'OPERATION_TIME_LIMIT';
				ran.add(id);
				return true;
			});
		const { sent, brief, waits } = await run(send, calls(4));
		expect(sent).toEqual([
			[1, 2, 3, 4],
			[3, 4],
		]);
		expect(brief).toEqual([true, true, true, true]);
		expect(waits).toEqual([10_000]);
	});

	it('repeats from the refused command on where the batch was halted', async () => {
		const send: Send = (_, body, request) =>
			batch(body, (id) =>
				request === 1 && id === 3 ? 'OPERATION_TIME_LIMIT' : id === 5 ? '' : true,
			);
		const { sent, brief } = await run(send, calls(6), { stopOnFail: true });
		expect(sent).toEqual([
			[1, 2, 3, 4, 5, 6],
			[3, 4, 5, 6],
		]);
		expect(brief).toEqual([true, true, true, true, '', undefined]);
	});

	it('waits until the time at which an earlier answer said that the operation time limit ends', async () => {
		const resetAt = new FakeClock().now() / 1000 + 120;
		const send: Send = (_method, _body, request) =>
			request === 2
				? failed('OPERATION_TIME_LIMIT', { status: 429 })
				: ok(true, { operating_reset_at: resetAt });
		const { brief, waits } = await run(send, calls(2), { batchSize: 1 });
		expect(brief).toEqual([true, true]);
		expect(waits).toEqual([120_000]);
	});

	it('waits as long where a batch told when the limit ends', async () => {
		const resetAt = new FakeClock().now() / 1000 + 120;
		const send: Send = (_, __, request) =>
			request === 2
				? failed('OPERATION_TIME_LIMIT', { status: 429 })
				: ok({
						result: { c0: true, c1: true },
						result_time: { c0: { operating_reset_at: resetAt } },
					});
		const { waits } = await run(send, calls(4), { batchSize: 2 });
		expect(waits).toEqual([120_000]);
	});

	it('does not count a limit among the failures of a call', async () => {
		const send: Send = (_, body, request) => {
			if (request <= 4) return failed('OPERATION_TIME_LIMIT');
			return request <= 7
				? failed('CONNECTION_LOST', { mayHaveRun: true })
				: batch(body, () => true);
		};
		expect((await run(send, calls(2))).brief).toEqual([true, true]);
	});

	it('sends a call four times at most, however the failures differ', async () => {
		const codes = ['TIMEOUT', 'CONNECTION_LOST', 'UNREADABLE_ANSWER', 'INTERNAL_SERVER_ERROR'];
		const send: Send = (_, __, request) => failed(codes[(request - 1) % codes.length]);
		const { sent, brief } = await run(send, calls(1));
		expect(sent).toHaveLength(4);
		expect(brief).toEqual(['INTERNAL_SERVER_ERROR']);
	});

	it('gives the last word on when a limit ends to the last answer that names it', async () => {
		const resetAt = new FakeClock().now() / 1000 + 120;
		const send: Send = (_, body, request) => {
			if (request === 1)
				return ok({ result: { c0: true }, result_time: { c0: { operating_reset_at: resetAt } } });
			return request === 3 ? failed('OPERATION_TIME_LIMIT') : batch(body, () => true);
		};
		const list = calls(6).map((one, index) => ({ ...one, endsRequest: index % 2 === 1 }));
		expect((await run(send, list)).waits).toEqual([120_000]);
	});

	it('repeats after a broken connection although no wait for a limit is allowed', async () => {
		const send: Send = (_, body, request) =>
			request === 1 ? failed('CONNECTION_LOST') : batch(body, () => true);
		expect((await run(send, calls(2), { maxWait: 0 })).brief).toEqual([true, true]);
	});

	it('repeats a command that failed for a moment although another met a limit that may not be waited for', async () => {
		const codes = ['INTERNAL_SERVER_ERROR', 'OPERATION_TIME_LIMIT', ''];
		const send: Send = (_, body, request) =>
			batch(body, (id) => (request === 1 || id === 2 ? codes[id - 1] : true));
		const { brief, stats, sent } = await run(send, calls(3), { maxWait: 0 });
		expect(brief).toEqual([true, 'OPERATION_TIME_LIMIT', '']);
		expect(sent).toHaveLength(2);
		expect(stats.waited).toBe(1000);
	});

	it.each([
		['NO_CONNECTION', '', true],
		['INVALID_CREDENTIALS', 'Invalid request credentials', true],
		['ACCESS_DENIED', 'REST is available only by subscription.', true],
		['ACCESS_DENIED', 'Access denied!', true],
		['OVERLOAD_LIMIT', 'REST API is blocked due to overload.', true],
		['PORTAL_DELETED', 'Portal was deleted', true],
		['', 'Not found.', false],
	])(
		'after %s %s still knows that a lost attempt may have run: %s',
		async (code, text, mayHaveRun) => {
			const send: Send = (_, __, request) =>
				request === 1 ? failed('TIMEOUT', { mayHaveRun: true }) : failed(code, { text });
			expect((await run(send, calls(1))).answers).toMatchObject([
				{ ok: false, error: { mayHaveRun } },
			]);
		},
	);

	it.each(['INTERNAL_SERVER_ERROR', 'ERROR_UNEXPECTED_ANSWER', 'ERROR_CORE'])(
		'knows that a command which answers %s in a batch may have run',
		async (code) => {
			const send: Send = (_, body, request) =>
				batch(body, (id) => (id === 2 ? (request === 1 ? code : false) : true));
			const { answers } = await run(
				(method, body, request) => (method === 'batch' ? send(method, body, request) : ok(false)),
				calls(3),
			);
			expect(answers[1]).toEqual(
				code === 'ERROR_CORE'
					? { ok: false, error: { code, text: '', mayHaveRun: true } }
					: { ok: true, result: false, afterRetry: true },
			);
		},
	);

	it('keeps in mind what a call may have done when its repeated batch ends before it', async () => {
		const send: Send = (_, body, request) =>
			request === 1
				? failed('CONNECTION_LOST', { mayHaveRun: true })
				: batch(body, (id) => (id === 1 ? '' : true));
		const { answers } = await run(send, calls(2), { stopOnFail: true });
		expect(answers[1]).toMatchObject({ error: { code: 'NO_ANSWER', mayHaveRun: true } });
	});

	it('keeps it in mind through a repeat that does not come to the call', async () => {
		const send: Send = (_, body, request) => {
			if (request === 1) return failed('CONNECTION_LOST', { mayHaveRun: true });
			return batch(body, (id) =>
				id === 2 ? false : request === 2 ? 'OPERATION_TIME_LIMIT' : true,
			);
		};
		const { answers, sent } = await run(send, calls(2), { stopOnFail: true });
		expect(sent).toHaveLength(3);
		expect(answers[1]).toEqual({ ok: true, result: false, afterRetry: true });
	});

	it('repeats nothing after a call that failed for good, where it stops there', async () => {
		const send: Send = () =>
			ok({ result: { c0: true }, result_error: { c2: { error: 'INTERNAL_SERVER_ERROR' } } });
		const { sent, brief } = await run(send, calls(3), { stopOnFail: true });
		expect(brief).toEqual([true, 'NO_ANSWER', 'INTERNAL_SERVER_ERROR']);
		expect(sent).toHaveLength(1);
	});

	describe('calls with the same ordering key', () => {
		const keyed = (...keys: string[]) =>
			keys.map((key, index) => call(index + 1, { orderingKeys: () => [key] }));
		const order = (
			ran: number[],
			refuse: (id: number, request: number) => string | undefined,
		): Send => {
			return (method, body, request) => {
				const command = (id: number) => {
					const code = refuse(id, request);
					if (code === undefined) ran.push(id);
					return code ?? true;
				};
				if (method === 'batch') return batch(body, command);
				const code = command(Number((body as unknown as { id: number }).id));
				return code === true ? ok(true) : failed(String(code));
			};
		};

		it('run in their order although one of them must be repeated', async () => {
			const ran: number[] = [];
			const send = order(ran, (id, request) =>
				id === 2 && request === 1 ? 'OPERATION_TIME_LIMIT' : undefined,
			);
			const { brief } = await run(send, keyed('a', 'b', 'a', 'b'));
			expect(brief).toEqual([true, true, true, true]);
			expect(ran).toEqual([1, 2, 3, 4]);
		});

		it('all get their answer although some fail for good', async () => {
			const ran: number[] = [];
			const send = order(ran, (id) => (id === 2 || id === 4 ? '' : undefined));
			const { brief, sent } = await run(send, keyed('a', 'b', 'a', 'b', 'c'));
			expect(brief).toEqual([true, '', true, '', true]);
			expect(ran).toEqual([1, 3, 5]);
			expect(sent).toEqual([[1, 2, 3, 4, 5], [3, 4, 5], [5]]);
		});

		it('are not asked one by one where a limit outlasts the longest wait', async () => {
			const send = order([], () => 'OPERATION_TIME_LIMIT');
			const { brief, sent } = await run(send, keyed('a', 'a', 'a'), { maxWait: 10_000 });
			expect(brief).toEqual(Array(3).fill('OPERATION_TIME_LIMIT'));
			expect(sent).toHaveLength(2);
		});

		it('cost nothing where no two of a request share a key', async () => {
			const send = order([], (id) => (id === 1 ? '' : undefined));
			expect((await run(send, keyed('a', 'b', 'c'))).sent).toEqual([[1, 2, 3]]);
		});
	});

	describe('a refusal that every request would meet', () => {
		it.each([
			['NO_CONNECTION', {}, 4],
			['TOKEN_NOT_RENEWED', {}, 4],
			['INVALID_CREDENTIALS', { status: 401 }, 1],
			['SIGN_IN_FAILED', {}, 1],
			['PORTAL_DELETED', { status: 403 }, 1],
		])('fails the rest at once: %s', async (code, more, requests) => {
			const { brief, sent, answers, waits } = await run(() => failed(code, more), calls(9), {
				batchSize: 2,
			});
			expect(sent).toHaveLength(requests);
			expect(waits).toHaveLength(requests - 1);
			expect(brief).toEqual(Array(9).fill(code));
			expect(answers[0]).not.toMatchObject({ error: { skipped: true } });
			expect(answers[8]).toMatchObject({ error: { skipped: true, mayHaveRun: false } });
		});

		it('is not taken from a single command of a batch', async () => {
			const send: Send = (_, body) => batch(body, (id) => (id === 1 ? 'PORTAL_DELETED' : true));
			const { brief } = await run(send, calls(4), { batchSize: 2 });
			expect(brief).toEqual(['PORTAL_DELETED', true, true, true]);
		});
	});

	it.each(['NOT_SENT', 'SIGN_IN_FAILED'])(
		'books and counts no request that was not sent: %s',
		async (code) => {
			const { stats, level } = await run(() => failed(code), calls(3));
			expect(stats.requests).toBe(0);
			const one = await run(allWell, []);
			expect(level).toBe(one.level);
		},
	);

	it.each([
		['TIMEOUT', true],
		['CONNECTION_LOST', true],
		['NO_CONNECTION', false],
		['QUERY_LIMIT_EXCEEDED', false],
	])('says after %s whether the first try may have run: %s', async (code, mayHaveRun) => {
		const send: Send = (_, __, request) =>
			request === 1 ? failed(code, { mayHaveRun }) : ok(false);
		const { answers } = await run(send, calls(1));
		expect(answers).toEqual([{ ok: true, result: false, ...(mayHaveRun && { afterRetry: true }) }]);
	});

	it('waits and sends no more once it is cancelled, and says so of every call', async () => {
		const controller = new AbortController();
		const send: Send = (_, __, request) => {
			if (request === 2) controller.abort();
			return controller.signal.aborted ? failed('CANCELED') : ok(true);
		};
		const { brief, waits, stats, sent, level } = await run(send, calls(4), {
			batchSize: 1,
			signal: controller.signal,
		});
		expect(brief).toEqual([true, 'CANCELED', 'CANCELED', 'CANCELED']);
		expect(waits).toEqual([]);
		expect(sent).toHaveLength(2);
		expect(stats.requests).toBe(1);
		expect(level).toBe((await run(allWell, calls(1))).level);
	});
});
