import { classifyRedirect } from '../../nodes/Bitrix24CompanyContact/bitrix24/redirect';

const METHOD = 'crm.company.contact.add';

describe('classifyRedirect', () => {
	it.each([
		['to a new name in the cloud', 'https://acme.bitrix24.com', 'https://new.bitrix24.com'],
		['to another zone of the cloud', 'https://acme.bitrix24.com', 'https://acme.bitrix24.com.br'],
		['to a zone of two letters', 'https://acme.bitrix24.com', 'https://acme.bitrix24.de'],
		['to a zone of Latin America', 'https://acme.bitrix24.com', 'https://acme.bitrix24.co'],
		['to a name with digits', 'https://acme.bitrix24.com', 'https://b24-1a2b3c.bitrix24.com'],
		['to https on the same host', 'http://127.0.0.1:8080', 'https://127.0.0.1:8443'],
		[
			'to the default port of the same host',
			'https://crm.example.com:8443',
			'https://crm.example.com',
		],
		[
			'to the same port in another zone',
			'https://a.bitrix24.ru:8443',
			'https://a.bitrix24.by:8443',
		],
		['on this computer', 'http://localhost:8080', 'http://localhost:8081'],
	])('follows %s', (_, from, to) => {
		expect(classifyRedirect(`${to}/rest/1/code/${METHOD}`, from, METHOD)).toEqual({ follow: to });
		expect(classifyRedirect(`${to}/rest/1/code/${METHOD}/`, from, METHOD)).toEqual({ follow: to });
		expect(classifyRedirect(`${to}/rest/1/code/${METHOD}.json?x=1`, from, METHOD)).toEqual({
			follow: to,
		});
	});

	it.each([
		['out of the cloud', 'https://acme.bitrix24.com', 'https://example.com'],
		['into the cloud from elsewhere', 'https://crm.example.com', 'https://acme.bitrix24.com'],
		[
			'to a host that looks like the cloud',
			'https://acme.bitrix24.com',
			'https://acme.bitrix24.com.example.com',
		],
		[
			'to a zone that the cloud does not have',
			'https://acme.bitrix24.com',
			'https://acme.bitrix24.attacker',
		],
		[
			"to a zone of a country where the name is not Bitrix24's",
			'https://acme.bitrix24.com',
			'https://acme.bitrix24.co.uk',
		],
		[
			'to a zone of two letters that anyone may own',
			'https://acme.bitrix24.com',
			'https://acme.bitrix24.xx',
		],
		['to another port of the same host', 'https://crm.example.com', 'https://crm.example.com:8443'],
		['to another port in the cloud', 'https://acme.bitrix24.com', 'https://new.bitrix24.com:8443'],
		['to a host below one of the cloud', 'https://acme.bitrix24.com', 'https://a.b.bitrix24.com'],
		['to another scheme on this computer', 'http://127.0.0.1:8080', 'ftp://127.0.0.1:8080'],
		['down to http', 'https://acme.bitrix24.com', 'http://new.bitrix24.com'],
		['down to http on the same host', 'https://crm.example.com', 'http://crm.example.com'],
		['to another scheme', 'https://crm.example.com', 'ftp://crm.example.com'],
	])('does not follow %s', (_, from, to) => {
		const judged = classifyRedirect(`${to}/rest/1/code/${METHOD}`, from, METHOD);
		expect(judged).toHaveProperty('unsafe');
		expect(JSON.stringify(judged)).not.toContain('code');
	});

	it('does not follow to another page of the portal, as a sign-in page', () => {
		const from = 'https://acme.bitrix24.com';
		expect(classifyRedirect('https://new.bitrix24.com/auth/', from, METHOD)).toEqual({
			unsafe: 'https://new.bitrix24.com',
		});
		for (const location of [
			'/auth/?backurl=/rest/',
			`${from}/rest/1/code/${METHOD}`,
			'',
			'https://',
		]) {
			expect(classifyRedirect(location, from, METHOD)).toEqual({ page: true });
		}
	});
});
