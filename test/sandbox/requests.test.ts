import { call, useSandbox, type CallResponse } from './client';
import { request } from './rawHttp';

/** getRequestData in rest/classes/general/rest_util.php, main/lib/web/json.php, bitrix:rest.server component */
const sandbox = useSandbox();

const GET = 'crm.company.contact.items.get';
const FORM = 'application/x-www-form-urlencoded';

const send = async (path: string, init?: RequestInit): Promise<CallResponse> => {
	const response = await fetch(sandbox().webhookUrl + path, init);
	return { status: response.status, body: (await response.json()) as CallResponse['body'] };
};
const post = async (path: string, body: string | FormData, type?: string) =>
	await send(path, { method: 'POST', body, ...(type && { headers: { 'Content-Type': type } }) });

const LINKED = [{ CONTACT_ID: 9, SORT: 10, ROLE_ID: 0, IS_PRIMARY: 'Y' }];

describe('an address', () => {
	test.each([GET, `${GET}.json`, `${GET}/`, `${GET}.json/`, GET.toUpperCase()])(
		'may end in %s',
		async (path) => {
			expect((await send(`${path}?id=4`)).body.result).toEqual(LINKED);
		},
	);

	test('may have doubled slashes', async () => {
		const response = await fetch(
			`${sandbox().webhookUrl.replace('/rest/', '//rest///')}/${GET}?id=4`,
		);
		expect(await response.json()).toMatchObject({ result: LINKED });
	});

	test.each(['', '/', '/1', '/1/', '/1/secret', '/1/secret/'])(
		'/rest%s names no method',
		async (path) => {
			const response = await fetch(`${sandbox().origin}/rest${path}`);
			expect([response.status, await response.json()]).toEqual([
				404,
				{ error: 'ERROR_METHOD_NOT_FOUND', error_description: 'Method not found!' },
			]);
		},
	);

	test('of REST v3 has no such method', async () => {
		const response = await fetch(`${sandbox().webhookUrl.replace('/rest/', '/rest/api/')}${GET}`);
		expect([response.status, await response.json()]).toMatchObject([
			404,
			{ error: { code: 'BITRIX_REST_V3_EXCEPTION_METHODNOTFOUNDEXCEPTION' } },
		]);
	});

	test.each(['nope', 'constructor', '__proto__', 'crm.company.contact'])(
		'%s is no method',
		async (method) => {
			expect((await call(sandbox().webhookUrl, method)).status).toBe(404);
		},
	);
});

describe('parameters', () => {
	const multipart = () => {
		const form = new FormData();
		form.append('id', '4');
		return form;
	};

	test.each<[string, () => Promise<CallResponse>]>([
		['in the query of a GET', async () => await send(`${GET}?id=4`)],
		['in the query of a POST', async () => await post(`${GET}?id=4`, '')],
		['as JSON', async () => await post(GET, '{"id":4}', 'application/json')],
		['as JSON of a kind', async () => await post(GET, '{"id":4}', 'application/vnd.x+json')],
		['as a form', async () => await post(GET, 'id=4', FORM)],
		['as a form in parts', async () => await post(GET, multipart())],
		['as a form under another name', async () => await post(GET, 'id=4', 'text/plain')],
		['in both, where the body wins', async () => await post(`${GET}?id=5`, 'id=4', FORM)],
	])('%s', async (_, make) => {
		expect((await make()).body.result).toEqual(LINKED);
	});

	test.each<[string, () => Promise<CallResponse>]>([
		['broken JSON', async () => await post(GET, '{"id":4', 'application/json')],
		['a JSON text', async () => await post(GET, '"id=4"', 'application/json')],
		['JSON called a form', async () => await post(GET, '{"id":4}', FORM)],
	])('%s counts as none', async (_, make) => {
		expect((await make()).body.error_description).toBe(
			'The parameter ownerEntityID is invalid or not defined.',
		);
	});

	test('that SDKs add are let be', async () => {
		const noise = 'bx24_request_id=1&bx24_sdk_ver=2&bx24_sdk_type=x&state=s&start=0';
		expect((await send(`${GET}?id=4&${noise}`)).body.result).toEqual(LINKED);
	});

	test('of a form make lists and maps', async () => {
		const rows = 'items[0][CONTACT_ID]=7&items[][CONTACT_ID]=8&items%5B%5D%5BCONTACT_ID%5D=9';
		await post('crm.company.contact.items.set', `id=5&${rows}`, FORM);
		const linked = sandbox()
			.state.linksOfCompany(5)
			.map(({ contactId }) => contactId);
		expect(linked).toEqual([7, 8, 9]);
	});

	/** main/php_variables.c of PHP: a bracket that is never closed belongs to the name. */
	test.each<[string, object]>([
		['x[y=1', { x_y: '1' }],
		['x[=1', { x_: '1' }],
		['x[y.z [=1', { x_y_z__: '1' }],
		['x[y][z=1', { x: { y: '1' } }],
		['x[y[z]=1', { x: { 'y[z': '1' } }],
		['x[y]z=1', { x: { y: '1' } }],
		['[x=1', {}],
	])('of a query like %s', async (query, params) => {
		await send(`profile?${encodeURI(query)}`);
		expect(sandbox().requests[0].params).toEqual(params);
	});

	test('of a form with a gap lose what comes after', async () => {
		const rows = 'items[0][CONTACT_ID]=7&items[2][CONTACT_ID]=8';
		await post('crm.company.contact.items.set', `id=5&${rows}`, FORM);
		expect(sandbox().state.linksOfCompany(5)).toMatchObject([{ contactId: 7 }]);
	});
});

