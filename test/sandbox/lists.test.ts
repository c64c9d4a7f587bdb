import { USERS } from '../../dev/sandbox';
import { call, resultOf, useSandbox } from './client';

/** CCrmRestProxyBase in crm/classes/general/restservice.php. The filter has a file of its own. */
const sandbox = useSandbox();

const make = async (method: string, params: object = {}, userId: number = USERS.admin) =>
	await call(sandbox().webhook({ userId }), method, params);
const found = async (method: string, params: object) =>
	((await make(method, params)).body.result as Array<{ ID: string }>).map(({ ID }) => ID);
const fill = (count: number) => {
	for (let index = 0; index < count; index += 1) sandbox().state.addCompany({ title: 'More' });
};

describe('the older lists', () => {
	test('write numbers as text', async () => {
		const { body } = await make('crm.company.list', { filter: { ID: 2 } });
		expect(body).toMatchObject({
			result: [{ ID: '2', TITLE: 'Contoso Foods', ASSIGNED_BY_ID: '1', HAS_PHONE: 'N' }],
			total: 1,
		});
	});

	test('return what was selected', async () => {
		const params = { filter: { ID: 1 }, select: ['TITLE', 'PHONE', 'NOPE'] };
		expect(await resultOf(sandbox().webhookUrl, 'crm.company.list', params)).toEqual([
			{
				ID: '1',
				TITLE: 'Northwind Traders',
				PHONE: [{ ID: '100', VALUE_TYPE: 'WORK', VALUE: '+1 555 0101', TYPE_ID: 'PHONE' }],
			},
		]);
	});

	/** Rows of `select`: ID is always added, names are in any case, but PHONE and EMAIL (restservice.php). */
	test.each<[string[], string[]]>([
		[['TITLE'], ['ID', 'TITLE']],
		[
			['id', 'title'],
			['ID', 'TITLE'],
		],
		[['NOPE'], ['ID']],
		[
			['phone', 'PHONE'],
			['ID', 'PHONE'],
		],
		[['phone'], ['ID']],
		[['UF_*'], ['ID', 'UF_CRM_TAX']],
	])('select %j returns %j', async (select, names) => {
		sandbox().state.addUserField('company', 'UF_CRM_TAX');
		const [row] = (await make('crm.company.list', { filter: { ID: 1 }, select })).body
			.result as object[];
		expect(Object.keys(row)).toEqual(names);
	});

	test('select * without custom fields, phones and e-mail addresses', async () => {
		sandbox().state.addUserField('company', 'UF_CRM_TAX');
		const keys = async (select?: string[]) =>
			Object.keys(
				(
					(await make('crm.company.list', { filter: { ID: 1 }, select })).body.result as object[]
				)[0],
			);
		expect(await keys(['*'])).not.toContain('UF_CRM_TAX');
		expect(await keys(['*'])).not.toContain('PHONE');
		expect(await keys()).toContain('UF_CRM_TAX');
		expect(await keys()).not.toContain('PHONE');
	});

	test.each(['crm.contact.list', 'crm.contact.get'])(
		'%s never returns FULL_NAME, which is hidden (crm_contact.php, GetFieldsInfo)',
		async (method) => {
			const select = ['*', 'FULL_NAME'];
			const { result } = (await make(method, { id: 1, filter: { ID: 1 }, select })).body;
			expect(JSON.stringify(result)).not.toContain('FULL_NAME');
		},
	);

	test('show a contact its cached main company', async () => {
		await make('crm.company.contact.add', { id: 5, fields: { CONTACT_ID: 1 } });
		const [contact] = (await make('crm.contact.list', { filter: { COMPANY_ID: 5 } })).body
			.result as unknown[];
		expect(contact).toMatchObject({ ID: '1', COMPANY_ID: '5' });
	});

	test('order as asked', async () => {
		expect(await found('crm.company.list', { order: { TITLE: 'DESC' } })).toEqual([
			'5',
			'4',
			'1',
			'3',
			'2',
		]);
	});

	/** Any direction but ASC descends, and an unknown field is no order (PrepareSql in main/classes/general/sql_util.php). */
	test.each<[object, string]>([
		[{ ID: 'desc' }, '5'],
		[{ id: 'DESC' }, '5'],
		[{ ID: 'asc' }, '1'],
		[{ ID: 'ascending' }, '5'],
		[{ ID: '' }, '5'],
		[{ NOPE: 'DESC' }, '1'],
	])('order %j begins with %s', async (order, first) => {
		expect((await found('crm.company.list', { order }))[0]).toBe(first);
	});

	test.each<[number | undefined, number, number, number | undefined]>([
		[undefined, 50, 120, 50],
		[50, 50, 120, 100],
		[100, 20, 120, undefined],
		[70, 50, 120, 100],
		// Past the last page: the first one again (calculatePageNumber in main/classes/general/dbresult.php).
		[150, 50, 120, 50],
		[1000, 50, 120, 50],
		[-1, 50, 0, undefined],
	])('start %p: %p rows, total %p, next %p', async (start, rows, total, next) => {
		fill(115);
		const { body } = await make('crm.company.list', { start });
		expect((body.result as unknown[]).length).toBe(rows);
		expect([body.total, body.next]).toEqual([total, next]);
	});

	test.each([
		['order', "Parameter 'order' must be array."],
		['filter', "Parameter 'filter' must be array."],
	])('refuse a text for %s', async (name, description) => {
		const { status, body } = await make('crm.company.list', { [name]: 'ID' });
		expect([status, body]).toEqual([400, { error: '', error_description: description }]);
	});

	test('show only what the user may read', async () => {
		const { body } = await make('crm.contact.list', { filter: { '>ID': 10 } }, USERS.restricted);
		expect(body).toMatchObject({ result: [{ ID: '11' }], total: 1 });
		const closed = await make('crm.contact.list', {}, USERS.noCrm);
		expect(closed.body).toEqual({ error: '', error_description: 'Access denied.' });
	});
});

describe('get', () => {
	test('of a company and of a contact', async () => {
		expect((await make('crm.company.get', { id: 3 })).body.result).toMatchObject({
			ID: '3',
			TITLE: 'Fabrikam Tools',
			EMAIL: [{ VALUE: 'hello@fabrikam.example' }],
		});
		expect((await make('crm.contact.get', { ID: '5' })).body.result).toMatchObject({
			ID: '5',
			NAME: 'Elif',
			COMPANY_ID: null,
		});
	});

	test.each([
		[{}, USERS.admin, 'ID is not defined or invalid.'],
		[{ id: 999 }, USERS.admin, 'Not found'],
		[{ id: 999 }, USERS.restricted, 'Access denied.'],
		[{ id: 12 }, USERS.restricted, 'Access denied.'],
	])('of %p by user %p: %s', async (params, user, description) => {
		const { status, body } = await make('crm.contact.get', params, user);
		expect([status, body]).toEqual([400, { error: '', error_description: description }]);
	});
});
