import { USERS } from '../../dev/sandbox';
import { call, useSandbox } from './client';

/**
 * Records that the CRM's lists do not show: My Company records, and contacts and companies of a category such as that of
 * vendors (crm/lib/controller/item.php; innerGetList in crm/classes/general/restservice.php).
 */
const sandbox = useSandbox();

const [CONTACT, COMPANY] = [3, 4];
const [OWN, VENDOR] = [21, 22];

beforeEach(() => {
	const { state } = sandbox();
	const emails = ['one@x.example'];
	state.addCompany({ id: OWN, title: 'Ours', isMyCompany: true, emails });
	state.addCompany({ id: VENDOR, title: 'Vendor', categoryId: 7, emails });
	state.addContact({ id: VENDOR, name: 'Vera', categoryId: 8, emails });
	[OWN, VENDOR].forEach((companyId) => state.addRequisite({ companyId, numbers: { RQ_INN: '1' } }));
});

const make = async (method: string, params: object = {}, userId: number = USERS.admin) =>
	(await call(sandbox().webhook({ userId }), method, params)).body;

describe('crm.item.list', () => {
	const items = async (params: object, userId?: number) =>
		((await make('crm.item.list', params, userId)).result as { items: Array<{ id: number }> })
			.items;
	const ids = async (params: object, userId?: number) =>
		(await items({ select: ['id'], ...params }, userId)).map(({ id }) => id);

	test('returns both fields of a company', async () => {
		const select = ['id', 'isMyCompany', 'categoryId'];
		const filter = { '@id': [1, OWN, VENDOR] };
		expect(await items({ entityTypeId: COMPANY, select, filter })).toEqual([
			{ id: 1, isMyCompany: 'N', categoryId: 0 },
			{ id: OWN, isMyCompany: 'Y', categoryId: 0 },
			{ id: VENDOR, isMyCompany: 'N', categoryId: 7 },
		]);
	});

	test('returns the category of a contact, which has no isMyCompany', async () => {
		const [contact] = await items({ entityTypeId: CONTACT, filter: { id: VENDOR } });
		expect(contact).toMatchObject({ categoryId: 8 });
		expect(contact).not.toHaveProperty('isMyCompany');
		const body = await make('crm.item.list', {
			entityTypeId: CONTACT,
			filter: { isMyCompany: 'N' },
		});
		expect(body.error).toBe('INVALID_ARG_VALUE');
	});

	test.each<[string, object, number[]]>([
		['everything without a filter', {}, [1, 2, 3, 4, 5, OWN, VENDOR]],
		['what users see', { categoryId: 0, isMyCompany: 'N' }, [1, 2, 3, 4, 5]],
		['My Company records', { isMyCompany: 'Y' }, [OWN]],
		['a category', { categoryId: '7' }, [VENDOR]],
		['categories', { '@categoryId': [7, 8] }, [VENDOR]],
		['all categories but one', { '!categoryId': 0 }, [VENDOR]],
	])('finds %s', async (_, filter, found) => {
		expect(await ids({ entityTypeId: COMPANY, filter })).toEqual(found);
	});

	test('sorts by both', async () => {
		const order = { categoryId: 'DESC', isMyCompany: 'DESC', id: 'ASC' };
		expect(await ids({ entityTypeId: COMPANY, order })).toEqual([VENDOR, OWN, 1, 2, 3, 4, 5]);
	});
});

describe('are found by', () => {
	test('crm.duplicate.findbycomm', async () => {
		const { result } = await make('crm.duplicate.findbycomm', {
			type: 'EMAIL',
			values: ['one@x.example'],
		});
		expect(result).toEqual({ CONTACT: [VENDOR], COMPANY: [OWN, VENDOR] });
	});

	test('crm.requisite.list', async () => {
		const filter = { ENTITY_TYPE_ID: 4, RQ_INN: '1' };
		const { result } = await make('crm.requisite.list', { filter, select: ['ENTITY_ID'] });
		expect(result).toEqual([{ ENTITY_ID: String(OWN) }, { ENTITY_ID: String(VENDOR) }]);
	});
});

describe('the older methods', () => {
	const ids = async (type: string, filter: object = {}) =>
		((await make(`crm.${type}.list`, { filter })).result as Array<{ ID: string }>).map(({ ID }) =>
			Number(ID),
		);

	test('list category 0 only, My Company records included', async () => {
		expect(await ids('company')).toEqual([1, 2, 3, 4, 5, OWN]);
		expect(await ids('contact')).not.toContain(VENDOR);
		expect(await ids('company', { ID: VENDOR })).toEqual([]);
	});

	test.each<[object, number[]]>([
		[{ IS_MY_COMPANY: 'Y' }, [OWN]],
		[{ '!IS_MY_COMPANY': 'Y' }, [1, 2, 3, 4, 5]],
		[{ IS_MY_COMPANY: 'N', '>ID': 3 }, [4, 5]],
		// No field of these lists, so the condition is dropped.
		[{ CATEGORY_ID: 7 }, [1, 2, 3, 4, 5, OWN]],
	])('filter companies by %j', async (filter, found) => {
		expect(await ids('company', filter)).toEqual(found);
	});

	test('select IS_MY_COMPANY, and know no category', async () => {
		const select = ['IS_MY_COMPANY', 'CATEGORY_ID'];
		const { result } = await make('crm.company.list', { filter: { ID: OWN }, select });
		expect(result).toEqual([{ ID: String(OWN), IS_MY_COMPANY: 'Y' }]);
		expect(await make('crm.company.get', { id: 1 })).toMatchObject({
			result: { IS_MY_COMPANY: 'N' },
		});
	});

	test('do not get a record of another category', async () => {
		for (const type of ['company', 'contact']) {
			expect(await make(`crm.${type}.get`, { id: VENDOR })).toEqual({
				error: '',
				error_description: 'Not found',
			});
		}
	});

	test('write IS_MY_COMPANY', async () => {
		const fields = { TITLE: 'Second firm', IS_MY_COMPANY: 'Y' };
		const { result: id } = await make('crm.company.add', { fields });
		expect(sandbox().state.companies.get(id as number)).toMatchObject({ isMyCompany: true });
		await make('crm.company.update', { id, fields: { IS_MY_COMPANY: 'no' } });
		expect(sandbox().state.companies.get(id as number)).toMatchObject({
			title: 'Second firm',
			isMyCompany: false,
			fields: {},
		});
	});
});

/** getValueByEntityAttributes in crm/lib/security/role/permissionlevel.php: the exception is for reading only. */
describe("a My Company record that the user's right leaves out", () => {
	beforeEach(() => {
		sandbox().state.users.get(USERS.restricted)!.data.hiddenCompanies = [1, OWN];
	});

	test('can be read', async () => {
		const read = async (id: number) => await make('crm.company.get', { id }, USERS.restricted);
		expect(await read(OWN)).toMatchObject({ result: { TITLE: 'Ours' } });
		expect(await read(1)).toMatchObject({ error_description: 'Access denied.' });
		expect(await make('crm.company.get', { id: OWN }, USERS.noCrm)).toMatchObject({
			error_description: 'Access denied.',
		});
	});

	test('cannot be edited', async () => {
		const params = { id: OWN, fields: { TITLE: 'x', CONTACT_ID: 5 } };
		expect(await make('crm.company.update', params, USERS.restricted)).toMatchObject({
			error_description: 'Access denied.',
		});
		expect(await make('crm.company.contact.add', params, USERS.restricted)).toMatchObject({
			error: 'ACCESS_DENIED',
		});
	});
});
