import fc from 'fast-check';

import {
	moveTo,
	portalAddress,
	portalOrigin,
	webhookAddress,
	webhookCode,
} from '../../nodes/Bitrix24CompanyContact/bitrix24/address';

const CODE = 'abcdef0123456789';
const base = `https://acme.bitrix24.com/rest/1/${CODE}/`;

describe('webhookAddress', () => {
	it.each([
		['as Bitrix24 shows it', base],
		['without the last slash', base.slice(0, -1)],
		['with a method', `${base}crm.company.contact.add`],
		['with a method and .json', `${base}crm.company.contact.add.json`],
		['with a method without a dot', `${base}profile`],
		['with a method and a query', `${base}profile.json?ID=42#top`],
		['with a query alone', `${base}?ID=42`],
		['in quotes', `"${base}"`],
		['in two kinds of quotes', `'"${base}"'`],
		['in angle brackets', `<${base}>`],
		[
			'without https:// and with a query that holds an address',
			`${base.replace('https://', '')}?from=https://example.com`,
		],
		['with spaces around it', `  ${base}\n`],
		['without https://', base.replace('https://', '')],
		['with capitals in the host', base.replace('acme', 'ACME')],
		['in the form of REST v3', `https://acme.bitrix24.com/rest/api/1/${CODE}/`],
		[
			'in the form of REST v3 with a method',
			`https://acme.bitrix24.com/rest/api/1/${CODE}/main.eventlog.list`,
		],
		['with the default port', base.replace('.com', '.com:443')],
		['after a zero-width space', `\u200b${base}`],
		['with a byte order mark in the middle', base.replace('acme', 'ac\ufeffme')],
		['in angle quotes', `«${base}»`],
		['in curly quotes, with spaces', ` “ ${base} ” `],
	])('takes a URL %s', (_, pasted) => {
		expect(webhookAddress(pasted)).toBe(base);
	});

	it.each([
		[
			'with a port',
			`https://crm.example.com:8443/rest/1/${CODE}`,
			`https://crm.example.com:8443/rest/1/${CODE}/`,
		],
		[
			'with a path prefix',
			`https://example.com/portal/rest/1/${CODE}/profile`,
			`https://example.com/portal/rest/1/${CODE}/`,
		],
		[
			'with a login in place of the user ID',
			`https://example.com/rest/admin/${CODE}/`,
			`https://example.com/rest/admin/${CODE}/`,
		],
		[
			'with http on localhost',
			`http://localhost:8080/rest/1/${CODE}/`,
			`http://localhost:8080/rest/1/${CODE}/`,
		],
		[
			'with http on 127.0.0.1',
			`http://127.0.0.1:8080/rest/1/${CODE}/`,
			`http://127.0.0.1:8080/rest/1/${CODE}/`,
		],
		[
			'with http on another loopback address',
			`http://127.10.20.30/rest/1/${CODE}/`,
			`http://127.10.20.30/rest/1/${CODE}/`,
		],
		...['scope', 'batch'].flatMap((name) =>
			[`${name}${CODE}`, `${CODE}${name}`].map((code): [string, string, string] => [
				`with a code like ${code}`,
				`https://acme.bitrix24.com/rest/1/${code}/`,
				`https://acme.bitrix24.com/rest/1/${code}/`,
			]),
		),
		[
			'with http on IPv6 loopback',
			`http://[::1]:8080/rest/1/${CODE}/`,
			`http://[::1]:8080/rest/1/${CODE}/`,
		],
	])('keeps a URL %s', (_, pasted, address) => {
		expect(webhookAddress(pasted)).toBe(address);
	});

	it.each([
		['nothing', ''],
		['the code alone', CODE],
		['no user ID', `https://acme.bitrix24.com/rest/${CODE}/`],
		['a method in place of the code', `https://acme.bitrix24.com/rest/${CODE}/profile.json`],
		[
			'a method without a dot in place of the code',
			`https://acme.bitrix24.com/rest/${CODE}/profile/`,
		],
		['no host', `https:///rest/1/${CODE}/`],
		['a host that is none', `https://a"b/rest/1/${CODE}/`],
		['no code', 'https://acme.bitrix24.com/rest/1/'],
		['the portal alone', 'https://acme.bitrix24.com/'],
		['more behind the method', `${base}profile/more`],
		['http', base.replace('https', 'http')],
		[
			'http on a host that only begins like loopback',
			`http://127.0.0.1.example.com/rest/1/${CODE}/`,
		],
		['another scheme', base.replace('https', 'ftp')],
		['no web address', `https://rest/ /${CODE}:x`],
		['a scheme with one slash', base.replace('//', '/')],
		['a scheme without a colon', base.replace('://', '//')],
		['a scheme with a full stop', base.replace('://', './/')],
		['a scheme twice', `https://${base}`],
		['a scheme that lost a letter', base.replace('https', 'ttps')],
		['backslashes', base.replaceAll('/', '\\')],
		['a quote in the host', base.replace('acme', '«acme')],
		['an escape in the host', base.replace('.bitrix24', '%2ebitrix24')],
		['wide letters in the host', base.replace('acme', 'ａcme')],
		['a host as a number', base.replace('acme.bitrix24.com', '2130706433')],
		['a host in another base', base.replace('acme.bitrix24.com', '0x7f.1')],
	])('refuses %s, says what to paste, and keeps the secret', (_, pasted) => {
		const refusal = refusalOf(() => webhookAddress(pasted));
		expect(refusal.description).toContain('https://your-portal.bitrix24.com/rest/1/');
		expect(JSON.stringify(refusal)).not.toContain(CODE);
	});

	it('reaches the host that was named, or none, wherever a stray character stands', () => {
		const stray = fc.constantFrom(...'\u200b\ufeff\u00ad\u202e\u00a0«»“”\'"<>:/\\.@%  \t\n');
		fc.assert(
			fc.property(stray, fc.nat({ max: base.length }), (character, position) => {
				const pasted = base.slice(0, position) + character + base.slice(position);
				let address: string;
				try {
					address = webhookAddress(pasted);
				} catch (error) {
					expect((error as Error).message).toMatch(/^The webhook URL in the credential/);
					return;
				}
				const { hostname } = new URL(address);
				expect(hostname).not.toMatch(/^https?\.?$/);
				expect(pasted.replace(/[\u200b\ufeff\u00ad\u202e]/g, '')).toContain(`://${hostname}`);
			}),
			{ numRuns: 2000 },
		);
	});

	it('gives a base address or a refusal for any text, and never another host', () => {
		fc.assert(
			fc.property(
				fc.oneof(
					fc.string(),
					fc.webUrl(),
					fc.string().map((tail) => base + tail),
				),
				(pasted) => {
					let address: string;
					try {
						address = webhookAddress(pasted);
					} catch (error) {
						expect((error as Error).message).toMatch(/^The webhook URL in the credential/);
						return;
					}
					expect(address).toMatch(/^https:\/\/[^/]+\/(.*\/)?rest\/[^/]+\/[\w-]+\/$/i);
					expect(webhookAddress(address)).toBe(address);
				},
			),
		);
	});
});

