/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs outside n8n */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { IDataObject } from 'n8n-workflow';

import { systemClock } from '../../nodes/Bitrix24CompanyContact/bitrix24/clock';
import { createEngine, oAuth2Credential, runNode, useSandbox } from './harness';

const engine = createEngine();
const fixture = useSandbox();

const ADMIN = 1;

const connected = (tokens = fixture.sandbox.oauth.issue(ADMIN)) =>
	oAuth2Credential(fixture.sandbox, tokens);

const run = async (
	credential: IDataObject,
	items: IDataObject[] = [{ companyId: 5, contactId: 1 }],
) => await runNode(engine, { items, parameters: { authentication: 'oAuth2' }, credential });

const statuses = () => fixture.sandbox.requests.map(({ status }) => status);

afterEach(() => jest.restoreAllMocks());

describe('OAuth2', () => {
	it('links with the access token', async () => {
		const { json } = await run(connected());
		expect(json).toMatchObject([{ companyId: 5, contactId: 1, outcome: 'added' }]);
		expect(statuses()).toEqual([200]);
	});

	it('renews an expired token once, repeats the request and keeps both new tokens', async () => {
		const tokens = fixture.sandbox.oauth.issue(ADMIN);
		fixture.sandbox.oauth.expire(tokens.accessToken);
		const items = [1, 2, 3].map((contactId) => ({ companyId: 5, contactId }));
		const { json, stored } = await run(connected(tokens), items);
		expect(json.map(({ outcome }) => outcome)).toEqual(['added', 'added', 'added']);
		expect(statuses()).toEqual([401, 200]);

		const { access_token, refresh_token } = stored().oauthTokenData as unknown as Record<
			string,
			string
		>;
		expect(access_token).not.toBe(tokens.accessToken);
		expect(refresh_token).not.toBe(tokens.refreshToken);
		const again = await run(stored());
		expect(again.json).toMatchObject([{ outcome: 'alreadyLinked' }]);
	});

	it('asks to connect again when the access was revoked', async () => {
		const tokens = fixture.sandbox.oauth.issue(ADMIN);
		fixture.sandbox.oauth.expire(tokens.accessToken);
		fixture.sandbox.oauth.revoke(tokens.refreshToken);
		const { error, run: whole } = await run(connected(tokens));
		expect(error?.message).toBe(
			'Contact 1 was not linked to company 5: n8n could not sign in to Bitrix24',
		);
		expect((error as { description?: string }).description).toContain('connect it again');
		const secrets = [
			tokens.accessToken,
			tokens.refreshToken,
			fixture.sandbox.oauth.app.clientSecret,
		];
		for (const secret of secrets) expect(JSON.stringify(whole)).not.toContain(secret);
	});

	it('shows no token that was renewed in the run, should an answer repeat it', async () => {
		const { oauth, faults } = fixture.sandbox;
		const tokens = oauth.issue(ADMIN);
		oauth.expire(tokens.accessToken);
		const exchange = oauth.exchange.bind(oauth);
		let renewed = '';
		jest.spyOn(oauth, 'exchange').mockImplementationOnce((params) => {
			const pair = exchange(params);
			renewed = pair.accessToken;
			faults.add({ kind: 'error', description: `Wrong: auth=${renewed}` });
			return pair;
		});
		const { error, run: whole } = await run(connected(tokens));
		expect((error as { description?: string }).description).toContain('"Wrong: auth=***"');
		expect(renewed).not.toBe('');
		expect(JSON.stringify(whole)).not.toContain(renewed);
	});

	it('shows neither the old token nor the new one, should an answer repeat the old one', async () => {
		const { oauth, faults } = fixture.sandbox;
		const tokens = oauth.issue(ADMIN);
		oauth.expire(tokens.accessToken);
		const exchange = oauth.exchange.bind(oauth);
		jest.spyOn(oauth, 'exchange').mockImplementationOnce((params) => {
			faults.add({ kind: 'error', description: `Wrong: auth=${tokens.accessToken}` });
			return exchange(params);
		});
		const { error } = await run(connected(tokens));
		expect((error as { description?: string }).description).toContain('"Wrong: auth=***"');
	});

	it('hides the tokens that it knew where n8n cannot read the credential any more', async () => {
		const { faults } = fixture.sandbox;
		const tokens = fixture.sandbox.oauth.issue(ADMIN);
		faults.add({ kind: 'error', description: `Wrong: auth=${tokens.accessToken}` });
		const getDecrypted = engine.credentials.getDecrypted.bind(engine.credentials);
		let readings = 0;
		jest.spyOn(engine.credentials, 'getDecrypted').mockImplementation(async (...args) => {
			// The first two readings are those of the node and of its request.
			if (++readings > 2) throw new Error('The database is gone');
			return await getDecrypted(...args);
		});
		const { error } = await run(connected(tokens));
		expect(readings).toBeGreaterThan(2);
		expect((error as { description?: string }).description).toContain('"Wrong: auth=***"');
	});

	it.each([
		['a page', 502, '<html>502 Bad Gateway</html>', 'text/html'],
		['a page with status 200', 200, '<html>Maintenance</html>', 'text/html'],
	])(
		'says that nothing ran where the authorization server gives %s',
		async (_, status, body, type) => {
			jest.spyOn(systemClock, 'wait').mockResolvedValue();
			const server = createServer((__, response) => {
				response.writeHead(status, { 'Content-Type': type }).end(body);
			});
			await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
			const tokens = fixture.sandbox.oauth.issue(ADMIN);
			fixture.sandbox.oauth.expire(tokens.accessToken);
			const { error } = await run({
				...connected(tokens),
				authorizationServerUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
			});
			server.close();
			expect(error?.message).toBe(
				'Contact 1 was not linked to company 5: n8n could not renew the access token, as the authorization server did not answer properly',
			);
			const { description } = error as { description?: string };
			expect(description).not.toContain('may still have carried it out');
			expect(statuses()).toEqual([401, 401, 401, 401]);
		},
	);

	it('says so too where the authorization server ends the connection', async () => {
		jest.spyOn(systemClock, 'wait').mockResolvedValue();
		const cutting = createServer((request) => request.socket.destroy());
		await new Promise<void>((resolve) => cutting.listen(0, '127.0.0.1', resolve));
		const tokens = fixture.sandbox.oauth.issue(ADMIN);
		fixture.sandbox.oauth.expire(tokens.accessToken);
		const { error } = await run({
			...connected(tokens),
			authorizationServerUrl: `http://127.0.0.1:${(cutting.address() as AddressInfo).port}`,
		});
		cutting.close();
		expect(error?.message).toMatch(/^Contact 1 was not linked .* could not renew/);
	});

	it('gives up on an authorization server that never answers, in the time of one request each', async () => {
		jest.spyOn(systemClock, 'wait').mockResolvedValue();
		const hanging = createServer(() => {});
		await new Promise<void>((resolve) => hanging.listen(0, '127.0.0.1', resolve));
		const tokens = fixture.sandbox.oauth.issue(ADMIN);
		fixture.sandbox.oauth.expire(tokens.accessToken);
		const { error } = await runNode(engine, {
			items: [{ companyId: 5, contactId: 1 }],
			parameters: { authentication: 'oAuth2', options: { timeout: 0.2 } },
			credential: {
				...connected(tokens),
				authorizationServerUrl: `http://127.0.0.1:${(hanging.address() as AddressInfo).port}`,
			},
		});
		hanging.closeAllConnections();
		hanging.close();
		expect(error?.message).toMatch(/Bitrix24 did not answer in time$/);
	});

	it('asks to connect a credential that never was', async () => {
		const { error } = await run({ ...connected(), oauthTokenData: undefined });
		expect((error as { description?: string }).description).toContain('connect it again');
		expect(fixture.sandbox.requests).toEqual([]);
	});

	it('says what is missing when the application may not use the CRM', async () => {
		fixture.sandbox.oauth.app.scope = ['task'];
		try {
			const { error } = await run(connected());
			expect(error?.message).toContain('may not use the CRM');
		} finally {
			fixture.sandbox.oauth.app.scope = ['crm'];
		}
	});

	it('follows the portal to where its tokens are valid', async () => {
		const credential = connected();
		const { json } = await run({
			...credential,
			portalUrl: 'https://old-name.bitrix24.com',
			oauthTokenData: {
				...credential.oauthTokenData,
				client_endpoint: `${fixture.sandbox.origin}/rest/`,
			},
		});
		expect(json).toMatchObject([{ outcome: 'added' }]);
	});

	it('refuses a portal without an address', async () => {
		const { error } = await run({ ...connected(), portalUrl: null });
		expect(error?.message).toBe('The portal URL in the credential is not a web address');
	});

	it('refuses a portal without https', async () => {
		const { error } = await run({ ...connected(), portalUrl: 'http://acme.bitrix24.com' });
		expect(error?.message).toBe('The portal URL in the credential must start with https://');
	});
});

