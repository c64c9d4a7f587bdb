import { type IDataObject, type INodeParameters, type OnError, sleep } from 'n8n-workflow';

import { systemClock } from '../../nodes/Bitrix24CompanyContact/portal/clock';
import type { Fault } from '../../sandbox';
import { createEngine, runNode, useSandbox } from './linking';

let waits: number[];
const engine = createEngine();
const portal = useSandbox();

beforeEach(() => {
	waits = [];
	jest.spyOn(systemClock, 'wait').mockImplementation(async (ms, signal) => {
		if (!signal?.aborted) waits.push(ms);
	});
});
afterEach(() => jest.restoreAllMocks());

const items = [1, 2, 3].map((contactId) => ({ companyId: 5, contactId }));

async function run(faults: Fault[], parameters: INodeParameters = {}, onError?: OnError) {
	portal.sandbox.faults.add(...faults);
	const result = await runNode(engine, {
		items,
		parameters,
		onError,
		credential: { webhookUrl: portal.sandbox.webhookUrl },
	});
	const secret = new URL(portal.sandbox.webhookUrl).pathname.split('/')[3];
	expect(JSON.stringify(result.run)).not.toContain(secret);
	return result;
}

const linked = () => portal.sandbox.portal.linksOfCompany(5).map(({ contactId }) => contactId);
const added = items.map((ids) => ({ ...ids, result: true, outcome: 'added' }));
const perhapsAdded = items.map((ids) => ({
	...ids,
	result: false,
	outcome: 'alreadyLinked',
	afterRetry: true,
}));

describe('a fault that passes', () => {
	it.each<[string, Fault, IDataObject[]]>([
		['a burst of 503', { kind: 'tooManyRequests', times: 3 }, added],
		['429', { kind: 'operationTimeLimit' }, added],
		['502 with a page', { kind: 'badGateway' }, added],
		['a reset before the commit', { kind: 'reset' }, added],
		['a reset after the commit', { kind: 'reset', commit: true }, perhapsAdded],
		['a truncated answer', { kind: 'truncated' }, perhapsAdded],
		['500 with a code', { kind: 'error', status: 500, error: 'INTERNAL_SERVER_ERROR' }, added],
	])('loses nothing and claims nothing false: %s', async (_, fault, outcome) => {
		const { json } = await run([fault]);
		expect(json).toEqual(outcome);
		expect(linked()).toEqual([1, 2, 3]);
		expect(waits.length).toBeGreaterThan(0);
	});

	it('loses nothing: a time-out after the commit', async () => {
		const { json } = await run([{ kind: 'timeOut' }], { options: { timeout: 1 } });
		expect(json).toEqual(perhapsAdded);
		expect(linked()).toEqual([1, 2, 3]);
	});
});

describe('a fault that stays', () => {
	it.each<[string, Fault, RegExp]>([
		['502 with a page', { kind: 'badGateway', times: 9 }, /does not look like Bitrix24/],
		['resets', { kind: 'reset', times: 9 }, /broke off/],
		['503', { kind: 'tooManyRequests', times: 99 }, /too many requests/],
		['429', { kind: 'operationTimeLimit', times: 99 }, /working time/],
		['a block for overload', { kind: 'overload' }, /overload/],
		['403 with a page', { kind: 'forbiddenPage' }, /does not look like Bitrix24/],
		['200 with an error', { kind: 'error', error: 'ERROR_CORE' }, /failed while it worked/],
		[
			'200 with an empty error',
			{ kind: 'error', error: '', description: 'Access denied.' },
			/no access to the CRM/,
		],
		['a redirect', { kind: 'redirect', to: 'https://new.bitrix24.com' }, /has a new address/],
	])('fails the items and links nothing: %s', async (_, fault, message) => {
		const options = { maxWait: 30 };
		const { json } = await run([fault], { options }, 'continueRegularOutput');
		expect(json).toHaveLength(3);
		for (const { error } of json) expect(error).toMatch(message);
		expect(linked()).toEqual([]);

		portal.sandbox.reset();
		const { error } = await run([fault], { options });
		expect(error).toMatchObject({ name: 'NodeApiError', context: { itemIndex: 0 } });
		expect(error?.message).toMatch(message);
		expect(linked()).toEqual([]);
	});

	it('tells the new address of a portal, without the secret in it', async () => {
		const { error } = await run([{ kind: 'redirect', to: 'https://new.bitrix24.com' }]);
		expect((error as { description?: string }).description).toContain('"https://new.bitrix24.com"');
	});

	it('fails its own request only', async () => {
		const { json } = await run(
			[{ kind: 'overload' }],
			{ options: { batchSize: 1 } },
			'continueRegularOutput',
		);
		expect(json).toMatchObject([
			{ code: 'OVERLOAD_LIMIT' },
			{ outcome: 'added' },
			{ outcome: 'added' },
		]);
	});
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
