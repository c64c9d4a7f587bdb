import { USERS } from '../../dev/sandbox';
import { batch, call, useSandbox } from './client';

/** methodsBatch in rest/classes/general/rest_provider.php, processBatchElement in rest/classes/general/rest_util.php */
const sandbox = useSandbox();

const run = async (params: unknown) => await batch(sandbox().webhookUrl, params);
const profiles = (count: number) => Array<string>(count).fill('profile');
const GET = (id: number | string) => `crm.company.contact.items.get?id=${id}`;
const MISSING = 'crm.company.contact.add?id=999&fields[CONTACT_ID]=1';
const NOT_FOUND = { error: '', error_description: 'Not found.' };
const empty = {
	result: [],
	result_error: [],
	result_total: [],
	result_next: [],
	result_time: [],
};

describe('sections', () => {
	test('are objects with the keys that were sent', async () => {
		const answer = await run({ cmd: { get: GET(5), list: 'crm.company.list?select[]=ID' } });
		expect(answer).toEqual({
			result: { get: [], list: ['1', '2', '3', '4', '5'].map((ID) => ({ ID })) },
			result_error: [],
			result_total: { list: 5 },
			result_next: [],
			result_time: { get: expect.any(Object), list: expect.any(Object) },
		});
	});

	test.each<[string, unknown]>([
		['of a list', ['profile', GET(5)]],
		['of number keys from 0', { 0: 'profile', 1: GET(5) }],
	])('are lists when the keys are those %s', async (_, cmd) => {
		const { result, result_error, result_time } = await run({ cmd });
		expect(result).toEqual([expect.objectContaining({ ID: '1' }), []]);
		expect(result_error).toEqual([]);
		expect(result_time).toEqual([expect.any(Object), expect.any(Object)]);
	});

	test('switch one by one: a gap makes an object, a full row a list', async () => {
		const { result, result_error } = await run({ cmd: [MISSING, GET(5), MISSING] });
		expect(result).toEqual({ 1: [] });
		expect(result_error).toEqual({ 0: NOT_FOUND, 2: NOT_FOUND });
	});

	test('next and total come from list methods only', async () => {
		for (let index = 0; index < 60; index += 1) sandbox().state.addCompany({ title: 'More' });
		const { result_total, result_next } = await run({
			cmd: { a: 'profile', b: 'crm.company.list' },
		});
		expect({ result_total, result_next }).toEqual({
			result_total: { b: 65 },
			result_next: { b: 50 },
		});
	});

	test.each<[string, object]>([
		['without cmd', {}],
		['with a text for cmd', { cmd: 'profile' }],
		['with an empty cmd', { cmd: [] }],
		['with commands that are no text', { cmd: { a: { method: 'profile' }, b: 5, c: null } }],
	])('are all empty %s', async (_, params) => {
		const { status, body } = await call(sandbox().webhookUrl, 'batch', params);
		expect([status, body.result]).toEqual([200, empty]);
	});

	test('false and [] are results like any other', async () => {
		const { result } = await run({
			cmd: { a: 'crm.company.contact.add?id=1&fields[CONTACT_ID]=1', b: GET(5) },
		});
		expect(result).toEqual({ a: false, b: [] });
	});
});

describe('commands', () => {
	test('are called CMD too, and HALT', async () => {
		const { result, result_error } = await run({ CMD: { a: MISSING, b: 'profile' }, HALT: 1 });
		expect([result, result_error]).toEqual([[], { a: NOT_FOUND }]);
	});

	test('run in order and see what earlier ones did', async () => {
		const { result } = await run({
			cmd: ['crm.company.contact.add?id=5&fields%5BCONTACT_ID%5D=7', GET(5)],
		});
		expect(result).toMatchObject([true, [{ CONTACT_ID: 7 }]]);
	});

	test('lose what is beyond the thousandth value, as PHP is set by default', async () => {
		const items = Array.from({ length: 600 }, (_, index) =>
			[`items[${index}][CONTACT_ID]=${1001 + index}`, `items[${index}][SORT]=${index + 1}`].join(
				'&',
			),
		);
		await run({ cmd: [`crm.company.contact.items.set?id=5&${items.join('&')}`] });
		expect(sandbox().state.linksOfCompany(5)).toHaveLength(500);
	});

	test('beyond the fiftieth are refused, the first fifty run', async () => {
		const { result, result_error } = await run({ cmd: profiles(52) });
		expect(result).toHaveLength(50);
		const tooLong = {
			error: 'ERROR_BATCH_LENGTH_EXCEEDED',
			error_description: 'Max batch length exceeded',
		};
		expect(result_error).toEqual({ 50: tooLong, 51: tooLong });
	});

	test('that are no text count towards the fifty', async () => {
		const { result, result_error } = await run({ cmd: [5, ...profiles(50)] });
		expect(Object.keys(result as object)).toHaveLength(49);
		expect(Object.keys(result_error as object)).toEqual(['50']);
	});

	test.each(['batch', 'download', 'upload'])('%s is not allowed', async (method) => {
		const { result, result_error } = await run({ cmd: { a: `${method}?cmd[]=profile` } });
		expect([result, result_error]).toEqual([
			[],
			{
				a: {
					error: 'ERROR_BATCH_METHOD_NOT_ALLOWED',
					error_description: 'Method is not allowed for batch usage',
				},
			},
		]);
	});

	test('of an unknown method or without scope fail alone', async () => {
		const base = sandbox().webhook({ scope: ['user'] });
		const { result, result_error } = await batch(base, {
			cmd: { a: 'nope', b: GET(1), c: 'scope' },
		});
		expect(result).toEqual({ c: ['user'] });
		expect(result_error).toEqual({
			a: { error: 'ERROR_METHOD_NOT_FOUND', error_description: 'Method not found!' },
			b: { error: 'insufficient_scope', error_description: '' },
		});
	});

	test('meet the same rights as single calls', async () => {
		const base = sandbox().webhook({ userId: USERS.reader });
		const { result_error } = await batch(base, {
			cmd: { a: 'crm.company.contact.items.delete?id=1' },
		});
		expect(result_error).toEqual({
			a: { error: 'ACCESS_DENIED', error_description: 'Access denied!' },
		});
	});

	test.each([
		['+ is a space', 'filter[%25TITLE]=Wide+World', ['5']],
		['percent-encoding is undone once', 'filter[%25TITLE]=Wide%20World', ['5']],
		['a bare # ends the command', 'filter[%25TITLE]=Wide#World', ['5']],
		['a bare & ends the value', 'filter[%25TITLE]=Wide&World', ['5']],
		['an encoded & does not', 'filter[%25TITLE]=Wide%26World', []],
	])('are read as a URL: %s', async (_, query, ids) => {
		const { result } = await run({ cmd: { a: `crm.company.list?select[]=ID&${query}` } });
		expect(result).toEqual({ a: ids.map((ID) => ({ ID })) });
	});

	test('cannot say "an empty list", and "items[]=" clears', async () => {
		const { result, result_error } = await run({
			cmd: {
				a: 'crm.company.contact.items.set?id=1',
				b: 'crm.company.contact.items.set?id=2&items[]=',
			},
		});
		expect(result_error).toEqual({
			a: { error: '', error_description: 'The parameter items must be array.' },
		});
		expect(result).toEqual({ b: true });
		expect(sandbox().state.linksOfCompany(2)).toEqual([]);
	});
});

