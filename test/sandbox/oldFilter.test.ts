import { call, useSandbox } from './client';

/**
 * The filter of crm.company.list and crm.contact.list (internalizeFilterFields in crm/classes/general/restservice.php,
 * PrepareWhere in main/classes/general/sql_util.php).
 */
const sandbox = useSandbox();

const found = async (method: string, filter: object) =>
	((await call(sandbox().webhookUrl, method, { filter })).body.result as Array<{ ID: string }>).map(
		({ ID }) => Number(ID),
	);
const companies = async (filter: object) => await found('crm.company.list', filter);
const contacts = async (filter: object) => await found('crm.contact.list', filter);

const ALL = [1, 2, 3, 4, 5];

describe('columns', () => {
	test.each<[string, object, number[]]>([
		['%TITLE', { '%TITLE': 'foods' }, [2]],
		['%TITLE of nothing', { '%TITLE': 'zzz' }, []],
		['%TITLE, whose wildcards are text', { '%TITLE': 'o_s' }, []],
		['TITLE, without regard to case', { TITLE: 'contoso foods' }, [2]],
		['TITLE, where wildcards are text', { TITLE: '%foods' }, []],
		[
			'a list for TITLE, any of which may match',
			{ TITLE: ['Contoso Foods', 'Tailspin Toys'] },
			[2, 4],
		],
		['=%TITLE', { '=%TITLE': 'w%' }, [5]],
		['%=TITLE', { '%=TITLE': '%o_s' }, [2, 3, 4]],
		['!TITLE', { '!TITLE': 'Contoso Foods' }, [1, 3, 4, 5]],
		['!=TITLE', { '!=TITLE': 'Contoso Foods' }, [1, 3, 4, 5]],
		['!TITLE of a list', { '!TITLE': ['Contoso Foods', 'Tailspin Toys'] }, [1, 3, 5]],
		['!%TITLE, whose negation is ignored', { '!%TITLE': 'foods' }, [2]],
		['!=%TITLE, whose negation is ignored', { '!=%TITLE': 'w%' }, [5]],
		['>TITLE', { '>TITLE': 'Northwind' }, [1, 4, 5]],
		['a blank TITLE', { TITLE: '' }, []],
		['a blank %TITLE', { '%TITLE': '' }, []],
		['!ID', { '!ID': 2 }, [1, 3, 4, 5]],
		['@ID', { '@ID': [2, 4] }, [2, 4]],
		['@ID of a text', { '@ID': '2' }, [2]],
		['!@ID', { '!@ID': [2, 4] }, [1, 3, 5]],
		['>ID', { '>ID': 3 }, [4, 5]],
		['>=ID and <=ID', { '>=ID': '2', '<=ID': '3' }, [2, 3]],
		['<ID', { '<ID': 2 }, [1]],
		['a text that begins with a number', { ID: '1abc' }, [1]],
		['a text that is no number', { ID: 'abc' }, []],
		['%ID, which means equal', { '%ID': 1 }, [1]],
		['COMPANY_TYPE, never by a part', { '%COMPANY_TYPE': 'CUST' }, []],
	])('filter by %s', async (_, filter, ids) => {
		expect(await companies(filter)).toEqual(ids);
	});

	test('filter contacts by parts of their name, the hidden full name included', async () => {
		expect(await contacts({ '%NAME': 'A', '%LAST_NAME': 'e' })).toEqual([1, 3, 6, 10]);
		expect(await contacts({ '%FULL_NAME': 'a be' })).toEqual([1]);
	});
});

