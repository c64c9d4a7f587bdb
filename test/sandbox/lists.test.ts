import { USERS } from '../../dev/sandbox';
import { call, resultOf, useSandbox } from './client';

/** CCrmRestProxyBase in crm/classes/general/restservice.php; crm/lib/controller/item.php */
const sandbox = useSandbox();

const make = async (method: string, params: object = {}, userId: number = USERS.admin) =>
	await call(sandbox().webhook({ userId }), method, params);
const found = async (method: string, params: object) =>
	((await make(method, params)).body.result as Array<{ ID: string }>).map(({ ID }) => ID);
const items = async (params: object) =>
	(
		(await make('crm.item.list', { select: ['id'], ...params })).body.result as {
			items: Array<{ id: number }>;
		}
	).items.map(({ id }) => id);
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

	test('show a contact its cached main company', async () => {
		await make('crm.company.contact.add', { id: 5, fields: { CONTACT_ID: 1 } });
		const [contact] = (await make('crm.contact.list', { filter: { COMPANY_ID: 5 } })).body
			.result as unknown[];
		expect(contact).toMatchObject({ ID: '1', COMPANY_ID: '5', FULL_NAME: 'Anna Berg' });
	});

	test.each<[string, object, string[]]>([
		['%TITLE', { '%TITLE': 'foods' }, ['2']],
		['%TITLE of nothing', { '%TITLE': 'zzz' }, []],
		['TITLE, without regard to case', { TITLE: 'contoso foods' }, ['2']],
		['=%TITLE', { '=%TITLE': 'w%' }, ['5']],
		['%=TITLE', { '%=TITLE': '%o_s' }, ['2', '3', '4']],
		['!ID', { '!ID': 2 }, ['1', '3', '4', '5']],
		['@ID', { '@ID': [2, 4] }, ['2', '4']],
		['!@ID', { '!@ID': [2, 4] }, ['1', '3', '5']],
		['>ID', { '>ID': 3 }, ['4', '5']],
		['>=ID and <=ID', { '>=ID': '2', '<=ID': '3' }, ['2', '3']],
		['<ID', { '<ID': 2 }, ['1']],
		['EMAIL, whole only', { EMAIL: 'hello@fabrikam.example' }, ['3']],
		['EMAIL, not a part of it', { EMAIL: 'hello' }, []],
		['a misspelt field, which finds everything', { '%TITEL': 'zzz' }, ['1', '2', '3', '4', '5']],
	])('filter by %s', async (_, filter, ids) => {
		expect(await found('crm.company.list', { filter })).toEqual(ids);
	});

	test('filter contacts by parts of their name', async () => {
		expect(
			await found('crm.contact.list', { filter: { '%NAME': 'A', '%LAST_NAME': 'e' } }),
		).toEqual(['1', '3', '6', '10']);
		expect(await found('crm.contact.list', { filter: { '%FULL_NAME': 'a be' } })).toEqual(['1']);
	});

	test('order as asked', async () => {
		expect(await found('crm.company.list', { order: { TITLE: 'DESC' } })).toEqual([
			'5',
			'4',
			'1',
			'3',
			'2',
		]);
		expect(await found('crm.company.list', { order: { ID: 'desc' } })).toEqual([
			'5',
			'4',
			'3',
			'2',
			'1',
		]);
	});

	test.each<[number | undefined, number, number, number | undefined]>([
		[undefined, 50, 120, 50],
		[50, 50, 120, 100],
		[100, 20, 120, undefined],
		[70, 50, 120, 100],
		[150, 0, 120, undefined],
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

describe('add', () => {
	test('of a contact links it to its companies', async () => {
		const fields = {
			NAME: 'Mona',
			LAST_NAME: 'Vik',
			PHONE: [{ VALUE: '+1' }],
			COMPANY_IDS: [3, 2],
		};
		const { body } = await make('crm.contact.add', { fields });
		expect(body.result).toBe(13);
		expect(sandbox().state.linksOfContact(13)).toMatchObject([
			{ companyId: 3, sort: 10, isPrimary: 'Y' },
			{ companyId: 2, sort: 20, isPrimary: 'N' },
		]);
		expect(sandbox().state.contacts.get(13)).toMatchObject({ companyId: 3, phones: ['+1'] });
	});

	test('of a company links it to its contacts', async () => {
		const { body } = await make('crm.company.add', {
			fields: { TITLE: 'New', CONTACT_ID: [1, 5] },
		});
		expect(body.result).toBe(6);
		expect(sandbox().state.linksOfCompany(6)).toMatchObject([
			{ contactId: 1, sort: 10, isPrimary: 'Y' },
			{ contactId: 5, sort: 10, isPrimary: 'Y' },
		]);
		expect(sandbox().state.contacts.get(1)?.companyId).toBe(6);
	});

	test.each([
		[{ fields: 'x' }, USERS.admin, "Parameter 'fields' must be array."],
		[{ fields: {} }, USERS.reader, 'Access denied.'],
	])('refuses %p of user %p', async (params, user, description) => {
		for (const method of ['crm.company.add', 'crm.contact.add']) {
			const { status, body } = await make(method, params, user);
			expect([status, body]).toEqual([400, { error: '', error_description: description }]);
		}
	});
});

describe('crm.item.list', () => {
	const [CONTACT, COMPANY] = [3, 4];

	test('writes camelCase and numbers', async () => {
		const { body } = await make('crm.item.list', { entityTypeId: CONTACT, filter: { id: 4 } });
		expect(body).toMatchObject({
			result: {
				items: [
					{
						id: 4,
						name: 'David',
						lastName: 'Okoro',
						companyId: 2,
						companyIds: [3, 2],
						fm: [],
					},
				],
			},
			total: 1,
		});
	});

	test('returns what was selected, and fm with everything only', async () => {
		const list = async (select?: string[]) =>
			(await make('crm.item.list', { entityTypeId: COMPANY, filter: { id: 1 }, select })).body
				.result;
		expect(await list(['id', 'title', 'fm', 'nope'])).toEqual({
			items: [{ id: 1, title: 'Northwind Traders' }],
		});
		expect(await list()).toMatchObject({
			items: [
				{
					contactIds: [1, 2],
					fm: [
						{ id: 100, valueType: 'WORK', value: '+1 555 0101', typeId: 'PHONE' },
						{ id: 150, valueType: 'WORK', value: 'office@northwind.example', typeId: 'EMAIL' },
					],
				},
			],
		});
	});

	test.each<[string, object, number[]]>([
		['%title', { '%title': 'tra' }, [1]],
		['!%title', { '!%title': 'o' }, []],
		['%TITLE in capitals', { '%TITLE': 'tra' }, [1]],
		['@id', { '@id': [2, 4] }, [2, 4]],
		['any of two', { 0: { logic: 'OR', 0: { '%title': 'tra' }, 1: { id: 4 } } }, [1, 4]],
		['both of two', { 0: { '%title': 'o' }, 1: { '>id': 3 } }, [4, 5]],
	])('filters by %s', async (_, filter, ids) => {
		expect(await items({ entityTypeId: COMPANY, filter })).toEqual(ids);
	});

	test('orders and pages', async () => {
		fill(60);
		const order = { id: 'desc' };
		expect((await items({ entityTypeId: COMPANY, order }))[0]).toBe(65);
		const first = await make('crm.item.list', { entityTypeId: COMPANY });
		expect([first.body.total, first.body.next]).toEqual([65, 50]);
		const last = await make('crm.item.list', { entityTypeId: COMPANY, start: 50 });
		expect([last.body.total, last.body.next]).toEqual([65, undefined]);
		const uncounted = await make('crm.item.list', { entityTypeId: COMPANY, start: -1 });
		expect([uncounted.body.total, uncounted.body.next]).toEqual([undefined, undefined]);
	});

	test.each<[object, string, string]>([
		[
			{ filter: { '%nope': 1 } },
			'INVALID_ARG_VALUE',
			"Invalid filter: field '%NOPE' is not allowed in filter",
		],
		[
			{ filter: { '>id': [1] } },
			'INVALID_ARG_VALUE',
			"Invalid filter: field '>ID' has invalid value",
		],
		[
			{ order: { nope: 'ASC' } },
			'INVALID_ARG_VALUE',
			"Invalid order: field 'NOPE' is not allowed in order",
		],
		[
			{ order: { id: 'up' } },
			'INVALID_ARG_VALUE',
			"Invalid order: allowed sort directions are ASC, DESC. But got 'UP' for field 'ID'",
		],
		[{ entityTypeId: 99 }, 'NOT_FOUND', 'SPA not found'],
		[{ entityTypeId: undefined }, '100', 'Could not find value for parameter {entityTypeId}'],
	])('refuses %p', async (params, error, error_description) => {
		const { status, body } = await make('crm.item.list', { entityTypeId: COMPANY, ...params });
		expect([status, body]).toEqual([400, { error, error_description }]);
	});

	test('is empty for a user without CRM', async () => {
		const { body } = await make('crm.item.list', { entityTypeId: COMPANY }, USERS.noCrm);
		expect(body).toMatchObject({ result: { items: [] }, total: 0 });
	});
});

describe('crm.duplicate.findbycomm', () => {
	const find = async (params: object) => await make('crm.duplicate.findbycomm', params);

	test.each<[string, object, unknown]>([
		['a phone', { type: 'PHONE', values: ['1 (555) 0102'] }, { CONTACT: [2] }],
		['a phone with an extension', { type: 'phone', values: ['+15550102 ext 7'] }, { CONTACT: [2] }],
		['an e-mail', { type: 'EMAIL', values: [' OFFICE@northwind.example'] }, { COMPANY: [1] }],
		[
			'several',
			{ type: 'PHONE', values: ['15550102', '15550106', '+1 555-0102'] },
			{ CONTACT: [2, 6] },
		],
		['one kind', { type: 'PHONE', values: ['15550101'], entity_type: 'CONTACT' }, []],
		['a number, which is skipped', { type: 'PHONE', values: [15550102] }, []],
		['nothing', { type: 'PHONE', values: ['7'] }, []],
	])('finds by %s', async (_, params, result) => {
		expect((await find(params)).body.result).toEqual(result);
	});

	test('stops at 20, contacts first', async () => {
		for (let index = 0; index < 19; index += 1) sandbox().state.addContact({ phones: ['77'] });
		sandbox().state.addCompany({ title: 'x', phones: ['77'] });
		sandbox().state.addCompany({ title: 'y', phones: ['77'] });
		const { CONTACT, COMPANY } = (await find({ type: 'PHONE', values: ['77'] })).body
			.result as Record<string, number[]>;
		expect([CONTACT.length, COMPANY]).toEqual([19, [6]]);
	});

	test.each<[object, string]>([
		[{}, 'Communication type is not defined.'],
		[{ type: 'FAX' }, "Communication type 'FAX' is not supported in current context."],
		[{ type: 'PHONE' }, 'Communication values is not defined.'],
		[{ type: 'PHONE', values: [] }, 'Communication values is not defined.'],
		[
			{ type: 'PHONE', values: ['1'], entity_type: 'DEAL' },
			'Deal is not supported in current context.',
		],
	])('refuses %p', async (params, error_description) => {
		const { status, body } = await find(params);
		expect([status, body]).toEqual([400, { error: '', error_description }]);
	});
});