describe('an answer', () => {
	test('escapes what could end a script', async () => {
		sandbox().state.addCompany({ id: 9, title: `<b>'R&D'</b> "\\"` });
		const { body } = await request(new URL(`${sandbox().webhookUrl}crm.company.get?id=9`));
		expect(body).toContain(
			String.raw`\u003Cb\u003E\u0027R\u0026D\u0027\u003C\/b\u003E \u0022\\\u0022`,
		);
		expect(JSON.parse(body)).toMatchObject({ result: { TITLE: `<b>'R&D'</b> "\\"` } });
	});

	test('is JSON and open to pages of other origins', async () => {
		const { headers } = await fetch(`${sandbox().webhookUrl}profile`);
		expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
		expect(headers.get('access-control-allow-origin')).toBe('*');
	});

	test('counts time from a whole second, as newer servers do', async () => {
		const { time } = (await call(sandbox().webhookUrl, 'profile')).body;
		expect([time?.start, time?.processing].every(Number.isInteger)).toBe(true);
		expect(time).not.toHaveProperty('operating');
	});
});

describe('the log', () => {
	test('has every request with its commands, and no secret', async () => {
		const { webhookUrl, requests, oauth, origin } = sandbox();
		const { accessToken } = oauth.issue(1);
		await call(webhookUrl, 'crm.company.contact.items.set', { id: 5, items: [{ CONTACT_ID: 7 }] });
		await call(webhookUrl, 'batch', { cmd: { a: `${GET}?id=5` }, halt: 0 });
		await call(`${origin}/rest/`, 'profile', { auth: accessToken });
		await send('nope?x=1');
		const set = { id: 5, items: [{ CONTACT_ID: 7 }] };
		const base = { httpMethod: 'POST', status: 200 };
		expect(requests).toEqual([
			{
				...base,
				method: 'crm.company.contact.items.set',
				params: set,
				commands: [{ key: '', method: 'crm.company.contact.items.set', params: set }],
			},
			{
				...base,
				method: 'batch',
				params: { cmd: { a: `${GET}?id=5` }, halt: 0 },
				commands: [{ key: 'a', method: GET, params: { id: '5' } }],
			},
			{
				...base,
				method: 'profile',
				params: {},
				commands: [{ key: '', method: 'profile', params: {} }],
			},
			{
				httpMethod: 'GET',
				method: 'nope',
				params: { x: '1' },
				commands: [{ key: '', method: 'nope', params: { x: '1' } }],
				status: 404,
				error: 'ERROR_METHOD_NOT_FOUND',
				description: 'Method not found!',
			},
		]);
		const [, secret] = /rest\/1\/(\w+)\//.exec(webhookUrl) ?? [];
		expect(secret).toHaveLength(16);
		expect(JSON.stringify(requests)).not.toContain(secret);
		expect(JSON.stringify(requests)).not.toContain(accessToken);
	});
});
