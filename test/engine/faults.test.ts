/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs outside n8n */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { OnError } from 'n8n-workflow';

import { systemClock } from '../../nodes/Bitrix24CompanyContact/bitrix24/clock';
import { RateLimiter } from '../../nodes/Bitrix24CompanyContact/bitrix24/rateLimiter';
import { createEngine, runNode, useSandbox } from './harness';

const engine = createEngine();
let onRequest = () => {};
const fixture = useSandbox({ onRequest: () => onRequest() });

beforeEach(() => {
	jest.spyOn(systemClock, 'wait').mockResolvedValue();
});
afterEach(() => jest.restoreAllMocks());

const items = [1, 2, 3].map((contactId) => ({ companyId: 5, contactId }));

it('a fault fails its own request only', async () => {
	fixture.sandbox.faults.add({ kind: 'overload' });
	const { json } = await runNode(engine, {
		items,
		parameters: { options: { batchSize: 1 } },
		onError: 'continueRegularOutput',
		credential: { webhookUrl: fixture.sandbox.webhookUrl },
	});
	expect(json).toMatchObject([
		{ code: 'OVERLOAD_LIMIT' },
		{ outcome: 'added' },
		{ outcome: 'added' },
	]);
});

it('an answer that repeats the address does not bring the secret into the error', async () => {
	const secret = fixture.sandbox.webhookSecret;
	fixture.sandbox.faults.add({
		kind: 'error',
		status: 404,
		error: 'NOT_FOUND',
		description: `Nothing at /rest/1/${secret}/`,
	});
	const { error, run } = await runNode(engine, {
		items,
		credential: { webhookUrl: fixture.sandbox.webhookUrl },
	});
	expect((error as { description?: string }).description).toContain('Nothing at /rest/1/***/');
	expect(JSON.stringify(run)).not.toContain(secret);
});

it('an outcome that is not known is not claimed, in the message itself', async () => {
	fixture.sandbox.faults.add({ kind: 'reset', commit: true, times: 99 });
	const { json } = await runNode(engine, {
		items,
		onError: 'continueRegularOutput',
		credential: { webhookUrl: fixture.sandbox.webhookUrl },
	});
	expect(fixture.sandbox.state.linksOfCompany(5)).toHaveLength(3);
	expect(json[0].error).toBe(
		'Contact 1 may not have been linked to company 5: the connection to Bitrix24 broke off',
	);
});

it.each([
	['add', { ifAlreadyLinked: 'error' }, /^A first attempt was cut off and may have made this link/],
	[
		'remove',
		{ ifNotLinked: 'error' },
		/^A first attempt was cut off and may have removed the link/,
	],
])(
	'%s that fails because of what a first attempt may have done says so',
	async (operation, options, doubt) => {
		fixture.sandbox.faults.add({ kind: 'reset', commit: true });
		const { error } = await runNode(engine, {
			items: [{ companyId: operation === 'add' ? 5 : 1, contactId: 1 }],
			parameters: { operation, options },
			credential: { webhookUrl: fixture.sandbox.webhookUrl },
		});
		expect((error as { description?: string }).description).toMatch(doubt);
	},
);

it('a run that had to wait says how long, in numbers that agree', async () => {
	let passed = 0;
	const began = systemClock.now();
	jest.spyOn(systemClock, 'now').mockImplementation(() => began + passed);
	jest.spyOn(systemClock, 'wait').mockImplementation(async (ms) => {
		passed += ms;
	});
	fixture.sandbox.faults.add({ kind: 'tooManyRequests' });
	const { hints } = await runNode(engine, {
		items: [items[0]],
		credential: { webhookUrl: fixture.sandbox.webhookUrl },
	});
	expect(hints[0].message).toMatch(
		/^1 item in 2 requests \(1 repeated\); waited 1 s for Bitrix24's request limit\.$/,
	);
});

it.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
	'a resource that this version does not know fails each item: %s',
	async (onError) => {
		const { output, errorOutput } = await runNode(engine, {
			items,
			parameters: { resource: 'contactDeal', operation: 'add' },
			onError,
			credential: { webhookUrl: fixture.sandbox.webhookUrl },
		});
		const failed = onError === 'continueErrorOutput' ? errorOutput : output;
		expect(failed.map(({ json }) => json.error)).toEqual(
			Array(3).fill("This version of the node does not know the resource 'contactDeal'"),
		);
		expect(output.length + errorOutput.length).toBe(3);
	},
);

it('an operation that this version does not know fails each item', async () => {
	const { json } = await runNode(engine, {
		items,
		parameters: { operation: 'fromTheFuture' },
		onError: 'continueRegularOutput',
		credential: { webhookUrl: fixture.sandbox.webhookUrl },
	});
	expect(json.map(({ error }) => error)).toEqual(
		Array(3).fill("This version of the node does not know the operation 'fromTheFuture'"),
	);
});

it('a portal that is not there is named as such', async () => {
	const { error } = await runNode(engine, {
		items,
		credential: { webhookUrl: 'http://127.0.0.1:9/rest/1/secretcode/' },
	});
	expect(error?.message).toBe(
		'Contact 1 was not linked to company 5: n8n could not reach Bitrix24',
	);
});

