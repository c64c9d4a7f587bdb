import { USERS } from '../../dev/sandbox';
import { fakeClock, useSandbox } from './client';

/** REST docs: complete OAuth 2.0 protocol, token renewal, authorization server error codes */
const clock = fakeClock();
const sandbox = useSandbox({ clock });

const CALLBACK = 'https://app.example/callback?kept=1';
const MINUTE = 60_000;

async function authorize(params: Record<string, string>): Promise<Response> {
	const query = new URLSearchParams({ client_id: sandbox().oauth.app.clientId, ...params });
	return await fetch(`${sandbox().oauth.authorizeUrl}?${query.toString()}`, { redirect: 'manual' });
}

async function returned(params: Record<string, string> = {}): Promise<URL> {
	const response = await authorize({ redirect_uri: CALLBACK, user: '1', ...params });
	return new URL(response.headers.get('location') ?? '');
}

const code = async () => (await returned()).searchParams.get('code') ?? '';

async function token(params: Record<string, string>, httpMethod = 'POST') {
	const { clientId, clientSecret } = sandbox().oauth.app;
	const body = new URLSearchParams({ client_id: clientId, client_secret: clientSecret, ...params });
	const { tokenUrl } = sandbox().oauth;
	const response =
		httpMethod === 'POST'
			? await fetch(tokenUrl, { method: 'POST', body })
			: await fetch(`${tokenUrl}?${body.toString()}`);
	return { status: response.status, body: (await response.json()) as Record<string, string> };
}

const byCode = async (value: string) =>
	await token({ grant_type: 'authorization_code', code: value });
const renew = async (value: string) =>
	await token({ grant_type: 'refresh_token', refresh_token: value });

async function profile(accessToken: string, how: 'bearer' | 'auth' | 'access_token' = 'bearer') {
	const bearer = how === 'bearer' ? { Authorization: `Bearer ${accessToken}` } : undefined;
	const query = how === 'bearer' ? '' : `?${how}=${accessToken}`;
	const response = await fetch(`${sandbox().origin}/rest/profile${query}`, { headers: bearer });
	return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

describe('the authorize page', () => {
	test('lets the tester choose a user and goes back with a code', async () => {
		const page = await authorize({ redirect_uri: CALLBACK, state: 'a b&c' });
		const [, link] = /href="([^"]+)">Sandbox Reader/.exec(await page.text()) ?? [];
		const chosen = await fetch(new URL(link.replaceAll('&amp;', '&'), sandbox().origin), {
			redirect: 'manual',
		});
		const url = new URL(chosen.headers.get('location') ?? '');
		const host = new URL(sandbox().origin).host;
		expect(url.origin).toBe('https://app.example');
		expect(Object.fromEntries(url.searchParams)).toEqual({
			kept: '1',
			code: expect.stringMatching(/^\w{32}$/),
			state: 'a b&c',
			domain: host,
			member_id: expect.stringMatching(/^\w{32}$/),
			scope: 'crm',
			server_domain: host,
		});
		const { body } = await byCode(url.searchParams.get('code') ?? '');
		expect((await profile(body.access_token)).body.result).toMatchObject({ ID: '2' });
	});

	test('goes to the address on the card of the app, whatever was asked for', async () => {
		sandbox().oauth.app.redirectUri = 'https://card.example/';
		expect((await returned()).origin).toBe('https://card.example');
	});

	test.each<[string, Record<string, string>]>([
		['an unknown app', { client_id: 'other' }],
		['no address to go back to', { redirect_uri: '' }],
	])('shows the user what is wrong with %s and sends the app nothing', async (_, params) => {
		const response = await authorize({ ...{ redirect_uri: CALLBACK, user: '1' }, ...params });
		expect(response.headers.get('location')).toBeNull();
		expect(await response.text()).toMatch(/not found|no address/);
	});

	test('does not offer dismissed users', async () => {
		expect(await (await authorize({ redirect_uri: CALLBACK })).text()).not.toContain('Dismissed');
	});
});

