import { USERS } from '../../dev/sandbox';
import { call, useSandbox } from './client';

/** crm.requisite.list: CCrmRequisiteRestProxy in restservice.php, and crm-requisite-list.md in the REST docs. */
const sandbox = useSandbox();

const make = async (params: object, userId: number = USERS.admin) =>
	(await call(sandbox().webhook({ userId }), 'crm.requisite.list', params)).body;
const owners = async (filter: object) => {
	const select = ['ENTITY_TYPE_ID', 'ENTITY_ID'];
	const rows = (await make({ filter, select })).result as Array<Record<string, string>>;
	return rows.map((row) => `${row.ENTITY_TYPE_ID}:${row.ENTITY_ID}`);
};

const INN = '7707083893';

describe('a filter', () => {
	test.each<[string, object, string[]]>([
		['a number of two companies', { ENTITY_TYPE_ID: 4, RQ_INN: INN }, ['4:2', '4:4']],
		['a number of contacts', { ENTITY_TYPE_ID: 3, RQ_INN: INN }, ['3:1']],
		['no type: companies and contacts', { RQ_INN: INN }, ['4:2', '4:4', '3:1']],
		[
			'a type by another key, which is replaced',
			{ '@ENTITY_TYPE_ID': [4], RQ_INN: INN },
			[...['4:2', '4:4', '3:1']],
		],
		['a list of numbers', { ENTITY_TYPE_ID: 4, '@RQ_INN': [INN, '1'] }, ['4:2', '4:4']],
		['the number as it was typed', { ENTITY_TYPE_ID: 4, RQ_VAT_ID: 'DE 811 128 135' }, ['4:3']],
		['the number without spaces', { ENTITY_TYPE_ID: 4, RQ_VAT_ID: 'DE811128135' }, []],
		['wildcards', { ENTITY_TYPE_ID: 4, RQ_VAT_ID: 'DE%' }, ['4:3']],
		['wildcards with =', { ENTITY_TYPE_ID: 4, '=RQ_VAT_ID': 'DE%' }, []],
		['a second requisite of a company', { ENTITY_TYPE_ID: 4, RQ_BIN: '050140000985' }, ['4:2']],
		['one company', { ENTITY_TYPE_ID: 4, ENTITY_ID: 2 }, ['4:2', '4:2']],
		[
			'an unknown field, which finds everything',
			{ ENTITY_TYPE_ID: 4, RQ_NOPE: '1' },
			[...['4:1', '4:2', '4:2', '4:3', '4:4']],
		],
		['a blank number', { ENTITY_TYPE_ID: 3, RQ_INN: '' }, []],
	])('by %s', async (_, filter, found) => {
		expect(await owners(filter)).toEqual(found);
	});

	test('of an empty list fails', async () => {
		expect(await make({ filter: { '@RQ_INN': [] } })).toHaveProperty('error');
	});
});

test('a row has its numbers as text', async () => {
	const [row] = (await make({ filter: { RQ_OGRN: '1027700132195' } })).result as object[];
	expect(row).toEqual({
		ID: '2',
		ENTITY_TYPE_ID: '4',
		ENTITY_ID: '2',
		PRESET_ID: '1',
		NAME: 'Organization (Russia)',
		ACTIVE: 'Y',
		SORT: '500',
		RQ_INN: INN,
		RQ_OGRN: '1027700132195',
		RQ_VAT_ID: null,
		RQ_OGRNIP: null,
		RQ_EDRPOU: null,
		RQ_DRFO: null,
		RQ_BIN: null,
		RQ_IIN: null,
		RQ_CNPJ: null,
		RQ_CPF: null,
		RQ_SIRET: null,
		RQ_SIREN: null,
		RQ_KRS: null,
		RQ_REGON: null,
		RQ_USRLE: null,
	});
});