describe('a command that fails in a batch after it was carried out', () => {
	const run = async (parameters = {}, onError?: OnError) =>
		await runNode(engine, {
			items,
			parameters,
			onError,
			credential: { webhookUrl: fixture.sandbox.webhookUrl },
		});
	const failing = (error: string) =>
		fixture.sandbox.faults.add({ kind: 'error', error, command: 1, commit: true });

	it('is reported as linked perhaps by its first attempt', async () => {
		failing('INTERNAL_SERVER_ERROR');
		const { json } = await run();
		expect(json).toEqual([
			{ companyId: 5, contactId: 1, result: true, outcome: 'added' },
			{ companyId: 5, contactId: 2, result: false, outcome: 'alreadyLinked', afterRetry: true },
			{ companyId: 5, contactId: 3, result: true, outcome: 'added' },
		]);
	});

	it('does not say that nothing was changed', async () => {
		failing('INTERNAL_SERVER_ERROR');
		const { json } = await run({ options: { ifAlreadyLinked: 'error' } }, 'continueRegularOutput');
		expect(json[1].description).toMatch(/^A first attempt was cut off and may have made this link/);
	});

	it('that is not repeated is not said to be unlinked', async () => {
		failing('ERROR_CORE');
		const { json } = await run({}, 'continueRegularOutput');
		expect(json[1].error).toMatch(/^Contact 2 may not have been linked to company 5: /);
	});
});

it.each(['error', 'overload', 'expiredToken'] as const)(
	'a lost first attempt is not forgotten when the second is refused: %s',
	async (kind) => {
		fixture.sandbox.faults.add(
			{ kind: 'reset', commit: true },
			{ kind, error: 'ACCESS_DENIED', status: 403 },
		);
		const { json } = await runNode(engine, {
			items: [items[0]],
			onError: 'continueRegularOutput',
			credential: { webhookUrl: fixture.sandbox.webhookUrl },
		});
		expect(json[0].error).toMatch(/^Contact 1 may not have been linked to company 5: /);
	},
);

it('two lists for one company leave the second, though the first must be repeated', async () => {
	fixture.sandbox.faults.add({ kind: 'error', error: 'OPERATION_TIME_LIMIT', command: 0 });
	const lists = [
		[1, 2],
		[3, 4],
		[5, 6],
	];
	const { json } = await runNode(engine, {
		items: lists.map((list, index) => ({ companyId: index === 1 ? 4 : 5, list })),
		parameters: {
			operation: 'replaceAll',
			contactsInput: 'json',
			contactsJson: '={{ $json.list.map((contactId) => ({ contactId, sort: 10 * contactId })) }}',
		},
		onError: 'continueRegularOutput',
		credential: { webhookUrl: fixture.sandbox.webhookUrl },
	});
	expect(json.map(({ outcome }) => outcome)).toEqual(Array(3).fill('replaced'));
	expect(fixture.sandbox.state.linksOfCompany(5).map(({ contactId }) => contactId)).toEqual([5, 6]);
});

it("a contact's last link makes its main company, though an earlier one must be repeated", async () => {
	fixture.sandbox.faults.add({ kind: 'error', error: 'INTERNAL_SERVER_ERROR', command: 0 });
	await runNode(engine, {
		items: [4, 5].map((companyId) => ({ companyId, contactId: 7 })),
		onError: 'continueRegularOutput',
		credential: { webhookUrl: fixture.sandbox.webhookUrl },
	});
	expect(fixture.sandbox.state.contacts.get(7)?.companyId).toBe(5);
});

describe('a run that stops at an answer that means nothing', () => {
	it('says which later items of the request went through as well', async () => {
		fixture.sandbox.faults.add({ kind: 'answer', result: null, command: 1, commit: true });
		const { error } = await runNode(engine, {
			items: [...items, { companyId: 4, contactId: 9 }, { companyId: 999, contactId: 1 }],
			credential: { webhookUrl: fixture.sandbox.webhookUrl },
		});
		expect(error?.message).toBe('Bitrix24 gave an answer that this node does not know');
		expect((error as { description?: string }).description).toContain(
			'1 item went through before it: contact 1 was linked to company 5. 2 items after it travelled in the same request and went through as well: contact 3 was linked to company 5; contact 9 was already linked to company 4.',
		);
	});

	it('says how many later items may have gone through where no answer came', async () => {
		fixture.sandbox.faults.add({ kind: 'reset', commit: true, times: 99 });
		const { error } = await runNode(engine, {
			items,
			credential: { webhookUrl: fixture.sandbox.webhookUrl },
		});
		const { description } = error as { description?: string };
		expect(description).toContain('Bitrix24 may still have carried it out.');
		expect(description).toContain(
			'2 items after it travelled in the same request and may have gone through.',
		);
	});
});