describe('the token endpoint', () => {
	test.each(['POST', 'GET'])('exchanges a code by %s', async (httpMethod) => {
		const params = { grant_type: 'authorization_code', code: await code() };
		const { status, body } = await token(params, httpMethod);
		const { origin } = sandbox();
		expect(status).toBe(200);
		expect(body).toEqual({
			access_token: expect.stringMatching(/^\w{32}$/),
			client_endpoint: `${origin}/rest/`,
			domain: new URL(origin).host,
			expires_in: 3600,
			member_id: expect.stringMatching(/^\w{32}$/),
			refresh_token: expect.stringMatching(/^\w{32}$/),
			scope: 'crm',
			server_endpoint: `${origin}/rest/`,
			status: 'L',
			user_id: 1,
		});
	});

	test('renews with a new refresh token and the time of expiry', async () => {
		const { body: first } = await byCode(await code());
		const { status, body } = await renew(first.refresh_token);
		expect(status).toBe(200);
		expect(body.expires).toBe(clock.now() / 1000 + 3600);
		expect(body.access_token).not.toBe(first.access_token);
		expect(body.refresh_token).not.toBe(first.refresh_token);
		expect((await profile(body.access_token)).status).toBe(200);
		expect((await profile(first.access_token)).status).toBe(200);
	});

	test('takes a refresh token once, or again if the app is set so', async () => {
		const once = sandbox().oauth.issue(USERS.admin);
		await renew(once.refreshToken);
		expect((await renew(once.refreshToken)).body.error).toBe('invalid_grant');
		sandbox().oauth.app.singleUseRefresh = false;
		const often = sandbox().oauth.issue(USERS.admin);
		await renew(often.refreshToken);
		expect((await renew(often.refreshToken)).status).toBe(200);
	});

	test('takes a code for 30 seconds, once', async () => {
		const [early, late] = [await code(), await code()];
		clock.advance(29_999);
		expect((await byCode(early)).status).toBe(200);
		expect((await byCode(early)).body.error).toBe('invalid_grant');
		clock.advance(1);
		expect((await byCode(late)).body.error).toBe('invalid_grant');
	});

	test('takes a refresh token for 180 days', async () => {
		const [early, late] = [sandbox().oauth.issue(1), sandbox().oauth.issue(1)];
		clock.advance(180 * 24 * 60 * MINUTE - 1);
		expect((await renew(early.refreshToken)).status).toBe(200);
		clock.advance(1);
		expect((await renew(late.refreshToken)).body.error).toBe('invalid_grant');
	});

	test.each<[Record<string, string>, number, string]>([
		[{ client_secret: 'wrong' }, 401, 'invalid_client'],
		[{ client_id: 'wrong' }, 401, 'invalid_client'],
		[{ grant_type: 'password' }, 400, 'invalid_request'],
		[{ grant_type: '' }, 400, 'invalid_request'],
		[{ code: 'wrong' }, 400, 'invalid_grant'],
		[{ grant_type: 'refresh_token', refresh_token: 'wrong' }, 400, 'invalid_grant'],
	])('refuses %p', async (params, status, error) => {
		const valid = { grant_type: 'authorization_code', code: await code() };
		const answer = await token({ ...valid, ...params });
		expect([answer.status, answer.body.error]).toEqual([status, error]);
	});
});

describe('an access token', () => {
	test.each(['bearer', 'auth', 'access_token'] as const)('is taken as %s', async (how) => {
		const { accessToken } = sandbox().oauth.issue(USERS.reader);
		expect((await profile(accessToken, how)).body.result).toMatchObject({ ID: '2' });
	});

	test('in the header comes before one in a parameter', async () => {
		const { accessToken } = sandbox().oauth.issue(USERS.reader);
		const response = await fetch(`${sandbox().origin}/rest/profile?auth=wrong`, {
			headers: { Authorization: `Bearer ${accessToken}` },
		});
		expect(response.status).toBe(200);
	});

	test('lives for an hour', async () => {
		const { accessToken } = sandbox().oauth.issue(USERS.admin);
		clock.advance(60 * MINUTE - 1);
		expect((await profile(accessToken)).status).toBe(200);
		clock.advance(1);
		expect(await profile(accessToken)).toEqual({
			status: 401,
			body: {
				error: 'expired_token',
				error_description: 'The access token provided has expired',
			},
		});
	});

	test.each<[string, object, string]>([
		['that an uninstalled app holds', { installed: false }, 'APPLICATION_NOT_FOUND'],
		['without the scope', { scope: ['user'] }, 'insufficient_scope'],
	])('%s is refused', async (_, app, error) => {
		const { accessToken } = sandbox().oauth.issue(USERS.admin);
		Object.assign(sandbox().oauth.app, app);
		const { status, body } = await (async () => {
			const url = `${sandbox().origin}/rest/crm.company.contact.fields?auth=${accessToken}`;
			const response = await fetch(url);
			return { status: response.status, body: (await response.json()) as { error: string } };
		})();
		expect([status, body.error]).toEqual([401, error]);
	});
});
