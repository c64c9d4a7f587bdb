/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs outside n8n */
import { globalAgent } from 'node:https';
import {
	B24Hook,
	B24OAuth,
	EnumAppStatus,
	EnumCrmEntityTypeId,
	ParamsFactory,
	type AjaxResult,
} from '@bitrix24/b24jssdk';
import { USERS } from '../../dev/sandbox';
import { useSandbox } from './client';

/** The official JavaScript SDK, which nobody here wrote, takes the sandbox for a portal. */
const sandbox = useSandbox({ https: true });

const LINKS = 'crm.company.contact';
/** The SDK would spread 250 requests over minutes; the sandbox has no limits unless told so. */
const restrictionParams = {
	...ParamsFactory.getDefault(),
	rateLimit: { burstLimit: 10_000, drainRate: 10_000, adaptiveEnabled: false },
};

const https = (url: string) => url.replace(sandbox().origin, sandbox().httpsOrigin ?? '');

function hook(): B24Hook {
	const client = B24Hook.fromWebhookUrl(https(sandbox().webhookUrl), { restrictionParams });
	client.offClientSideWarning();
	return client;
}

beforeAll(() => {
	globalAgent.options.ca = sandbox().ca;
});
afterAll(() => {
	globalAgent.destroy();
	delete globalAgent.options.ca;
});

const linkedTo = (companyId: number) =>
	sandbox()
		.state.linksOfCompany(companyId)
		.map(({ contactId }) => contactId);

test('single calls', async () => {
	const client = hook();
	const call = async (method: string, params: object) =>
		(await client.actions.v2.call.make({ method: `${LINKS}.${method}`, params })).getData()?.result;
	expect(await call('add', { id: 5, fields: { CONTACT_ID: 7, SORT: 70 } })).toBe(true);
	expect(await call('add', { id: 5, fields: { CONTACT_ID: 7 } })).toBe(false);
	expect(await call('items.get', { id: 5 })).toEqual([
		{ CONTACT_ID: 7, SORT: 70, ROLE_ID: 0, IS_PRIMARY: 'Y' },
	]);
	expect(await call('items.set', { id: 5, items: [{ CONTACT_ID: 8 }, { CONTACT_ID: 9 }] })).toBe(
		true,
	);
	expect(linkedTo(5)).toEqual([8, 9]);
	expect(await call('delete', { id: 5, fields: { CONTACT_ID: 8 } })).toBe(true);
	expect(linkedTo(5)).toEqual([9]);
});

test('a health check', async () => {
	expect(await hook().tools.healthCheck.make()).toBe(true);
	expect(sandbox().requests).toMatchObject([{ method: 'server.time', status: 200 }]);
});

test('errors', async () => {
	const make = async (client: B24Hook, method: string, params: object = {}) =>
		await client.actions.v2.call.make({ method, params });
	const denied = B24Hook.fromWebhookUrl(https(sandbox().webhook({ userId: USERS.reader })), {
		restrictionParams,
	});
	denied.offClientSideWarning();
	await expect(make(hook(), 'crm.nope')).rejects.toMatchObject({
		code: 'ERROR_METHOD_NOT_FOUND',
		status: 404,
	});
	await expect(
		make(denied, `${LINKS}.add`, { id: 1, fields: { CONTACT_ID: 5 } }),
	).rejects.toMatchObject({ code: 'ACCESS_DENIED', status: 403, message: 'Access denied!' });
});

test('a batch with names', async () => {
	const answer = await hook().actions.v2.batch.make({
		calls: {
			add: { method: `${LINKS}.add`, params: { id: 5, fields: { CONTACT_ID: 7 } } },
			get: { method: `${LINKS}.items.get`, params: { id: 5 } },
			list: { method: 'crm.company.list', params: { filter: { '%TITLE': 'foods' } } },
		},
		options: { isHaltOnError: true, returnAjaxResult: true },
	});
	const { add, get, list } = answer.getData() as Record<string, AjaxResult<unknown>>;
	expect(answer.isSuccess).toBe(true);
	expect(add.getData()?.result).toBe(true);
	expect(get.getData()?.result).toMatchObject([{ CONTACT_ID: 7, SORT: 10 }]);
	expect([list.getData()?.result, list.getTotal()]).toMatchObject([[{ ID: '2' }], 1]);
});

test('a batch that halts', async () => {
	const answer = await hook().actions.v2.batch.make({
		calls: [
			[`${LINKS}.add`, { id: 5, fields: { CONTACT_ID: 7 } }],
			['crm.nope', {}],
			[`${LINKS}.add`, { id: 5, fields: { CONTACT_ID: 8 } }],
		],
		options: { isHaltOnError: true, returnAjaxResult: true },
	});
	expect(answer.getErrorMessages()).toEqual(['Method not found!']);
	expect(linkedTo(5)).toEqual([7]);
});

