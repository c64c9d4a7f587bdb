import { type OnError, sleep } from 'n8n-workflow';

import { systemClock } from '../../nodes/Bitrix24CompanyContact/portal/clock';
import { createEngine, runNode, useSandbox } from './linking';

const engine = createEngine();
const portal = useSandbox();

beforeEach(() => {
	jest.spyOn(systemClock, 'wait').mockResolvedValue();
});
afterEach(() => jest.restoreAllMocks());

const items = [1, 2, 3].map((contactId) => ({ companyId: 5, contactId }));

it('a fault fails its own request only', async () => {
	portal.sandbox.faults.add({ kind: 'overload' });
	const { json } = await runNode(engine, {
		items,
		parameters: { options: { batchSize: 1 } },
		onError: 'continueRegularOutput',
		credential: { webhookUrl: portal.sandbox.webhookUrl },
	});
	expect(json).toMatchObject([
		{ code: 'OVERLOAD_LIMIT' },
		{ outcome: 'added' },
		{ outcome: 'added' },
	]);
});

it('an answer that repeats the address does not bring the secret into the error', async () => {
	const secret = portal.sandbox.webhookSecret;
	portal.sandbox.faults.add({
		kind: 'error',
		status: 404,
		error: 'NOT_FOUND',
		description: `Nothing at /rest/1/${secret}/`,
	});
	const { error, run } = await runNode(engine, {
		items,
		credential: { webhookUrl: portal.sandbox.webhookUrl },
	});
	expect((error as { description?: string }).description).toContain('Nothing at /rest/1/***/');
	expect(JSON.stringify(run)).not.toContain(secret);
});

it('an outcome that is not known is not claimed, in the message itself', async () => {
	portal.sandbox.faults.add({ kind: 'reset', commit: true, times: 99 });
	const { json } = await runNode(engine, {
		items,
		onError: 'continueRegularOutput',
		credential: { webhookUrl: portal.sandbox.webhookUrl },
	});
	expect(portal.sandbox.portal.linksOfCompany(5)).toHaveLength(3);
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
	'%s that fails for what a first try may have done says so',
	async (operation, options, doubt) => {
		portal.sandbox.faults.add({ kind: 'reset', commit: true });
		const { error } = await runNode(engine, {
			items: [{ companyId: operation === 'add' ? 5 : 1, contactId: 1 }],
			parameters: { operation, options },
			credential: { webhookUrl: portal.sandbox.webhookUrl },
		});
		expect((error as { description?: string }).description).toMatch(doubt);
	},
);

it('a run that had to wait says how long, in numbers that agree', async () => {
	portal.sandbox.faults.add({ kind: 'tooManyRequests' });
	const { hints } = await runNode(engine, {
		items: [items[0]],
		credential: { webhookUrl: portal.sandbox.webhookUrl },
	});
	expect(hints[0].message).toMatch(
		/^1 item in 2 requests \(1 repeated\); waited 1 s for Bitrix24\.$/,
	);
});

it('an operation that this version does not know fails each item', async () => {
	const { json } = await runNode(engine, {
		items,
		parameters: { operation: 'fromTheFuture' },
		onError: 'continueRegularOutput',
		credential: { webhookUrl: portal.sandbox.webhookUrl },
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

describe('a cancelled run', () => {
	const cancelled = async (onError?: OnError) =>
		await runNode(engine, {
			items,
			parameters: { options: { batchSize: 1 } },
			onError,
			credential: { webhookUrl: portal.sandbox.webhookUrl },
			onStart: (cancel) => {
				portal.sandbox.faults.add({ kind: 'slow', delay: 200 });
				void sleep(100).then(cancel);
			},
		});

	it('sends nothing more', async () => {
		const { run: whole, error } = await cancelled();
		expect(error?.message).toMatch(/the execution was canceled$/);
		expect(whole.status).toBe('canceled');
		expect(portal.sandbox.requests).toHaveLength(1);
	});

	it('shows no item as done where it would have continued on fail', async () => {
		const { json } = await cancelled('continueRegularOutput');
		expect(json.map(({ code }) => code)).toEqual(['CANCELED', 'CANCELED', 'CANCELED']);
		expect(portal.sandbox.requests).toHaveLength(1);
	});
});
