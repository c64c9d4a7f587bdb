import { createEngine, searchNode, useSandbox } from './harness';

const engine = createEngine();
const fixture = useSandbox();

const search = async (
	method: 'searchCompanies' | 'searchContacts',
	filter?: string,
	paginationToken?: string,
	webhookUrl = fixture.sandbox.webhookUrl,
) => await searchNode(engine, method, { webhookUrl }, filter, paginationToken);

const ids = async (...args: Parameters<typeof search>) =>
	(await search(...args)).results.map(({ value }) => value);

const methods = () => fixture.sandbox.requests.map(({ method }) => method);

describe('From List by what a record has', () => {
	it.each([
		['an email address', 'anna.berg@northwind.example', 1],
		['an email address in capitals, with spaces', ' Anna.Berg@Northwind.example ', 1],
		['a phone number', '+1 555 0102', 2],
		['a phone number in another form', '1-(555)-0106', 6],
		['a phone number without any other character', '15550106', 6],
		['an ID', '12', 12],
		['an ID with zeros', '007', 7],
	])('finds a contact by %s', async (_, filter, id) => {
		expect(await ids('searchContacts', filter)).toEqual([id]);
	});

	it.each([
		['an email address', 'hello@fabrikam.example', 3],
		['a phone number', '15550101', 1],
		['an ID', '4', 4],
	])('finds a company by %s', async (_, filter, id) => {
		expect(await ids('searchCompanies', filter)).toEqual([id]);
	});

	it('finds by the second address as well, and nothing by a part of one', async () => {
		const emails = ['first@example.com', 'second@example.com'];
		fixture.sandbox.state.addContact({ id: 101, name: 'Max', lastName: 'Meyer', emails });
		expect(await ids('searchContacts', 'second@example.com')).toEqual([101]);
		expect(await ids('searchContacts', 'second@example.co')).toEqual([]);
	});

	it('shows no My Company record and no vendor, as the lists of the CRM do not', async () => {
		const { state } = fixture.sandbox;
		const held = { emails: ['twin@x.example'], phones: ['+49 171 2345678'] };
		state.addCompany({ id: 101, title: 'Twin', ...held, isMyCompany: true });
		state.addCompany({ id: 102, title: 'Twin', ...held, categoryId: 7 });
		state.addContact({ id: 103, name: 'Twin', ...held, categoryId: 9 });
		for (const filter of ['Twin', 'twin@x.example', '+49 171 2345678', '101', '102', '103']) {
			expect(await ids('searchCompanies', filter)).toEqual([]);
			expect(await ids('searchContacts', filter)).toEqual([]);
		}
	});

	it('puts them before what the words find, each once', async () => {
		const { state } = fixture.sandbox;
		state.addCompany({ id: 101, title: '55510 Ltd' });
		state.addCompany({ id: 102, title: 'Depot 55510', phones: ['55510'] });
		state.addCompany({ id: 103, title: 'Depot', phones: ['555-10'] });
		state.addCompany({ id: 55_510, title: 'Number' });
		state.addCompany({ id: 60_000, title: 'Depot 55510' });
		expect(await ids('searchCompanies', '55510')).toEqual([55_510, 103, 102, 60_000, 101]);
	});

	it('reads on with the words', async () => {
		const { state } = fixture.sandbox;
		for (let id = 101; id <= 160; id++) state.addCompany({ id, title: `Branch 2024 ${id}` });
		state.addCompany({ id: 2024, title: 'Number' });
		const first = await search('searchCompanies', '2024');
		expect(first.results.map(({ value }) => value)).toEqual([
			2024,
			...Array.from({ length: 50 }, (_, index) => 160 - index),
		]);
		expect(await ids('searchCompanies', '2024', String(first.paginationToken))).toEqual(
			Array.from({ length: 10 }, (_, index) => 110 - index),
		);
	});

	it('shows no record that the user may not read', async () => {
		fixture.sandbox.state.contacts.get(12)!.emails = ['luca@example.com'];
		const webhookUrl = fixture.sandbox.webhook({ userId: 3 });
		expect(await ids('searchContacts', 'luca@example.com', undefined, webhookUrl)).toEqual([]);
		expect(await ids('searchContacts', '12', undefined, webhookUrl)).toEqual([]);
	});

	it.each([
		['words', 'anna berg', ['crm.item.list']],
		['part of an email address', 'anna@', ['crm.item.list']],
		['a few digits', '+49 1', ['crm.item.list']],
		['digits that no number holds', '#12345', ['crm.item.list']],
		['zero', '0', ['crm.item.list']],
		['an ID', '99', ['crm.item.list', 'crm.item.list']],
		['a number beyond all IDs', '4915112345678', ['crm.duplicate.findbycomm', 'crm.item.list']],
		['an email address', 'a@b.example', ['crm.duplicate.findbycomm', 'crm.item.list']],
	])('asks no more than needed for %s', async (_, filter, sent) => {
		await search('searchContacts', filter);
		expect(methods().sort()).toEqual(sent);
	});

	it('says why it could not look', async () => {
		fixture.sandbox.faults.add({ kind: 'error', error: 'ACCESS_DENIED', status: 401 });
		await expect(search('searchContacts', 'anna@example.com')).rejects.toMatchObject({
			name: 'NodeApiError',
			message: expect.stringContaining('The list was not read'),
		});
	});

	it('claims nothing of an odd answer', async () => {
		fixture.sandbox.faults.add({ kind: 'answer', result: { CONTACT: 'odd' } });
		await expect(search('searchContacts', 'anna@example.com')).rejects.toThrow(
			'an answer that this node does not know',
		);
	});
});

describe('From List with records of one name', () => {
	const names = async (filter: string) =>
		(await search('searchCompanies', filter)).results.map(({ name }) => name);

	it('adds the ID where nothing else tells them apart', async () => {
		const { state } = fixture.sandbox;
		state.addCompany({ id: 101, title: 'Branch' });
		state.addCompany({ id: 102, title: 'branch' });
		state.addCompany({ id: 103, title: 'Branch', emails: ['info@example.com'] });
		state.addCompany({ id: 104, title: 'Branch', emails: ['info@example.com'] });
		state.addCompany({ id: 105, title: 'Branch', phones: ['+49 30 1'] });
		state.addCompany({ id: 106, title: 'Branch Office' });
		expect(await names('branch')).toEqual([
			'Branch Office',
			'Branch (+49 30 1)',
			'Branch (info@example.com, ID 104)',
			'Branch (info@example.com, ID 103)',
			'branch (ID 102)',
			'Branch (ID 101)',
		]);
	});
});
