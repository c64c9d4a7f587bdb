import { USERS, type Sandbox } from '../../dev/sandbox';
import { call, useSandbox } from './client';
import { request } from './rawHttp';

/** rest/lib/apauth/auth.php, rest/lib/oauth/auth.php, rest/classes/general/rest.php */
const sandbox = useSandbox();

const FIELDS = 'crm.company.contact.fields';
const wrong = (code: string, description: string) => [
	401,
	{ error: code, error_description: description },
];
const INVALID = wrong('INVALID_CREDENTIALS', 'Invalid request credentials');
const SCOPE = 'The request requires higher privileges than provided by the';

const secretOf = (url: string) => url.split('/').at(-2) ?? '';

test.each<[string, (target: Sandbox) => Promise<unknown>, unknown]>([
	['a wrong secret', async (s) => await fields(`${s.origin}/rest/1/wrong/`), INVALID],
	[
		"another user's secret",
		async (s) => await fields(`${s.origin}/rest/2/${secretOf(s.webhookUrl)}/`),
		INVALID,
	],
	['an unknown user', async (s) => await fields(`${s.origin}/rest/77/x/`), INVALID],
	['an expired webhook', async (s) => await fields(s.webhook({ expires: Date.now() })), INVALID],
	[
		'a webhook without the scope',
		async (s) => await fields(s.webhook({ scope: ['user'] })),
		wrong('insufficient_scope', `${SCOPE} webhook token`),
	],
	[
		'the webhook of a dismissed user',
		async (s) => await fields(s.webhook({ userId: USERS.dismissed })),
		wrong('authorization_error', 'Unable to authorize user'),
	],
	[
		'no credential',
		async (s) => await fields(`${s.origin}/rest/`),
		wrong('NO_AUTH_FOUND', 'Wrong authorization data'),
	],
	[
		'half a webhook in parameters',
		async (s) => await fields(`${s.origin}/rest/`, { ap: secretOf(s.webhookUrl) }),
		wrong('NO_AUTH_FOUND', 'Wrong authorization data'),
	],
	[
		'an unknown token',
		async (s) => await fields(`${s.origin}/rest/`, { auth: 'x' }),
		wrong('invalid_token', 'Unable to get application by token'),
	],
	[
		'a revoked token',
		async (s) => {
			const { accessToken } = s.oauth.issue(USERS.admin);
			s.oauth.revoke(accessToken);
			return await fields(`${s.origin}/rest/`, { auth: accessToken });
		},
		wrong('invalid_token', 'Unable to get application by token'),
	],
	[
		'a parameter named token',
		async (s) => await fields(s.webhookUrl, { token: 'x' }),
		[403, { error: 'ACCESS_DENIED', error_description: 'Access denied! Link check failed' }],
	],
])('%s is refused', async (_, make, answer) => {
	expect(await make(sandbox())).toEqual(answer);
});

async function fields(base: string, params: object = {}): Promise<unknown> {
	const { status, body } = await call(base, FIELDS, params);
	return [status, body];
}

test('an unknown method is found out before a wrong secret', async () => {
	expect((await call(`${sandbox().origin}/rest/1/wrong/`, 'nope')).status).toBe(404);
});

test.each(['profile', 'scope', 'methods', 'method.get', 'app.info', 'batch'])(
	'%s needs no scope',
	async (method) => {
		expect((await call(sandbox().webhook({ scope: [] }), method)).status).toBe(200);
	},
);

test('the user may be named by login, and all of it be given as parameters', async () => {
	const { origin, webhookUrl } = sandbox();
	const secret = secretOf(webhookUrl);
	expect((await call(`${origin}/rest/admin/${secret}/`, 'profile')).body.result).toMatchObject({
		ID: '1',
		ADMIN: true,
	});
	const { body } = await call(`${origin}/rest/`, 'profile', { aplogin: '1', ap: secret });
	expect(body.result).toMatchObject({ ID: '1' });
});

test('a webhook works until it expires', async () => {
	const base = sandbox().webhook({ expires: Date.now() + 60_000 });
	expect((await call(base, 'profile')).status).toBe(200);
});

test('a webhook acts with the rights of its owner', async () => {
	const { body } = await call(sandbox().webhook({ userId: USERS.reader }), 'profile');
	expect(body.result).toMatchObject({ ID: '2', ADMIN: false });
});

describe('over http', () => {
	const elsewhere = { Host: 'portal.example' };

	test.each(['127.0.0.1', 'localhost'])('a webhook is let through to %s', async (Host) => {
		const { status } = await request(new URL(`${sandbox().webhookUrl}profile`), { Host });
		expect(status).toBe(200);
	});

	test('a webhook is refused to any other host', async () => {
		const { status, body } = await request(new URL(`${sandbox().webhookUrl}profile`), elsewhere);
		expect([status, JSON.parse(body)]).toEqual(wrong('INVALID_REQUEST', 'Https required.'));
	});

	test('a token is let through', async () => {
		const { origin, oauth } = sandbox();
		const { accessToken } = oauth.issue(USERS.admin);
		const url = new URL(`${origin}/rest/profile?auth=${accessToken}`);
		expect((await request(url, elsewhere)).status).toBe(200);
	});
});

describe('app.info', () => {
	test('tells a webhook its scopes', async () => {
		const { body } = await call(sandbox().webhookUrl, 'app.info');
		expect(body.result).toEqual({ SCOPE: ['crm'], LICENSE: 'en_std' });
	});

	test('tells an app who it is', async () => {
		const { origin, oauth } = sandbox();
		const { accessToken } = oauth.issue(USERS.admin);
		const { body } = await call(`${origin}/rest/`, 'app.info', { auth: accessToken });
		expect(body.result).toMatchObject({ CODE: oauth.app.clientId, STATUS: 'L', INSTALLED: true });
	});
});

describe('what may be called', () => {
	test.each([
		[{ scope: ['crm'] }, {}, ['crm']],
		[{ scope: ['crm', 'user'] }, { full: 0 }, ['crm', 'user']],
	])('scope lists what was granted', async (webhook, params, result) => {
		expect((await call(sandbox().webhook(webhook), 'scope', params)).body.result).toEqual(result);
	});

	test('scope lists everything with full', async () => {
		const { body } = await call(sandbox().webhook({ scope: [] }), 'scope', { full: true });
		expect(body.result).toEqual(expect.arrayContaining(['crm', 'user']));
	});

	test.each([
		['nothing', ['crm'], {}, true, true],
		['nothing, without the scope', [], {}, true, false],
		['full', [], { full: 1 }, true, true],
		['a scope', [], { scope: 'crm' }, false, true],
		['an empty scope', ['crm'], { scope: '' }, true, false],
	])('methods, asked for %s', async (_, scope, params, common, crm) => {
		const { body } = await call(sandbox().webhook({ scope }), 'methods', params);
		const names = body.result as string[];
		expect([names.includes('batch'), names.includes(FIELDS)]).toEqual([common, crm]);
	});

	test.each([
		[FIELDS, ['crm'], true, true],
		[FIELDS, [], true, false],
		['profile', [], true, true],
		['nope', ['crm'], false, false],
		[FIELDS.toUpperCase(), ['crm'], false, false],
		[undefined, ['crm'], false, false],
	])('method.get of %p with scope %p', async (name, scope, isExisting, isAvailable) => {
		const { body } = await call(sandbox().webhook({ scope }), 'method.get', { name });
		expect(body.result).toEqual({ isExisting, isAvailable });
	});
});
