import { USERS } from '../../dev/sandbox';
import { call, useSandbox } from './client';

/** crm/lib/controller/item.php */
const sandbox = useSandbox();

const make = async (method: string, params: object = {}, userId: number = USERS.admin) =>
	await call(sandbox().webhook({ userId }), method, params);
const items = async (params: object) =>
	(
		(await make('crm.item.list', { select: ['id'], ...params })).body.result as {
			items: Array<{ id: number }>;
		}
	).items.map(({ id }) => id);
const fill = (count: number) => {
	for (let index = 0; index < count; index += 1) sandbox().state.addCompany({ title: 'More' });
};
const [CONTACT, COMPANY] = [3, 4];

describe('crm.item.list', () => {
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

describe('crm.item.list knows', () => {
	const first = async (params: object) =>
		(
			(await make('crm.item.list', params)).body.result as {
				items: Array<Record<string, unknown>>;
			}
		).items[0];

	/** object-fields.md in the REST docs; getFieldsMap in Factory/Company.php; integerfield.php. */
	test('the fields of a contact, but no full name', async () => {
		const contact = await first({ entityTypeId: CONTACT, filter: { id: 5 } });
		expect(contact).toMatchObject({
			id: 5,
			entityTypeId: 3,
			typeId: 'CLIENT',
			companyId: 0,
			companyIds: [],
			hasEmail: 'N',
			email: '',
			phoneWork: '',
			originId: null,
		});
		expect(contact).not.toHaveProperty('fullName');
	});

	test('the fields of a company, whose type is typeId', async () => {
		const company = await first({ entityTypeId: COMPANY, filter: { id: 1 } });
		expect(company).toMatchObject({
			id: 1,
			entityTypeId: 4,
			typeId: 'CUSTOMER',
			contactIds: [1, 2],
			email: 'office@northwind.example',
			emailWork: 'office@northwind.example',
			emailHome: '',
		});
		expect(company).not.toHaveProperty('companyType');
		expect(await items({ entityTypeId: COMPANY, filter: { typeId: 'CUSTOMER' } })).toHaveLength(5);
	});

	test.each(['fullName', 'companyType', 'contactId', 'fm', 'ufCrmNope'])(
		'no %s to filter by',
		async (field) => {
			const entityTypeId = field === 'fullName' ? CONTACT : COMPANY;
			const { status } = await make('crm.item.list', { entityTypeId, filter: { [field]: 'x' } });
			expect(status).toBe(400);
		},
	);

	/** sqlwhere.php: NULL and 0 are one, except in a list. */
	test.each<[object, number[]]>([
		[{ companyId: 0 }, [5, 6, 7, 8, 10, 11, 12]],
		[{ companyId: null }, [5, 6, 7, 8, 10, 11, 12]],
		[{ companyId: 1 }, [1, 2]],
		[{ '@companyId': [1, 4] }, [1, 2, 9]],
		[{ '@companyId': [0] }, []],
		[{ '!companyId': 1 }, [3, 4, 9]],
		[{ companyIds: 3 }, [4]],
	])('contacts by %j', async (filter, ids) => {
		expect(await items({ entityTypeId: CONTACT, filter, start: -1 })).toEqual(ids);
	});

	/** Inferred from getItemsCountFilteredByPermissions in Factory.php: the count for `total` fails. */
	test.each<[number, object, boolean]>([
		[CONTACT, { companyIds: 3 }, false],
		[COMPANY, { '@contactIds': [4] }, false],
		[COMPANY, { contactIds: 4 }, true],
	])('links of the type %p by %j when it counts: %p', async (entityTypeId, filter, works) => {
		const status = async (start: number) =>
			(await make('crm.item.list', { entityTypeId, filter, start })).status;
		expect([await status(0), await status(-1)]).toEqual([works ? 200 : 400, 200]);
	});

	/** contacttable.php, FieldRepository.php: each field is the first value of its type. */
	describe('e-mail addresses and phones', () => {
		beforeEach(() => {
			sandbox().state.addContact({
				id: 21,
				emails: [{ value: 'home@x.co', valueType: 'HOME' }, 'work@x.co', 'second@x.co'],
				phones: [{ value: '+49 1', valueType: 'MOBILE' }],
			});
		});

		test.each<[object, number[]]>([
			[{ email: 'home@x.co' }, [21]],
			[{ '@email': ['home@x.co', 'carla@contoso.example'] }, [3, 21]],
			[{ email: 'work@x.co' }, []],
			[{ emailWork: 'WORK@x.co' }, [21]],
			[{ emailWork: 'second@x.co' }, []],
			[{ '%email': '@x.co' }, [21]],
			[{ phoneMobile: '+49 1' }, [21]],
			[{ phoneMobile: '+491' }, []],
			[{ phoneWork: '+49 1' }, []],
			[{ '!email': '' }, [1, 3, 9, 21]],
		])('%j', async (filter, ids) => {
			expect(await items({ entityTypeId: CONTACT, filter })).toEqual(ids);
		});

		test('can be selected and sorted by', async () => {
			const select = ['email', 'emailWork', 'emailMailing', 'phone', 'phoneMailing'];
			const filter = { phoneMobile: '+49 1' };
			expect(await first({ entityTypeId: CONTACT, select, filter })).toEqual({
				email: 'home@x.co',
				emailWork: 'work@x.co',
				emailMailing: '',
				phone: '+49 1',
				phoneMailing: '',
			});
			const order = { email: 'DESC' };
			expect((await items({ entityTypeId: CONTACT, order })).slice(0, 3)).toEqual([9, 21, 3]);
		});
	});

	test('the fields of another system, and custom ones by either name', async () => {
		const fields = { ORIGIN_ID: 'A-1', UF_CRM_TAX: 'ab', UF_CRM_17: 'cd' };
		sandbox().state.addCompany({ id: 21, title: 'X', fields });
		const filter = { originId: 'A-1', ufCrmTax: 'ab', UF_CRM_17: 'cd' };
		const select = ['originId', 'ufCrmTax', 'ufCrm_17'];
		const asked = { entityTypeId: COMPANY, filter };
		expect(await first({ ...asked, select })).toEqual({
			originId: 'A-1',
			ufCrmTax: 'ab',
			ufCrm_17: 'cd',
		});
		expect(await first({ ...asked, select: ['UF_*'], useOriginalUfNames: 'Y' })).toEqual({
			UF_CRM_TAX: 'ab',
			UF_CRM_17: 'cd',
		});
	});

	test.each<[object, number[]]>([
		[{ title: '%foods' }, [2]],
		[{ title: 'con_oso foods' }, [2]],
		[{ '=title': '%foods' }, []],
		[{ title: ['%foods', '%toys'] }, [2, 4]],
		[{ '!=%title': '%o%' }, []],
		[{ '!title': 'contoso foods' }, [1, 3, 4, 5]],
		[{ title: '' }, []],
		[{ '%id': 1 }, [1]],
	])('companies by %j, where no operator means LIKE', async (filter, ids) => {
		expect(await items({ entityTypeId: COMPANY, filter })).toEqual(ids);
	});
});

/** main/lib/engine/autowire/binder.php, typedeclarationchecker.php */
describe('crm.item.list refuses a wrong type:', () => {
	test.each<[string, unknown, string]>([
		['entityTypeId', 'abc', 'Invalid value {abc} to match with parameter {entityTypeId}'],
		['entityTypeId', '', 'Invalid value {} to match with parameter {entityTypeId}'],
		['entityTypeId', [4], 'Invalid value {Array} to match with parameter {entityTypeId}'],
		['entityTypeId', true, 'Invalid value {1} to match with parameter {entityTypeId}'],
		['select', 'id', 'Invalid value {id} to match with parameter {select}'],
		['select', null, 'Invalid value {} to match with parameter {select}'],
		['filter', 'x', 'Invalid value {x} to match with parameter {filter}'],
		['order', 'id', 'Invalid value {id} to match with parameter {order}'],
	])('%s %j', async (name, value, beginning) => {
		const params = { entityTypeId: COMPANY, [name]: value };
		const { status, body } = await make('crm.item.list', params);
		const type = name === 'entityTypeId' ? 'int' : 'array';
		const error_description = `${beginning}. Should be value of type ${type}.`;
		expect([status, body]).toEqual([400, { error: '100', error_description }]);
	});

	test.each([{ entityTypeId: '4' }, { filter: null }, { order: null }])(
		'but takes %j',
		async (params) => {
			expect(await items({ entityTypeId: COMPANY, ...params })).toHaveLength(5);
		},
	);

	/** `IN ()` is no SQL. That it fails is inferred from sqlwhere.php. */
	test('and an empty list of IDs', async () => {
		for (const filter of [{ '@id': [] }, { '!@id': [] }, { 0: { '@id': [] } }]) {
			expect((await make('crm.item.list', { entityTypeId: COMPANY, filter })).status).toBe(400);
		}
		expect(await items({ entityTypeId: COMPANY, filter: { id: [] } })).toEqual([]);
	});
});

test('crm.item.list has empty pages after the last one', async () => {
	expect(await items({ entityTypeId: COMPANY, start: 50 })).toEqual([]);
});