test.each<[unknown, boolean]>([
	[1, true],
	['1', true],
	[true, true],
	['false', true],
	['N', true],
	[[0], true],
	[0, false],
	['0', false],
	[false, false],
	['', false],
	[[], false],
	[null, false],
	[undefined, false],
])('halt %p stops at the first error: %p', async (halt, stops) => {
	const { result, result_error } = await run({ cmd: { a: 'scope', b: MISSING, c: 'scope' }, halt });
	expect(result).toEqual(stops ? { a: ['crm'] } : { a: ['crm'], c: ['crm'] });
	expect(result_error).toEqual({ b: NOT_FOUND });
});

describe('$result', () => {
	/** What the server makes of the text in the second command. */
	const becomes = async (reference: string, first: string) => {
		await run({
			cmd: {
				first,
				second: `crm.company.add?fields[TITLE]=${encodeURIComponent(reference)}`,
			},
		});
		return [...sandbox().state.companies.values()].at(-1)?.title;
	};
	const COMPANY = 'crm.company.get?id=2';
	const FOUND = 'crm.company.list?filter[ID]=2';

	test.each<[string, string, string]>([
		['a whole value', '$result[first][TITLE]', 'Contoso Foods'],
		[
			'with the name in capitals: nothing, so the portal makes a title',
			'$RESULT[first][TITLE]',
			'Company #6',
		],
		['within text', 'to $result[first][TITLE] now', 'to Contoso Foods now'],
		[
			'within text it eats up to the next space',
			'to $result[first][TITLE]! now',
			'to Contoso Foods now',
		],
		['a second one without a space is lost', '$result[first][ID],$result[first][TITLE]', '2'],
		['within text, when it is no text: left as it is', 'x $result[first]', 'x $result[first]'],
		['without brackets', '$result and $5', '$result and $5'],
		['a longer word', '$resulting', '$resulting'],
	])('%s', async (_, reference, title) => {
		expect(await becomes(reference, COMPANY)).toBe(title);
	});

	test('of a list and its total', async () => {
		expect(await becomes('$result[first][0][TITLE] $total[first]', FOUND)).toBe('Contoso Foods 1');
	});

	test('of an error', async () => {
		expect(await becomes('$error[first][error_description]', MISSING)).toBe('Not found.');
	});

	test.each([
		['a look-up that failed', MISSING, 0],
		['a look-up that found nothing', 'crm.company.list?filter[ID]=999', 0],
		['a field that is not there', COMPANY, 1],
	])('of %s gives the deepest part that exists, which reads as id %p', async (_, find, id) => {
		const before = sandbox().state.linksOfCompany(1).length;
		const { result_error } = await run({
			cmd: { find, clear: 'crm.company.contact.items.delete?id=$result[find][0][NOPE]' },
		});
		expect(before).toBeGreaterThan(0);
		expect(sandbox().state.linksOfCompany(1)).toHaveLength(id === 1 ? 0 : before);
		expect(result_error).toMatchObject(
			id === 1 ? [] : { clear: { error_description: expect.stringContaining('ownerEntityID') } },
		);
	});

	test('hits record 1 after a failed look-up when anything else succeeded before', async () => {
		await run({
			cmd: {
				other: 'profile',
				find: MISSING,
				clear: 'crm.company.contact.items.delete?id=$result[find][0][ID]',
			},
		});
		expect(sandbox().state.linksOfCompany(1)).toEqual([]);
	});
});