describe('portalAddress', () => {
	it.each([
		['https://acme.bitrix24.com', 'https://acme.bitrix24.com/rest/'],
		['acme.bitrix24.com/', 'https://acme.bitrix24.com/rest/'],
		[
			'https://acme.bitrix24.com/crm/company/details/32/?IFRAME=Y',
			'https://acme.bitrix24.com/rest/',
		],
		['https://acme.bitrix24.com/rest/', 'https://acme.bitrix24.com/rest/'],
		['https://example.com:8443/portal/rest', 'https://example.com:8443/portal/rest/'],
		['http://127.0.0.1:5000/rest/', 'http://127.0.0.1:5000/rest/'],
	])('finds REST for %s', (pasted, address) => {
		expect(portalAddress(pasted)).toBe(address);
	});

	it.each([[''], ['http://acme.bitrix24.com'], ['ftp://acme.bitrix24.com'], ['https://']])(
		'refuses "%s"',
		(pasted) => {
			const { message, description } = refusalOf(() => portalAddress(pasted));
			expect(message).toMatch(/^The portal URL in the credential /);
			expect(description).toContain('https://your-portal.bitrix24.com');
		},
	);
});

describe('an address', () => {
	const prefixed = `https://example.com:8443/portal/rest/1/${CODE}/`;

	it('names its secret', () => {
		expect(webhookCode(prefixed)).toBe(CODE);
	});

	it('tells where the pages of its portal are', () => {
		expect(portalOrigin(prefixed)).toBe('https://example.com:8443/portal');
		expect(portalOrigin('https://acme.bitrix24.com/rest/')).toBe('https://acme.bitrix24.com');
	});

	it('keeps its path at another origin', () => {
		expect(moveTo('https://new.example.com', prefixed)).toBe(
			`https://new.example.com/portal/rest/1/${CODE}/`,
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
