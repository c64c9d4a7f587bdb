import { createEngine, searchNode, useSandbox } from './harness';

const engine = createEngine();
const fixture = useSandbox();

const search = async (
	method: 'searchCompanies' | 'searchContacts',
	filter?: string,
	paginationToken?: string,
	webhookUrl = fixture.sandbox.webhookUrl,
) => await searchNode(engine, method, { webhookUrl }, filter, paginationToken);

const names = async (...args: Parameters<typeof search>) =>
	(await search(...args)).results.map(({ name }) => name);

describe('From List of Company', () => {
	it('shows the newest first, each with its card', async () => {
		const { results, paginationToken } = await search('searchCompanies');
		expect(results.map(({ name, value }) => [name, value])).toEqual([
			['Wide World Importers', 5],
			['Tailspin Toys', 4],
			['Fabrikam Tools (hello@fabrikam.example)', 3],
			['Contoso Foods', 2],
			['Northwind Traders (office@northwind.example)', 1],
		]);
		expect(results[0].url).toBe(`${fixture.sandbox.origin}/crm/company/details/5/`);
		expect(paginationToken).toBeUndefined();
	});

	it('finds titles that contain all words, and nothing else', async () => {
		expect(await names('searchCompanies', 'to')).toEqual([
			'Tailspin Toys',
			'Fabrikam Tools (hello@fabrikam.example)',
			'Contoso Foods',
		]);
		expect(await names('searchCompanies', 'tools fab')).toHaveLength(1);
		expect(await names('searchCompanies', 'nobody')).toEqual([]);
	});

	it('takes what was typed as text, whatever it is', async () => {
		for (const text of ['%', '_', '$result[c0]', '"', "O'Brien & Söhne", '=ID', ' ']) {
			const found = await names('searchCompanies', text);
			expect(found.length === 0 || ['%', '_', ' '].includes(text)).toBe(true);
		}
	});

	it('reads on page by page', async () => {
		for (let id = 101; id <= 220; id++)
			fixture.sandbox.state.addCompany({ id, title: `Branch ${id}` });
		const found: unknown[] = [];
		let page: string | undefined;
		do {
			const { results, paginationToken } = await search('searchCompanies', 'Branch', page);
			found.push(...results.map(({ value }) => value));
			page = paginationToken;
		} while (page);
		expect(found).toEqual(Array.from({ length: 120 }, (_, index) => 220 - index));
	});
});

describe('From List of Contact', () => {
	it('finds by name and last name, in any order', async () => {
		expect(await names('searchContacts', 'berg')).toEqual([
			'Anna Berg (anna.berg@northwind.example)',
		]);
		expect(await names('searchContacts', 'Berg Anna')).toHaveLength(1);
		expect(await names('searchContacts', 'Anna Lang')).toEqual([]);
	});

	it('tells people apart by an e-mail address, a phone number or the position', async () => {
		fixture.sandbox.state.addContact({
			id: 101,
			name: 'Max',
			lastName: 'Meyer',
			phones: ['+49 30 1'],
			emails: ['max@example.com'],
		});
		fixture.sandbox.state.addContact({
			id: 102,
			name: 'Max',
			lastName: 'Meyer',
			phones: ['+49 30 2'],
		});
		fixture.sandbox.state.addContact({
			id: 103,
			name: 'Max',
			lastName: 'Meyer',
			post: 'Buyer',
		});
		fixture.sandbox.state.addContact({ id: 104, name: 'Max', lastName: 'Meyer' });
		const { results } = await search('searchContacts', 'meyer');
		expect(results.map(({ name }) => name)).toEqual([
			'Max Meyer (ID 104)',
			'Max Meyer (Buyer)',
			'Max Meyer (+49 30 2)',
			'Max Meyer (max@example.com)',
		]);
	});

	it('names a contact without a name by its ID', async () => {
		fixture.sandbox.state.addContact({ id: 77 });
		expect((await search('searchContacts')).results[0]).toMatchObject({ name: 'ID 77', value: 77 });
	});
});

describe('a list that cannot be read', () => {
	it.each([null, 'odd', { items: 'odd' }, { items: [null] }, { items: [{}] }])(
		'claims nothing of an answer like %j',
		async (result) => {
			fixture.sandbox.faults.add({ kind: 'answer', result });
			await expect(search('searchCompanies')).rejects.toThrow(
				'an answer that this node does not know',
			);
		},
	);

	it.each([
		[
			'an unknown webhook',
			() => `${fixture.sandbox.origin}/rest/1/unknown/`,
			/does not accept the webhook/,
		],
		[
			'no scope for the CRM',
			() => fixture.sandbox.webhook({ scope: ['task'] }),
			/may not use the CRM/,
		],
		['half an address', () => 'https://acme.bitrix24.com/', /not complete/],
	])('says why: %s', async (_, webhookUrl, message) => {
		await expect(search('searchCompanies', '', undefined, webhookUrl())).rejects.toThrow(message);
	});
});
