import type { Sandbox } from '../../dev/sandbox';
import { batch, call, fakeClock, useSandbox, type CallResponse } from './client';
import { request } from './rawHttp';

const status = async (base: string, method = 'profile') => (await call(base, method)).status;
const statuses = async (base: string, count: number): Promise<number[]> => {
	const seen: number[] = [];
	for (let index = 0; index < count; index += 1) seen.push(await status(base));
	return seen;
};
const accepted = async (base: string, count: number) =>
	(await statuses(base, count)).filter((seen) => seen === 200).length;

/** REST docs, "REST API limits": X = 50, Y = 2 a second, for each source address */
describe('the leaky bucket', () => {
	const clock = fakeClock();
	const sandbox = useSandbox({ clock, limits: 'standard' });

	test('takes 50 at once, then refuses', async () => {
		expect(await accepted(sandbox().webhookUrl, 53)).toBe(50);
		const { status: code, body } = await call(sandbox().webhookUrl, 'profile');
		expect([code, body]).toEqual([
			503,
			{ error: 'QUERY_LIMIT_EXCEEDED', error_description: 'Too many requests' },
		]);
		expect(sandbox().requests.at(-1)).toMatchObject({ status: 503, error: 'QUERY_LIMIT_EXCEEDED' });
	});

	test('leaks two a second', async () => {
		await accepted(sandbox().webhookUrl, 50);
		clock.advance(999);
		expect(await accepted(sandbox().webhookUrl, 3)).toBe(0);
		clock.advance(1);
		expect(await accepted(sandbox().webhookUrl, 3)).toBe(2);
		clock.advance(3000);
		expect(await accepted(sandbox().webhookUrl, 10)).toBe(6);
	});

	test('never refuses two a second', async () => {
		for (let second = 0; second < 600; second += 1) {
			expect(await accepted(sandbox().webhookUrl, 2)).toBe(2);
			clock.advance(1000);
		}
	});

	test('counts a batch as one, and refused requests not at all', async () => {
		const cmd = Array<string>(50).fill('profile');
		for (let index = 0; index < 50; index += 1) await batch(sandbox().webhookUrl, { cmd });
		expect(await accepted(sandbox().webhookUrl, 10)).toBe(0);
		clock.advance(1000);
		expect(await accepted(sandbox().webhookUrl, 10)).toBe(2);
	});

	test('is shared by all webhooks and apps of one address, and only by those', async () => {
		const { webhookUrl, webhook, origin, oauth } = sandbox();
		await accepted(webhookUrl, 50);
		expect(await status(webhook({ userId: 2 }))).toBe(503);
		const { accessToken } = oauth.issue(1);
		const url = new URL(`${origin}/rest/profile?auth=${accessToken}`);
		expect((await request(url)).status).toBe(503);
		expect((await request(url, {}, { localAddress: '127.0.0.2' })).status).toBe(200);
	});
});

describe('the leaky bucket of an Enterprise plan', () => {
	const clock = fakeClock();
	const sandbox = useSandbox({ clock, limits: 'enterprise' });

	test('takes 250 and leaks five a second', async () => {
		expect(await accepted(sandbox().webhookUrl, 255)).toBe(250);
		clock.advance(1000);
		expect(await accepted(sandbox().webhookUrl, 10)).toBe(5);
	});
});

/** rest/lib/engine/access/loadlimiter.php */
describe('operating time', () => {
	const clock = fakeClock();
	const sandbox = useSandbox({
		clock,
		sleep: clock.sleep,
		commandCost: 30_000,
		limits: { operatingSeconds: 420 },
	});
	const seconds = () => Math.floor(clock.now() / 1000);
	const operating = ({ body }: CallResponse) => body.time?.operating;
	const resetAt = ({ body }: CallResponse) => body.time?.operating_reset_at;
	const profile = async (target: Sandbox = sandbox()) => await call(target.webhookUrl, 'profile');

	beforeEach(() => clock.advance(3_600_000));

	test('adds up in each answer, and says when the oldest minute falls out', async () => {
		const began = seconds();
		const first = await profile();
		const second = await profile();
		expect([operating(first), operating(second)]).toEqual([30, 60]);
		expect([resetAt(first), resetAt(second)]).toEqual([began + 600, began + 600]);
	});

	test('blocks the method once it is past the limit, until minutes fall out', async () => {
		const began = seconds();
		const seen: number[] = [];
		while (seen.at(-1) !== 429) seen.push((await profile()).status);
		// 15 calls of 30 s are 450 s: the fifteenth passes the limit and still ends well.
		expect(seen).toEqual([...Array<number>(15).fill(200), 429]);
		const { body } = await profile();
		expect(body).toEqual({
			error: 'OPERATION_TIME_LIMIT',
			error_description: 'Method is blocked due to operation time limit.',
		});
		const minuteOver = (Math.floor(began / 60) + 10) * 60;
		expect(minuteOver).toBeLessThanOrEqual(began + 600);
		clock.advance((minuteOver - seconds()) * 1000 - 1);
		expect((await profile()).status).toBe(429);
		clock.advance(1);
		expect((await profile()).status).toBe(200);
	});

	test('is counted for each credential and method apart', async () => {
		while ((await profile()).status !== 429);
		expect(await status(sandbox().webhook())).toBe(200);
		expect(await status(sandbox().webhookUrl, 'scope')).toBe(200);
	});

	test('blocks inside a batch too, where the batch itself is free', async () => {
		const cmd = Array<string>(16).fill('profile');
		const answer = await call(sandbox().webhookUrl, 'batch', { cmd: [...cmd, 'scope'] });
		const { result, result_error, result_time } = answer.body.result as Record<string, object>;
		expect(Object.keys(result)).toHaveLength(16);
		expect(result_error).toEqual({
			15: {
				error: 'OPERATION_TIME_LIMIT',
				error_description: 'Method is blocked due to operation time limit.',
			},
		});
		expect(Object.values(result_time).at(-1)).toMatchObject({ operating: 30 });
		expect(operating(answer)).toBe(0);
		expect((await profile()).status).toBe(429);
	});
});

