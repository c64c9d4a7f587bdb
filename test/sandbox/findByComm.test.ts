import { call, useSandbox } from './client';

/** CCrmDuplicateRestProxy in crm/classes/general/restservice.php */
const sandbox = useSandbox();

const find = async (params: object) =>
	await call(sandbox().webhookUrl, 'crm.duplicate.findbycomm', params);

describe('crm.duplicate.findbycomm', () => {
	test.each<[string, object, unknown]>([
		['a phone', { type: 'PHONE', values: ['1 (555) 0102'] }, { CONTACT: [2] }],
		['a phone with an extension', { type: 'phone', values: ['+15550102#7'] }, { CONTACT: [2] }],
		['a phone with letters for it', { type: 'phone', values: ['+15550102 ext 7'] }, []],
		['an e-mail', { type: 'EMAIL', values: [' OFFICE@northwind.example'] }, { COMPANY: [1] }],
		[
			'several',
			{ type: 'PHONE', values: ['15550102', '15550106', '+1 555-0102'] },
			{ CONTACT: [2, 6] },
		],
		['one kind', { type: 'PHONE', values: ['15550101'], entity_type: 'CONTACT' }, []],
		['a number, which is skipped', { type: 'PHONE', values: [15550102] }, []],
		['a blank value, which is skipped', { type: 'EMAIL', values: [''] }, []],
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

/** ResolveID in crm/classes/general/crm_owner_type.php. */
describe('entity_type', () => {
	test.each<[string | undefined, unknown]>([
		[undefined, { CONTACT: [1], COMPANY: [1] }],
		['', { CONTACT: [1], COMPANY: [1] }],
		['CONTACT', { CONTACT: [1] }],
		['contact', { CONTACT: [1] }],
		['C', { CONTACT: [1] }],
		['COMPANY', { COMPANY: [1] }],
		['CO', { COMPANY: [1] }],
		['LEAD', []],
		['INVOICE', []],
		['CONTACTS', { CONTACT: [1], COMPANY: [1] }],
		['3', { CONTACT: [1], COMPANY: [1] }],
	])('%j', async (entity_type, result) => {
		const { state } = sandbox();
		state.contacts.get(1)!.emails = ['office@northwind.example'];
		const params = { type: 'EMAIL', values: ['office@northwind.example'], entity_type };
		expect((await find(params)).body.result).toEqual(result);
	});

	test('D is a deal', async () => {
		const { body } = await find({ type: 'PHONE', values: ['1'], entity_type: 'D' });
		expect(body.error_description).toBe('Deal is not supported in current context.');
	});
});

describe('values', () => {
	test('count only up to the twentieth', async () => {
		const others = Array.from({ length: 19 }, (_, index) => `none${index}@x.example`);
		const wanted = 'hello@fabrikam.example';
		const of = async (values: string[]) => (await find({ type: 'EMAIL', values })).body.result;
		expect(await of([...others, wanted])).toEqual({ COMPANY: [3] });
		expect(await of([...others, 'one more', wanted])).toEqual([]);
		expect(await of([...others, 'NONE1@x.example', wanted])).toEqual({ COMPANY: [3] });
	});

	test('may be numbers in a batch, where everything is text', async () => {
		const cmd = { find: 'crm.duplicate.findbycomm?type=PHONE&values[]=15550102' };
		const { body } = await call(sandbox().webhookUrl, 'batch', { cmd });
		expect(body.result).toMatchObject({ result: { find: { CONTACT: [2] } } });
	});
});

/**
 * NormalizePhone in main/tools.php, normalizePhone in crm/lib/integrity/duplicatecommunicationcriterion.php: both sides are
 * brought to one form, and have to be equal then.
 */
describe('phone numbers', () => {
	test.each<[string, string, boolean]>([
		['+7 912 345-67-89', '8 (912) 345-67-89', true],
		['+7 912 345-67-89', '0079123456789', true],
		['+7 912 345-67-89', '01179123456789', true],
		['+7 912 345-67-89', '79123456789', true],
		['+7 912 345-67-89', '9123456789', false],
		['+7 912 345-67-89', '+8 912 345-67-89', false],
		['+86 10 1234 5678', '86 10 1234 5678', false],
		['+86 10 1234 5678', '0086 10 1234 5678', true],
		['81 3 1234 5678', '0081 3 1234 5678', true],
		['+49 171 2345678', '0049 171 2345678', true],
		['+49 171 2345678', '0171 2345678', false],
		['0171 2345678', '171 2345678', true],
		['0171 234', '171 234', false],
		['0171 234', '0171-234', true],
		['8 912 34', '7 912 34', false],
		['+1 555 0102', '+1 555 0102;12', true],
		['+1 555 0102', '+1 555 0102#12', true],
		['+1 555 0102', '+1 555 0102,12', true],
		['+1 555 0102', '+1 555 0102 x12', false],
		['+1 555 0102 x12', '+1 555 0102 12', true],
		['+1 555 0102#12', '+1 555 0102#99', true],
		['*100', '100', false],
	])('%s has %s: %p', async (known, asked, isFound) => {
		sandbox().state.addContact({ id: 77, phones: [known] });
		const { result } = (await find({ type: 'PHONE', values: [asked], entity_type: 'CONTACT' }))
			.body;
		expect(JSON.stringify(result).includes('77')).toBe(isFound);
	});
});
