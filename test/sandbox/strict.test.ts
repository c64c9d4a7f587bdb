import { startSandbox, type Sandbox } from '../../dev/sandbox';
import { call } from './client';

/**
 * The strict mode. It records what the portal would ignore without a word, so that a test fails whose request means
 * something else than it says. The test files that use it do so by `useSandbox({ strict: true })`.
 */
let strict: Sandbox;
beforeAll(async () => {
	strict = await startSandbox({ strict: true });
});
beforeEach(() => strict.reset());
afterAll(async () => await strict.close());

const send = async (method: string, params: object) =>
	await call(strict.webhookUrl, method, params);
const reasons = () => strict.dropped.map(({ reason }) => reason);

const companies = (filter: object): [string, object] => ['crm.company.list', { filter }];
const items = (filter: object): [string, object] => ['crm.item.list', { entityTypeId: 4, filter }];
const find = (params: object): [string, object] => [
	'crm.duplicate.findbycomm',
	{ type: 'EMAIL', entity_type: 'CONTACT', ...params },
];
const emails = (count: number) => Array.from({ length: count }, (_, index) => `a${index}@x.co`);

describe('records', () => {
	test.each<[string, [string, object], string]>([
		['an unknown field', companies({ TITEL: 'x' }), 'TITEL: no field to filter by'],
		['a field in lower case', companies({ title: 'x' }), 'title: no field to filter by'],
		['an unknown custom field', companies({ '=UF_NOPE': 'x' }), '=UF_NOPE: no field to filter by'],
		['a nested condition', companies({ 0: { TITLE: 'x' } }), '0: no field to filter by'],
		['a field of links', companies({ CONTACT_ID: 1 }), 'CONTACT_ID: no field to filter by'],
		[
			'an operator with EMAIL',
			companies({ '=EMAIL': 'a' }),
			'=EMAIL: an operator is not known here',
		],
		[
			'an operator with PHONE',
			companies({ '%PHONE': '1' }),
			'%PHONE: an operator is not known here',
		],
		['a blank EMAIL', companies({ EMAIL: '' }), 'EMAIL: a blank value is no condition'],
		['a list for EMAIL', companies({ EMAIL: ['a', 'b'] }), 'EMAIL: only the first value of a list'],
		['an empty @ID', companies({ '@ID': [] }), '@ID: an empty list is no condition'],
		['an empty list', companies({ ORIGIN_ID: [] }), 'ORIGIN_ID: an empty list is no condition'],
		['!%', companies({ '!%TITLE': 'x' }), '!%TITLE: the negation of LIKE is ignored'],
		['LIKE on a number', companies({ '%ID': 1 }), '%ID: the portal compares for equality'],
		['a text for a number', companies({ ID: '1abc' }), 'ID: the value is cast to a whole number'],
		[
			'a text for an item ID',
			items({ '@id': [1, 'x'] }),
			'@ID: the value is cast to a whole number',
		],
		['an unknown order', ['crm.company.list', { order: { NOPE: 'ASC' } }], 'order by NOPE'],
		['an empty @id of items', items({ '@id': [] }), '@ID: an empty list is no condition'],
		['a nested empty @id', items({ 0: { '@id': [] } }), '@ID: an empty list is no condition'],
		['an empty id', items({ id: [] }), 'ID: an empty list is no condition'],
		['a requisite field', ['crm.requisite.list', { filter: { INN: '1' } }], 'INN: no field'],
		[
			'an empty @RQ_INN',
			['crm.requisite.list', { filter: { '@RQ_INN': [] } }],
			'@RQ_INN: an empty',
		],
		['more than 20 values', find({ values: emails(21) }), 'values: more than 20'],
		['a number', find({ values: ['a@x.co', 7] }), 'values: not a text, or blank'],
		['a blank value', find({ values: ['a@x.co', ''] }), 'values: not a text, or blank'],
		[
			'a phone without a digit',
			find({ type: 'PHONE', values: ['-'] }),
			'values: nothing to look for',
		],
		[
			'an unknown type',
			find({ values: ['a'], entity_type: 'X' }),
			'entity_type: X means all types',
		],
	])('%s', async (_, [method, params], reason) => {
		await send(method, params);
		expect(strict.dropped).toEqual([{ method, reason: expect.stringContaining(reason) }]);
	});

	test('a blank custom field', async () => {
		strict.state.addUserField('company', 'UF_CRM_TAX');
		await send(...companies({ UF_CRM_TAX: '' }));
		expect(reasons()).toEqual(['UF_CRM_TAX: a blank value is no condition']);
	});

	test('the commands of a batch', async () => {
		const cmd = ['crm.company.list?filter[TITEL]=x', 'crm.company.list?filter[TITLE]=x'];
		await send('batch', { cmd });
		expect(strict.dropped).toMatchObject([{ method: 'crm.company.list' }]);
	});

	test('nothing of requests that the portal takes as they are', async () => {
		await send(...companies({ EMAIL: 'a', '@ID': [1], '%TITLE': 'x', '!ORIGIN_ID': '' }));
		await send('crm.contact.list', { filter: { COMPANY_ID: '', '>ID': '7' } });
		await send(...items({ '@id': [1], 0: { logic: 'OR', 0: { title: 'x' } } }));
		await send(...find({ values: [...emails(20), 'A0@x.co'] }));
		await send('crm.requisite.list', { filter: { ENTITY_TYPE_ID: 4, '@RQ_INN': ['1'] } });
		expect(strict.dropped).toEqual([]);
	});
});

test('a reset clears the record', async () => {
	await send(...companies({ TITEL: 'x' }));
	strict.reset();
	expect(strict.dropped).toEqual([]);
});

test('without the mode, nothing is recorded', async () => {
	const lenient = await startSandbox();
	await call(lenient.webhookUrl, ...companies({ TITEL: 'x' }));
	expect(lenient.dropped).toEqual([]);
	await lenient.close();
});
