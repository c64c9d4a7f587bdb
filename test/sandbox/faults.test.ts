import { sleep } from 'n8n-workflow';

import { startSandbox, type Fault } from '../../dev/sandbox';
import { batch, call, useSandbox } from './client';
import { request } from './rawHttp';

const slept: number[] = [];
const sandbox = useSandbox({
	https: true,
	sleep: async (milliseconds) => void slept.push(milliseconds),
});

const ADD = 'crm.company.contact.add';
const ADDED = { id: 5, fields: { CONTACT_ID: 7 } };
const post = async (base = sandbox().webhookUrl) =>
	await request(
		new URL(base + ADD),
		{ 'Content-Type': 'application/json' },
		{ method: 'POST', body: JSON.stringify(ADDED), ca: sandbox().ca },
	);
const linked = () => sandbox().state.linksOfCompany(5).length === 1;
const json = (error: string, error_description: string) => ({ error, error_description });

test.each<[Fault, number, unknown]>([
	[{ kind: 'tooManyRequests' }, 503, json('QUERY_LIMIT_EXCEEDED', 'Too many requests')],
	[
		{ kind: 'operationTimeLimit' },
		429,
		json('OPERATION_TIME_LIMIT', 'Method is blocked due to operation time limit.'),
	],
	[{ kind: 'overload' }, 503, json('OVERLOAD_LIMIT', 'REST API is blocked due to overload.')],
	[{ kind: 'expiredToken' }, 401, json('expired_token', 'The access token provided has expired')],
	[{ kind: 'error', error: '', description: 'x' }, 200, json('', 'x')],
	[{ kind: 'error', status: 500, error: 'E' }, 500, json('E', 'Internal error')],
])('%p', async (fault, status, body) => {
	sandbox().faults.add(fault);
	const answer = await post();
	expect([answer.status, JSON.parse(answer.body)]).toEqual([status, body]);
	expect(linked()).toBe(false);
	expect((await post()).status).toBe(200);
});

test('answer holds any result', async () => {
	sandbox().faults.add({ kind: 'answer', result: ['odd'] });
	expect(JSON.parse((await post()).body)).toEqual({ result: ['odd'] });
	expect(linked()).toBe(false);
});

test.each<[Fault, number]>([
	[{ kind: 'badGateway' }, 502],
	[{ kind: 'forbiddenPage' }, 403],
])('%p is a page', async (fault, status) => {
	sandbox().faults.add(fault);
	const answer = await post();
	expect([answer.status, answer.headers['content-type']]).toEqual([status, 'text/html']);
	expect(answer.body).toMatch(/^<html>/);
	expect(linked()).toBe(false);
});

test.each<Fault['kind']>(['badGateway', 'tooManyRequests', 'reset'])(
	'%s may strike after the request was carried out',
	async (kind) => {
		sandbox().faults.add({ kind, commit: true });
		await post().catch(() => undefined);
		expect(linked()).toBe(true);
	},
);

test('reset ends the connection before anything is done', async () => {
	sandbox().faults.add({ kind: 'reset' });
	await expect(post()).rejects.toMatchObject({ code: 'ECONNRESET' });
	expect(linked()).toBe(false);
	expect(sandbox().requests).toMatchObject([{ method: ADD, status: 0, fault: 'reset' }]);
});

/** Sends a request and gives up as soon as the sandbox has it. A time limit could pass before the request arrives. */
async function giveUp(): Promise<void> {
	const controller = new AbortController();
	const sent = fetch(sandbox().webhookUrl + ADD, {
		method: 'POST',
		body: 'id=5&fields[CONTACT_ID]=7',
		signal: controller.signal,
	});
	const rejected = expect(sent).rejects.toThrow();
	while (sandbox().requests.length === 0) await sleep(5);
	controller.abort();
	await rejected;
}

test('timeOut carries the request out and never answers', async () => {
	sandbox().faults.add({ kind: 'timeOut' });
	await giveUp();
	expect(linked()).toBe(true);
	expect(sandbox().requests).toMatchObject([{ status: 0, fault: 'timeOut' }]);
});

test('timeOut may come before the request is carried out', async () => {
	sandbox().faults.add({ kind: 'timeOut', commit: false });
	await giveUp();
	expect(linked()).toBe(false);
});

test('slow answers late, and truly', async () => {
	sandbox().faults.add({ kind: 'slow', delay: 5000 });
	expect(JSON.parse((await post()).body)).toMatchObject({ result: true });
	expect(slept).toEqual([5000]);
});