test('a batch by chunk of 200', async () => {
	const calls = Array.from({ length: 200 }, (_, index): [string, object] => [
		`${LINKS}.add`,
		{ id: 5, fields: { CONTACT_ID: index + 1 } },
	]);
	const answer = await hook().actions.v2.batchByChunk.make<boolean>({ calls });
	expect(answer.isSuccess).toBe(true);
	expect(answer.getData()).toEqual(Array<boolean>(200).fill(true));
	expect(linkedTo(5)).toHaveLength(200);
	expect(sandbox().requests.map(({ method, commands }) => [method, commands.length])).toEqual(
		Array<[string, number]>(4).fill(['batch', 50]),
	);
});

describe('paging', () => {
	beforeEach(() => {
		for (let id = 1; id <= 120; id += 1) sandbox().state.addCompany({ id, title: `Company ${id}` });
	});
	const all = Array.from({ length: 120 }, (_, index) => index + 1);

	test('by callList', async () => {
		const answer = await hook().actions.v2.callList.make<{ ID: string }>({
			method: 'crm.company.list',
			params: { select: ['ID'] },
		});
		expect(answer.getData()?.map(({ ID }) => Number(ID))).toEqual(all);
	});

	test('by fetchList', async () => {
		const seen: number[] = [];
		const pages = hook().actions.v2.fetchList.make<{ id: number }>({
			method: 'crm.item.list',
			params: { entityTypeId: EnumCrmEntityTypeId.company, select: ['id'] },
			idKey: 'id',
			customKeyForResult: 'items',
		});
		for await (const page of pages) seen.push(...page.map(({ id }) => id));
		expect(seen).toEqual(all);
	});

	test('by next', async () => {
		const first = await hook().actions.v2.call.make<Array<{ ID: string }>>({
			method: 'crm.company.list',
			params: { start: 50, select: ['ID'] },
		});
		expect([first.getTotal(), first.isMore()]).toEqual([120, true]);
		expect(first.getData()?.result[0].ID).toBe('51');
	});
});

test('an OAuth refresh', async () => {
	const { oauth, httpsOrigin } = sandbox();
	const { accessToken, refreshToken, expires } = oauth.issue(USERS.admin);
	oauth.expire(accessToken);
	const client = new B24OAuth(
		{
			accessToken,
			refreshToken,
			expires: expires / 1000,
			expiresIn: 3600,
			domain: new URL(httpsOrigin ?? '').host,
			clientEndpoint: `${httpsOrigin}/rest/`,
			serverEndpoint: `${httpsOrigin}/rest/`,
			memberId: 'member',
			applicationToken: '',
			userId: USERS.admin,
			scope: 'crm',
			status: EnumAppStatus.Local,
			issuer: 'request',
		},
		{ clientId: oauth.app.clientId, clientSecret: oauth.app.clientSecret },
		{ restrictionParams },
	);
	client.offClientSideWarning();
	let renewed: unknown;
	client.setCallbackRefreshAuth(async ({ b24OAuthParams }) => {
		renewed = b24OAuthParams;
	});
	const answer = await client.actions.v2.call.make({
		method: `${LINKS}.items.get`,
		params: { id: 4 },
	});
	expect(answer.getData()?.result).toMatchObject([{ CONTACT_ID: 9 }]);
	expect(sandbox().requests.map(({ status, error }) => [status, error])).toEqual([
		[401, 'expired_token'],
		[200, undefined],
	]);
	expect(renewed).toMatchObject({
		accessToken: expect.not.stringMatching(accessToken),
		refreshToken: expect.not.stringMatching(refreshToken),
		scope: 'crm',
		status: 'L',
	});
});

test('a 503 that it retries', async () => {
	// Between two attempts the SDK waits for seconds. Only these waits are shortened.
	const wait = globalThis.setTimeout;
	const isPause = (ms: number) => ms >= 1000 && ms < 10_000;
	const shortened = jest
		.spyOn(globalThis, 'setTimeout')
		.mockImplementation((act: () => void, ms = 0) => wait(act, isPause(ms) ? 1 : ms));
	sandbox().faults.add({ kind: 'tooManyRequests', times: 2 });
	const answer = await hook().actions.v2.call.make({
		method: `${LINKS}.add`,
		params: { id: 5, fields: { CONTACT_ID: 7 } },
	});
	shortened.mockRestore();
	expect(answer.getData()?.result).toBe(true);
	expect(sandbox().requests.map(({ status }) => status)).toEqual([503, 503, 200]);
});