describe('a condition that is dropped finds every record', () => {
	test.each<[string, object]>([
		['a misspelt field', { '%TITEL': 'zzz' }],
		['a field in lower case', { title: 'zzz' }],
		['an empty @ID', { '@ID': [] }],
		['an empty TITLE', { TITLE: [] }],
		['nested conditions', { 0: { TITLE: 'zzz' } }],
		['LOGIC', { LOGIC: 'OR' }],
		['linked contacts', { CONTACT_ID: 1 }],
		['a custom field that does not exist', { UF_CRM_NOPE: 'zzz' }],
		['=EMAIL', { '=EMAIL': 'zzz' }],
		['@EMAIL', { '@EMAIL': ['hello@fabrikam.example'] }],
		['%EMAIL', { '%EMAIL': 'zzz' }],
		['!EMAIL', { '!EMAIL': 'hello@fabrikam.example' }],
		['=PHONE', { '=PHONE': '7' }],
		['a blank EMAIL', { EMAIL: '' }],
		['an EMAIL of spaces', { EMAIL: '  ' }],
		['an empty list for EMAIL', { EMAIL: [] }],
		['a list for EMAIL that begins with a blank', { EMAIL: ['', 'hello@fabrikam.example'] }],
		['no EMAIL', { EMAIL: null }],
	])('%s', async (_, filter) => {
		expect(await companies(filter)).toEqual(ALL);
	});

	test.each(['COMPANY_IDS', 'ASSOCIATED_COMPANY_ID'])('%s of contacts', async (field) => {
		expect(await contacts({ [field]: 1 })).toHaveLength(12);
	});
});

/** PrepareMultiFieldFilter in crm/classes/general/entity_helper.php. The REST docs say that the match is exact. */
describe('e-mail addresses and phones', () => {
	beforeEach(() => {
		const { state } = sandbox();
		state.addCompany({
			id: 11,
			title: 'A',
			emails: ['anna@x.co', 'b@x.co'],
			phones: ['+49 171 1'],
		});
		state.addCompany({ id: 12, title: 'B', emails: ['anna@x.com'], phones: ['0171 1'] });
		state.addCompany({ id: 13, title: 'C', emails: ['annA@y.co'] });
	});

	test.each<[string, object, number[]]>([
		['a whole address, which others begin with', { EMAIL: 'anna@x.co' }, [11, 12]],
		['a part at the beginning', { EMAIL: 'anna' }, [11, 12, 13]],
		['a part inside', { EMAIL: 'nna@x.co' }, []],
		['any of the addresses of a record', { EMAIL: 'b@x.co' }, [11]],
		['without regard to case and spaces', { EMAIL: ' ANNA@X ' }, [11, 12]],
		['%, which is removed', { EMAIL: '%anna@%x.co%' }, [11, 12]],
		['_, which stands for any character', { EMAIL: 'an_a@x.com' }, [12]],
		['the first of a list', { EMAIL: ['b@x.co', 'annA@y.co'] }, [11]],
		['a phone as it was typed', { PHONE: '+49 171 1' }, [11]],
		['a phone without its spaces', { PHONE: '+491711' }, []],
		['both, as one record has them', { EMAIL: 'anna', PHONE: '0171' }, [12]],
	])('by %s', async (_, filter, ids) => {
		expect(await companies(filter)).toEqual(ids);
	});
});

/** REST docs, crm-contact-add.md; GetFields in crm_company.php and crm_contact.php. */
describe('fields of another system', () => {
	beforeEach(() => {
		const { state } = sandbox();
		const origin = (ORIGINATOR_ID: string, ORIGIN_ID: string) => ({ ORIGINATOR_ID, ORIGIN_ID });
		state.addCompany({ id: 11, title: 'A', fields: origin('ERP', 'A-1') });
		state.addCompany({ id: 12, title: 'B', fields: origin('SHOP', 'A-1') });
		state.addCompany({ id: 13, title: 'C', fields: origin('ERP', 'A-10') });
	});

	test.each<[object, number[]]>([
		[{ ORIGIN_ID: 'A-1' }, [11, 12]],
		[{ ORIGIN_ID: 'A-1', ORIGINATOR_ID: 'ERP' }, [11]],
		[{ '@ORIGIN_ID': ['A-1', 'A-10', 'A-2'] }, [11, 12, 13]],
		[{ '%ORIGIN_ID': '-10' }, [13]],
		[{ '!ORIGIN_ID': 'A-1' }, [1, 2, 3, 4, 5, 13]],
		[{ '!@ORIGIN_ID': ['A-1'] }, [13]],
		[{ ORIGIN_ID: '' }, [1, 2, 3, 4, 5]],
		[{ '!ORIGIN_ID': '' }, [11, 12, 13]],
	])('%j', async (filter, ids) => {
		expect(await companies(filter)).toEqual(ids);
	});

	test('are returned, as null where there are none', async () => {
		const select = ['ORIGINATOR_ID', 'ORIGIN_ID', 'ORIGIN_VERSION'];
		const filter = { '@ID': [1, 11] };
		const { result } = (await call(sandbox().webhookUrl, 'crm.company.list', { filter, select }))
			.body;
		expect(result).toEqual([
			{ ID: '1', ORIGINATOR_ID: null, ORIGIN_ID: null, ORIGIN_VERSION: null },
			{ ID: '11', ORIGINATOR_ID: 'ERP', ORIGIN_ID: 'A-1', ORIGIN_VERSION: null },
		]);
	});
});