describe('the OAuth2 credential', () => {
	const addresses = async (credential: IDataObject) => {
		const details = engine.credentials.add(credential as never);
		const { authUrl, accessTokenUrl } = await engine.credentials.getDecrypted(
			undefined as never,
			details,
			'bitrix24OAuth2Api',
		);
		return [authUrl, accessTokenUrl];
	};

	it.each([
		['https://acme.bitrix24.com', 'https://acme.bitrix24.com'],
		['acme.bitrix24.com/', 'https://acme.bitrix24.com'],
		[' https://acme.bitrix24.com/crm/company/list/?x=1 ', 'https://acme.bitrix24.com'],
		['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
		['<https://acme.bitrix24.com>', 'https://acme.bitrix24.com'],
		['"acme.bitrix24.com"', 'https://acme.bitrix24.com'],
		['acme.bitrix24.com:8443', 'https://acme.bitrix24.com:8443'],
		['\u200bhttps://acme.bitrix24.com', 'https://acme.bitrix24.com'],
		['«https://acme.bitrix24.com»', 'https://acme.bitrix24.com'],
		['https-team.bitrix24.com', 'https://https-team.bitrix24.com'],
	])('finds the authorize page of "%s"', async (portalUrl, authorizePage) => {
		expect((await addresses({ portalUrl }))[0]).toBe(`${authorizePage}/oauth/authorize/`);
	});

	const unsafe = [
		'http://acme.bitrix24.com',
		'http://127.0.0.1.example.com',
		'ftp://acme.bitrix24.com',
		'https://acme.bitrix24.com@example.com',
		'https://user:password@example.com/',
		'https:/acme.bitrix24.com',
		'https//acme.bitrix24.com',
		'https://https://acme.bitrix24.com',
		'https.//acme.bitrix24.com',
		'ttps:/acme.bitrix24.com',
		'https://acme«.bitrix24.com',
		'',
	];

	it.each(unsafe)('finds no page where it would not be safe: "%s"', async (portalUrl) => {
		expect((await addresses({ portalUrl }))[0]).toBe('/oauth/authorize/');
	});

	it.each([...unsafe, 'https://oauth.example.com?x=1', 'https://oauth.example.com/#x'])(
		'finds no token address where it would not be safe, and sends nothing: "%s"',
		async (authorizationServerUrl) => {
			const server = { authorizationServer: 'other', authorizationServerUrl };
			const [, token] = await addresses({ portalUrl: 'acme.bitrix24.com', ...server });
			expect(token).toBe('/oauth/token/');
			const { error } = await run({ ...connected(), ...server });
			expect(error?.message).toMatch(/^The authorization server URL in the credential /);
			expect(fixture.sandbox.requests).toEqual([]);
		},
	);

	it.each([
		[{}, 'https://oauth.bitrix.info'],
		[{ authorizationServer: 'https://oauth.bitrix24.tech' }, 'https://oauth.bitrix24.tech'],
		[
			{ authorizationServer: 'other', authorizationServerUrl: 'https://oauth.example.com/' },
			'https://oauth.example.com',
		],
		[
			{
				authorizationServer: 'other',
				authorizationServerUrl: 'https://oauth.example.com/oauth/token/',
			},
			'https://oauth.example.com',
		],
	])('finds the token address of %p', async (credential, server) => {
		expect((await addresses({ portalUrl: 'acme.bitrix24.com', ...credential }))[1]).toBe(
			`${server}/oauth/token/`,
		);
	});
});