it.each(['ENOTFOUND', 'ECONNREFUSED', 'EPERM', 'ETIMEDOUT'])(
	'an ID field that holds %s is named as what it is',
	async (text) => {
		const { error } = await runNode(engine, {
			items: [{ companyId: 5, contactId: `code ${text}` }],
			credential: { webhookUrl: fixture.sandbox.webhookUrl },
		});
		expect(error?.message).toBe(`'Contact' is not the ID of a contact: "code ${text}"`);
	},
);

it.each([
	['4', 'a number'],
	['CONTACT_ID', 'a key'],
])('a webhook code that equals %s, %s of an answer, breaks nothing', async (code) => {
	const secret = code.padStart(8, '1');
	fixture.sandbox.state.link(4, 5, { sort: Number(secret) || 5 });
	const webhookUrl = fixture.sandbox.webhook({ secret });
	const { json } = await runNode(engine, {
		items: [{ companyId: 4 }],
		parameters: { operation: 'getAll', simplify: false },
		credential: { webhookUrl },
	});
	const sort = Number(secret) || 5;
	expect(json).toHaveLength(2);
	expect(json).toContainEqual({ CONTACT_ID: 5, SORT: sort, ROLE_ID: 0, IS_PRIMARY: 'Y' });
});

describe('a portal that is down', () => {
	it('is tried four times, however many requests the run has', async () => {
		const waits = jest.spyOn(systemClock, 'wait').mockResolvedValue();
		const { json, hints } = await runNode(engine, {
			items: Array.from({ length: 200 }, (_, index) => ({ companyId: 5, contactId: index + 1 })),
			parameters: { options: { batchSize: 10 } },
			onError: 'continueRegularOutput',
			credential: { webhookUrl: 'http://127.0.0.1:9/rest/1/secretcode/' },
		});
		expect(waits).toHaveBeenCalledTimes(3);
		expect(json).toHaveLength(200);
		expect(json[199]).toMatchObject({
			error: 'Contact 200 was not linked to company 5: n8n could not reach Bitrix24',
			description: expect.stringMatching(
				/^The item was not sent, as the request could not have gone through\./,
			),
		});
		expect(hints[0].message).toMatch(/^200 items in 4 requests/);
	});

	it('that refuses the access is asked once', async () => {
		const { json } = await runNode(engine, {
			items,
			parameters: { options: { batchSize: 1 } },
			onError: 'continueRegularOutput',
			credential: { webhookUrl: `${fixture.sandbox.origin}/rest/1/unknowncode/` },
		});
		expect(json.map(({ code }) => code)).toEqual(Array(3).fill('INVALID_CREDENTIALS'));
		expect(fixture.sandbox.requests).toHaveLength(1);
	});
});

it('an answer that trickles is given up in time', async () => {
	const server = createServer((_, response) => {
		const trickle = setInterval(() => response.write(' '), 20);
		response.on('close', () => clearInterval(trickle));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	const { error } = await runNode(engine, {
		items: [items[0]],
		parameters: { options: { timeout: 0.2 } },
		credential: { webhookUrl: `http://127.0.0.1:${port}/rest/1/secretcode/` },
	});
	server.close();
	// n8n puts its own signal in the place of the request's, so that the request goes on.
	server.closeAllConnections();
	expect(error?.message).toBe(
		'Contact 1 may not have been linked to company 5: Bitrix24 did not answer in time',
	);
});

it('a fault of an error answer of any length makes a short description', async () => {
	fixture.sandbox.faults.add({ kind: 'error', status: 400, description: 'x'.repeat(2_000_000) });
	const { error } = await runNode(engine, {
		items,
		credential: { webhookUrl: fixture.sandbox.webhookUrl },
	});
	expect((error as { description?: string }).description?.length).toBeLessThan(1000);
});

describe('a cancelled run', () => {
	const cancelled = async (onError?: OnError) =>
		await runNode(engine, {
			items,
			parameters: { options: { batchSize: 1 } },
			onError,
			credential: { webhookUrl: fixture.sandbox.webhookUrl },
			onStart: (cancel) => {
				// The portal makes the change, and the run ends before the answer.
				fixture.sandbox.faults.add({ kind: 'timeOut' });
				onRequest = cancel;
			},
		});
	afterEach(() => {
		onRequest = () => {};
	});

	it('sends nothing more', async () => {
		const { run: whole, error } = await cancelled();
		expect(error?.message).toMatch(/the execution was canceled$/);
		expect(whole.status).toBe('canceled');
		expect(fixture.sandbox.requests).toHaveLength(1);
	});

	it('leaves no bookings at the request limit to the next run', async () => {
		const reserved = jest.spyOn(RateLimiter.prototype, 'reserve');
		const released = jest.spyOn(RateLimiter.prototype, 'release');
		await cancelled('continueRegularOutput');
		expect(reserved.mock.calls.length - released.mock.calls.length).toBe(1);
	});

	it('shows no item as done where it would have continued on fail', async () => {
		const { json } = await cancelled('continueRegularOutput');
		expect(json.map(({ code }) => code)).toEqual(['CANCELED', 'CANCELED', 'CANCELED']);
		expect(fixture.sandbox.requests).toHaveLength(1);
	});
});