/** ListPrepareFilter in crm/classes/general/crm_usertype.php, addStringFilter in main/classes/general/sqlwhere.php. */
describe.each(['exact', 'contains', 'like'] as const)(
	'a custom field with the filter %s',
	(own) => {
		beforeEach(() => {
			const { state } = sandbox();
			state.addUserField('company', 'UF_CRM_TAX', own);
			state.addCompany({ id: 11, title: 'A', fields: { UF_CRM_TAX: 'ab-1' } });
			state.addCompany({ id: 12, title: 'B', fields: { UF_CRM_TAX: 'ab-10' } });
		});

		test.each<[object, number[]]>([
			[{ '=UF_CRM_TAX': 'AB-1' }, [11]],
			[{ '@UF_CRM_TAX': ['ab-1', 'ab-10'] }, [11, 12]],
			[{ '%UF_CRM_TAX': 'b-1' }, [11, 12]],
			[{ '!%UF_CRM_TAX': 'b-10' }, [1, 2, 3, 4, 5, 11]],
			[{ '!=UF_CRM_TAX': 'ab-1' }, [1, 2, 3, 4, 5, 12]],
			[{ '=UF_CRM_TAX': '' }, ALL],
			[{ '!UF_CRM_TAX': '' }, [11, 12]],
			[{ UF_CRM_TAX: '' }, [...ALL, 11, 12]],
			[{ UF_CRM_TAX: 'ab-1' }, own === 'contains' ? [11, 12] : [11]],
			[{ UF_CRM_TAX: 'ab-%' }, own === 'like' ? [11, 12] : []],
		])('%j', async (filter, ids) => {
			expect(await companies(filter)).toEqual(ids);
		});
	},
);

/** The cached main company. NULL and 0 are one where the operator has an "=" (PrepareWhere). */
describe('COMPANY_ID of contacts', () => {
	const without = [5, 6, 7, 8, 10, 11, 12];
	test.each<[object, number[]]>([
		[{ COMPANY_ID: 1 }, [1, 2]],
		[{ COMPANY_ID: '1abc' }, [1, 2]],
		[{ '%COMPANY_ID': 1 }, [1, 2]],
		[{ '@COMPANY_ID': [1, 4] }, [1, 2, 9]],
		[{ COMPANY_ID: 0 }, without],
		[{ COMPANY_ID: '' }, without],
		[{ COMPANY_ID: null }, without],
		[{ COMPANY_ID: 'none' }, without],
		[{ '!COMPANY_ID': 0 }, [1, 2, 3, 4, 9]],
		[{ '!COMPANY_ID': 1 }, [3, 4, 5, 6, 7, 8, 9, 10, 11, 12]],
		[{ '!@COMPANY_ID': [1] }, [3, 4, 9]],
		[{ '@COMPANY_ID': [0] }, []],
	])('%j', async (filter, ids) => {
		expect(await contacts(filter)).toEqual(ids);
	});
});