test('truncated stops in the middle of the JSON', async () => {
	sandbox().faults.add({ kind: 'truncated' });
	const { status, body } = await post();
	expect(status).toBe(200);
	expect(body).toMatch(/^\{"result":true/);
	expect(() => void JSON.parse(body)).toThrow(SyntaxError);
	expect(linked()).toBe(true);
});

describe('redirect', () => {
	test.each<[string, () => string]>([
		['to another host', () => sandbox().origin.replace('127.0.0.1', 'localhost')],
		['to https', () => sandbox().httpsOrigin!],
	])('%s, for good: whoever goes there is served', async (_, to) => {
		sandbox().faults.add({ kind: 'redirect', to: to(), times: Infinity });
		for (let index = 0; index < 2; index += 1) {
			const { status, headers } = await post();
			expect(status).toBe(302);
			expect(headers.location).toBe(sandbox().webhookUrl.replace(sandbox().origin, to()) + ADD);
		}
		expect(linked()).toBe(false);
		const moved = sandbox().webhookUrl.replace(sandbox().origin, to());
		expect((await post(moved)).status).toBe(200);
		expect(linked()).toBe(true);
	});

	test('down to http', async () => {
		sandbox().faults.add({ kind: 'redirect', to: sandbox().origin });
		const { headers } = await post(
			sandbox().webhookUrl.replace(sandbox().origin, sandbox().httpsOrigin!),
		);
		expect(headers.location).toBe(sandbox().webhookUrl + ADD);
	});

	test('to the same address', async () => {
		sandbox().faults.add({ kind: 'redirect' });
		const { status, headers } = await post();
		expect([status, `${sandbox().origin}${String(headers.location)}`]).toEqual([
			302,
			sandbox().webhookUrl + ADD,
		]);
	});
});

describe('faults in line', () => {
	const statuses = async (...methods: string[]) => {
		const seen: number[] = [];
		for (const method of methods) {
			const response = await fetch(sandbox().webhookUrl + method);
			await response.text();
			seen.push(response.status);
		}
		return seen;
	};

	test('strike in order, each as often as asked', async () => {
		sandbox().faults.add({ kind: 'tooManyRequests', times: 2 }, { kind: 'badGateway' });
		expect(await statuses('scope', 'scope', 'scope', 'scope')).toEqual([503, 503, 502, 200]);
	});

	test('wait for their method', async () => {
		sandbox().faults.add({ kind: 'badGateway', method: 'batch' });
		expect(await statuses('scope', 'batch', 'batch')).toEqual([200, 502, 200]);
	});

	test('with times count as met after their first hit', async () => {
		sandbox().faults.add(
			{ kind: 'tooManyRequests', times: 99 },
			{ kind: 'badGateway', method: 'batch' },
		);
		expect(await statuses('scope')).toEqual([503]);
		expect(sandbox().faults.unmet()).toMatchObject([{ kind: 'badGateway' }]);
		sandbox().faults.clear();
		expect(sandbox().faults.unmet()).toEqual([]);
	});

	test('are gone after clear and after reset', async () => {
		sandbox().faults.add({ kind: 'badGateway' });
		sandbox().faults.clear();
		sandbox().faults.add({ kind: 'badGateway' });
		sandbox().reset();
		expect(await statuses('scope')).toEqual([200]);
	});
});

describe('over HTTP', () => {
	const control = async (method: string, body?: URLSearchParams) => {
		const response = await fetch(`${sandbox().origin}/sandbox/faults`, { method, body });
		return {
			status: response.status,
			body: (await response.json()) as { pending: unknown[]; kinds: string[] },
		};
	};

	test('a fault is queued, listed and cleared', async () => {
		const form = {
			kind: 'error',
			times: '3',
			method: 'batch',
			status: '500',
			error: 'E',
			commit: '1',
			delay: '7',
		};
		const fault = { ...form, times: 3, status: 500, commit: true, delay: 7 };
		const { status, body } = await control('POST', new URLSearchParams(form));
		expect([status, body.pending]).toEqual([200, [fault]]);
		expect(sandbox().faults.pending()).toEqual([fault]);
		expect((await control('GET')).body.pending).toEqual([fault]);
		await control('DELETE');
		expect(sandbox().faults.pending()).toEqual([]);
	});

	test('an unknown kind is refused with the kinds there are', async () => {
		const { status, body } = await control('POST', new URLSearchParams({ kind: 'earthquake' }));
		expect([status, body.pending]).toEqual([400, []]);
		expect(body.kinds).toContain('tooManyRequests');
	});
});

test('close ends connections that wait for an answer', async () => {
	const other = await startSandbox();
	other.faults.add({ kind: 'timeOut' });
	const waiting = call(other.webhookUrl, 'scope');
	const refused = expect(waiting).rejects.toThrow();
	while (other.requests.length === 0) await batch(sandbox().webhookUrl, {});
	await other.close();
	await refused;
});

describe('a fault of one command of a batch', () => {
	const cmd = Object.fromEntries(
		[1, 2, 3].map((id) => [`c${id}`, `${ADD}?id=5&fields[CONTACT_ID]=${id}`]),
	);
	const linkedContacts = () =>
		sandbox()
			.state.linksOfCompany(5)
			.map(({ contactId }) => contactId);

	test.each([
		[true, [1, 2, 3]],
		[false, [1, 3]],
	])('answers with an error, the command carried out: %p', async (commit, contacts) => {
		sandbox().faults.add({ kind: 'error', error: 'ERROR_CORE', command: 1, commit });
		expect(await batch(sandbox().webhookUrl, { cmd })).toMatchObject({
			result: { c1: true, c3: true },
			result_error: { c2: { error: 'ERROR_CORE' } },
		});
		expect(linkedContacts()).toEqual(contacts);
		expect(sandbox().faults.pending()).toEqual([]);
	});

	test('answers with anything instead of the result', async () => {
		sandbox().faults.add({ kind: 'answer', result: null, command: 1, commit: true });
		expect(await batch(sandbox().webhookUrl, { cmd })).toMatchObject({
			result: { c1: true, c2: null, c3: true },
		});
		expect(linkedContacts()).toEqual([1, 2, 3]);
	});
});