/** rqFieldCountryMap in crm/lib/entityrequisite.php. */
test.each([
	['RU', 1, ['RQ_INN', 'RQ_OGRN', 'RQ_OGRNIP']],
	['BY', 2, ['RQ_INN']],
	['KZ', 3, ['RQ_INN', 'RQ_BIN', 'RQ_IIN']],
	['UA', 4, ['RQ_INN', 'RQ_EDRPOU', 'RQ_DRFO']],
	['DE', 5, ['RQ_INN', 'RQ_VAT_ID', 'RQ_USRLE']],
	['CO', 6, ['RQ_INN']],
	['PL', 7, ['RQ_INN', 'RQ_VAT_ID', 'RQ_KRS', 'RQ_REGON']],
	['US', 8, ['RQ_VAT_ID']],
	['FR', 9, ['RQ_VAT_ID', 'RQ_SIRET', 'RQ_SIREN']],
	['BR', 10, ['RQ_CNPJ', 'RQ_CPF']],
	['UZ', 11, ['RQ_INN']],
] as const)('the preset of %s, %p, has the numbers %j', async (country, preset, fields) => {
	const numbers = Object.fromEntries(fields.map((field) => [field, '11.222.333/0001-81']));
	sandbox().state.addRequisite({ companyId: 5, country, numbers });
	for (const field of fields) {
		const { result } = await make({ filter: { ENTITY_ID: 5, [field]: '11.222.333/0001-81' } });
		expect(result).toMatchObject([{ PRESET_ID: String(preset), ...numbers }]);
	}
});

test('a row has no ID unless it was selected', async () => {
	const filter = { ENTITY_TYPE_ID: 4, ENTITY_ID: 1 };
	const { result } = await make({ filter, select: ['RQ_VAT_ID'] });
	expect(result).toEqual([{ RQ_VAT_ID: '12-3456789' }]);
});

test('the order is as asked', async () => {
	const params = { filter: { ENTITY_TYPE_ID: 4 }, order: { ID: 'DESC' }, select: ['ID'] };
	const rows = (await make(params)).result as Array<{ ID: string }>;
	expect(rows.map(({ ID }) => ID)).toEqual(['5', '4', '3', '2', '1']);
});

/** NavStart in main/classes/general/dbresult.php: all rows are counted, and after the last page comes the first. */
test.each<[number, number, number | undefined]>([
	[0, 50, 50],
	[50, 16, undefined],
	[100, 50, 50],
	[-1, 50, 50],
])('start %p: %p rows, next %p', async (start, count, next) => {
	for (let index = 0; index < 60; index += 1) {
		sandbox().state.addRequisite({ companyId: 5, numbers: { RQ_INN: '1' } });
	}
	const body = await make({ start });
	expect([(body.result as unknown[]).length, body.total, body.next]).toEqual([count, 66, next]);
});

test.each<[object, number]>([
	[{ ENTITY_TYPE_ID: 2 }, USERS.admin],
	[{ ENTITY_TYPE_ID: 'company' }, USERS.admin],
	[{}, USERS.noCrm],
])('%j of user %p is denied', async (filter, user) => {
	expect(await make({ filter }, user)).toEqual({ error: '', error_description: 'Access denied.' });
});

test('the rights to single records are not checked', async () => {
	sandbox().state.users.get(USERS.restricted)!.data.hiddenCompanies = [2];
	const { result } = await make({ filter: { ENTITY_ID: 2 } }, USERS.restricted);
	expect(result).toHaveLength(2);
});

test.each([
	['US', 'RQ_INN', 'Organization (USA) has no RQ_INN'],
	['BR', 'RQ_INN', 'Organization (Brazil) has no RQ_INN'],
	['BR', 'RQ_VAT_ID', 'Organization (Brazil) has no RQ_VAT_ID'],
] as const)('a test cannot give a company of %s the number %s', (country, field, message) => {
	const add = () =>
		sandbox().state.addRequisite({ companyId: 1, country, numbers: { [field]: '1' } });
	expect(add).toThrow(message);
});
