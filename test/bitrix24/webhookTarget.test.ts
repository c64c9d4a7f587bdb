import fc from 'fast-check';

import { webhookTarget } from '../../nodes/Bitrix24CompanyContact/bitrix24/webhookTarget';

const CODE = 'abcdef0123456789';
const base = `https://acme.bitrix24.com/rest/1/${CODE}/`;

describe('webhookTarget', () => {
	const origin = 'https://acme.bitrix24.com';

	it.each([
		['a method after /rest/', '/rest/crm.contact.list', 'crm.contact.list'],
		['a method without /rest/', '/crm.contact.list', 'crm.contact.list'],
		['.json and a query', '/crm.contact.list.json?x=1', 'crm.contact.list.json?x=1'],
		['a method without a dot', '/rest/profile', 'profile'],
		['a slash at the end', '/rest/profile/', 'profile/'],
		['the path of the webhook', `/rest/1/${CODE}/crm.contact.list`, 'crm.contact.list'],
		[
			'the path of the webhook and a query',
			`/rest/1/${CODE}/batch.json?cmd[a]=profile%3Fx%3D1&halt=0`,
			'batch.json?cmd[a]=profile%3Fx%3D1&halt=0',
		],
		[
			'a query that holds a URL',
			'/rest/profile?from=https://evil.example/',
			'profile?from=https://evil.example/',
		],
		['an encoded query', '/rest/profile?q=%D0%98%20%26+x', 'profile?q=%D0%98%20%26+x'],
		['a fragment', '/rest/profile?x=1#top', 'profile?x=1'],
	])('puts the path of the webhook into a URL with %s', (_, path, call) => {
		expect(webhookTarget(`${origin}${path}`, base)).toBe(`${base}${call}`);
	});

	it.each([
		['capitals in the host', 'https://ACME.bitrix24.com/rest/profile', base],
		['the default port', 'https://acme.bitrix24.com:443/rest/profile', base],
		['a user name at the same host', 'https://user:x@acme.bitrix24.com/rest/profile', base],
		['backslashes', 'https:\\\\acme.bitrix24.com\\rest\\profile', base],
		[
			'a port',
			'https://crm.example.com:8443/rest/profile',
			`https://crm.example.com:8443/rest/1/${CODE}/`,
		],
		[
			'a path prefix',
			'https://example.com/portal/rest/profile',
			`https://example.com/portal/rest/1/${CODE}/`,
		],
		[
			'a path prefix without /rest/',
			'https://example.com/portal/profile',
			`https://example.com/portal/rest/1/${CODE}/`,
		],
		[
			'the path prefix left out',
			'https://example.com/rest/profile',
			`https://example.com/portal/rest/1/${CODE}/`,
		],
		[
			'http on this computer',
			'http://127.0.0.1:8080/rest/profile',
			`http://127.0.0.1:8080/rest/1/${CODE}/`,
		],
	])('knows the portal with %s', (_, requested, address) => {
		expect(webhookTarget(requested, address)).toBe(`${address}profile`);
	});

	it.each([
		['another portal', 'https://other.bitrix24.com/rest/profile'],
		['a subdomain', 'https://a.acme.bitrix24.com/rest/profile'],
		['a host that begins alike', 'https://acme.bitrix24.com.evil.example/rest/profile'],
		['a host behind a user name', 'https://acme.bitrix24.com@evil.example/rest/profile'],
		['a host behind a backslash', 'https://evil.example\\@acme.bitrix24.com/rest/profile'],
		['a host without a scheme', '//evil.example/rest/profile'],
		['another port', 'https://acme.bitrix24.com:8443/rest/profile'],
		['http', 'http://acme.bitrix24.com/rest/profile'],
		['another scheme', 'ftp://acme.bitrix24.com/rest/profile'],
		['no host', 'https://'],
		['the path of the webhook elsewhere', `https://evil.example/rest/1/${CODE}/profile`],
	])('refuses %s, names the origin of the webhook, and keeps the secret', (_, requested) => {
		const refusal = refusalOf(() => webhookTarget(requested, base));
		expect(refusal.message).toBe(`The webhook in the credential belongs to ${origin}`);
		expect(JSON.stringify(refusal)).not.toContain(CODE);
	});

	it.each([
		['the portal alone', ''],
		['/rest/ alone', '/rest/'],
		['/rest alone', '/rest'],
		['the webhook alone', `/rest/1/${CODE}/`],
		['a page', '/crm/contact/details/5/'],
		['another webhook', '/rest/7/another/profile'],
		['REST v3', '/rest/api/main.eventlog.list'],
	])('refuses %s, which names no method', (_, path) => {
		const refusal = refusalOf(() => webhookTarget(`${origin}${path}`, base));
		expect(refusal.message).toBe('The URL does not name a REST method of Bitrix24');
		expect(refusal.description).toContain(`${origin}/rest/crm.contact.list`);
		expect(JSON.stringify(refusal)).not.toContain(CODE);
	});

	it('never names another origin, whatever is requested', () => {
		fc.assert(
			fc.property(
				fc.oneof(
					fc.string(),
					fc.webUrl(),
					fc.string().map((tail) => origin + tail),
				),
				(requested) => {
					let target: string;
					try {
						target = webhookTarget(requested, base);
					} catch (error) {
						expect((error as Error).message).toMatch(/belongs to|does not name/);
						return;
					}
					expect(target.startsWith(base)).toBe(true);
					expect(new URL(target).origin).toBe(origin);
				},
			),
		);
	});
});

function refusalOf(run: () => string) {
	try {
		run();
	} catch (error) {
		const { message, description } = error as Error & { description: string };
		return { message, description };
	}
	throw new Error('It was not refused');
}