describe('operating time of a batch that crosses a minute', () => {
	const clock = fakeClock(Date.UTC(2026, 4, 14, 8, 5, 50));
	const sandbox = useSandbox({
		clock,
		sleep: clock.sleep,
		commandCost: 30_000,
		limits: { operatingSeconds: 420 },
	});
	const operating = async (method: string) =>
		(await call(sandbox().webhookUrl, method)).body.time?.operating;

	test('counts whole in the minute in which the batch came, for all its methods', async () => {
		await batch(sandbox().webhookUrl, { cmd: ['profile', 'scope'] });
		// 08:15:00: the minute of 08:05 has left the window, in which `scope` began at 08:06:20.
		clock.advance(Date.UTC(2026, 4, 14, 8, 15) - clock.now());
		expect([await operating('profile'), await operating('scope')]).toEqual([30, 30]);
	});
});

/** Measured on portals of 2026, see pull request 539 of bitrix24/b24jssdk */
describe('operating time where batches count to `batch`', () => {
	const clock = fakeClock();
	const sandbox = useSandbox({
		clock,
		sleep: clock.sleep,
		commandCost: 30_000,
		limits: { operatingSeconds: 420, batchCountsTo: 'batch' },
	});
	const profiles = async (count: number) =>
		await call(sandbox().webhookUrl, 'batch', { cmd: Array<string>(count).fill('profile') });

	test('leaves the methods of the commands free, and blocks the batch', async () => {
		expect((await profiles(10)).body.time?.operating).toBe(300);
		expect((await profiles(5)).body.time?.operating).toBe(450);
		expect((await profiles(1)).status).toBe(429);
		expect((await call(sandbox().webhookUrl, 'profile')).body.time?.operating).toBe(30);
	});
});

describe('the operating time of a cloud plan', () => {
	const clock = fakeClock();
	const sandbox = useSandbox({
		clock,
		sleep: clock.sleep,
		commandCost: 60_000,
		limits: 'enterprise',
	});

	test('is 480 seconds', async () => {
		const seen = await statuses(sandbox().webhookUrl, 10);
		expect(seen).toEqual([...Array<number>(9).fill(200), 429]);
	});
});

describe('operating time of short calls', () => {
	const clock = fakeClock();
	const limits = { operatingSeconds: 420 };
	const sandbox = useSandbox({ clock, sleep: clock.sleep, commandCost: 80, limits });
	const operating = async () => (await call(sandbox().webhookUrl, 'profile')).body.time?.operating;

	test('is not counted one by one, but by its sum within a batch', async () => {
		await operating();
		expect(await operating()).toBe(0);
		await batch(sandbox().webhookUrl, { cmd: Array<string>(10).fill('profile') });
		expect(await operating()).toBeCloseTo(0.8);
	});
});

describe('without limits, as on a self-hosted portal', () => {
	const sandbox = useSandbox();

	test('nothing is refused and `time` is silent about operating', async () => {
		expect(await accepted(sandbox().webhookUrl, 60)).toBe(60);
		const { time } = (await call(sandbox().webhookUrl, 'profile')).body;
		expect(Object.keys(time ?? {})).toEqual([
			'start',
			'finish',
			'duration',
			'processing',
			'date_start',
			'date_finish',
		]);
	});
});

describe('commandCost', () => {
	const clock = fakeClock();
	const slept: number[] = [];
	const sleep = async (milliseconds: number) => void slept.push(milliseconds);
	const sandbox = useSandbox({ clock, sleep, commandCost: 100 });

	test('holds the answer for every command that ran', async () => {
		await call(sandbox().webhookUrl, 'profile');
		await batch(sandbox().webhookUrl, { cmd: ['profile', 'scope', 'nope', 'batch'] });
		await call(sandbox().webhookUrl, 'nope');
		expect(slept).toEqual([100, 200]);
	});
});
