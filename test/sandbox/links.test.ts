import { USERS } from '../../dev/sandbox';
import { call, resultOf, useSandbox } from './client';

/** What the server does beyond the docs: crm/lib/binding/{contactcompany,entitybinding}.php, crm/classes/general/restservice.php */
const sandbox = useSandbox();

const make = async (method: string, params: unknown, user: number = USERS.admin) =>
	await call(sandbox().webhook({ userId: user }), method, params);

/** [contact, SORT, flag] of a company's links */
const ofCompany = (id: number) =>
	sandbox()
		.state.linksOfCompany(id)
		.map(({ contactId, sort, isPrimary }) => [contactId, sort, isPrimary]);

const ofContact = (id: number) =>
	sandbox()
		.state.linksOfContact(id)
		.map(({ companyId, sort, isPrimary }) => [companyId, sort, isPrimary]);

const mainCompany = (id: number) => sandbox().state.contacts.get(id)?.companyId;

describe('add from the company side', () => {
	const add = async (id: number, fields: object) =>
		await resultOf(sandbox().webhookUrl, 'crm.company.contact.add', { id, fields });

	test.each([
		['10 for the first link', [], {}, 10],
		['ten more than the highest', [30, 500], {}, 510],
		['10 when no SORT is above 0', [0, -20], {}, 10],
		['as given', [30], { SORT: 7 }, 7],
		['as given, 0 too', [30], { SORT: 0 }, 0],
		['as given, below 0 too', [30], { SORT: -5 }, -5],
		['0 for null, which the cast makes of it', [30], { SORT: null }, 0],
		['0 for text', [30], { SORT: 'abc' }, 0],
	])('SORT is %s', async (_, existing, fields, sort) => {
		existing.forEach((value, index) => sandbox().state.link(5, 8 + index, { sort: value }));
		expect(await add(5, { CONTACT_ID: 5, ...fields })).toBe(true);
		expect(ofContact(5)).toEqual([[5, sort, 'Y']]);
	});

	test.each([['Y'], ['N'], [undefined]])(
		'takes the main place at the contact with IS_PRIMARY %s',
		async (IS_PRIMARY) => {
			expect(ofContact(1)).toEqual([[1, 10, 'Y']]);
			expect(await add(5, { CONTACT_ID: 1, IS_PRIMARY })).toBe(true);
			expect(ofContact(1)).toEqual([
				[1, 10, 'N'],
				[5, 10, 'Y'],
			]);
			expect(mainCompany(1)).toBe(5);
		},
	);

	test('leaves the company with several primary contacts', async () => {
		await add(5, { CONTACT_ID: 5, IS_PRIMARY: 'Y' });
		await add(5, { CONTACT_ID: 6, IS_PRIMARY: 'Y' });
		expect(ofCompany(5)).toEqual([
			[5, 10, 'Y'],
			[6, 20, 'Y'],
		]);
	});

	test('of a linked contact changes neither SORT nor flag', async () => {
		expect(await add(3, { CONTACT_ID: 4, SORT: 500, IS_PRIMARY: 'Y' })).toBe(false);
		expect(ofCompany(3)).toEqual([[4, 10, 'N']]);
		expect(mainCompany(4)).toBe(2);
	});

	test('drops fields that it does not know', async () => {
		await add(5, { CONTACT_ID: 5, ROLE_ID: 7, ID: 9 });
		expect(sandbox().state.linksOfCompany(5)).toMatchObject([{ roleId: 0, contactId: 5 }]);
	});

	test('links a contact that does not exist', async () => {
		expect(await add(5, { CONTACT_ID: 999 })).toBe(true);
		expect(ofCompany(5)).toEqual([[999, 10, 'Y']]);
	});
});

describe('delete and items.delete from the company side', () => {
	test('name no new primary; the cache falls back to the lowest company', async () => {
		await make('crm.company.contact.add', { id: 5, fields: { CONTACT_ID: 4 } });
		expect(ofContact(4)).toEqual([
			[3, 10, 'N'],
			[5, 10, 'Y'],
			[2, 20, 'N'],
		]);
		await make('crm.company.contact.delete', { id: 5, fields: { CONTACT_ID: 4 } });
		expect(ofContact(4)).toEqual([
			[3, 10, 'N'],
			[2, 20, 'N'],
		]);
		expect(mainCompany(4)).toBe(2);
		await make('crm.company.contact.items.delete', { id: 2 });
		expect(ofContact(4)).toEqual([[3, 10, 'N']]);
		expect(mainCompany(4)).toBe(3);
	});

	test('leave a main company elsewhere alone', async () => {
		await make('crm.company.contact.delete', { id: 3, fields: { CONTACT_ID: 4 } });
		expect(mainCompany(4)).toBe(2);
	});

	test('items.delete asks for no company', async () => {
		const { body } = await make('crm.company.contact.items.delete', { id: 999 });
		expect(body.result).toBe(true);
	});

	test('items.get of no company is an empty list', async () => {
		const { body } = await make('crm.company.contact.items.get', { id: 999 });
		expect(body.result).toEqual([]);
	});
});

describe('items.set from the company side', () => {
	const set = async (items: unknown) =>
		await resultOf(sandbox().webhookUrl, 'crm.company.contact.items.set', { id: 1, items });

	test.each<[string, unknown, unknown[]]>([
		['a full replacement', [{ CONTACT_ID: 5, SORT: 7 }], [[5, 7]]],
		['an empty list, which clears', [], []],
		[
			'SORT by place, over the old value too',
			[{ CONTACT_ID: 2 }, { CONTACT_ID: 1 }],
			[
				[2, 10],
				[1, 20],
			],
		],
		[
			'SORT 0 as not given',
			[{ CONTACT_ID: 1 }, { CONTACT_ID: 7, SORT: 0 }],
			[
				[1, 10],
				[7, 20],
			],
		],
		['text for SORT, which is above 0 and stored as 0', [{ CONTACT_ID: 7, SORT: 'abc' }], [[7, 0]]],
		[
			'elements without an id, which keep their place',
			[{ SORT: 5 }, 'x', { CONTACT_ID: 7 }],
			[[7, 30]],
		],
		['duplicates of a new contact: the last wins', dup(7, 5, 6), [[7, 6]]],
		['duplicates of a linked contact: the first new SORT wins', dup(1, 5, 6), [[1, 5]]],
		['ids as text', [{ CONTACT_ID: '7' }], [[7, 10]]],
		['a single object, which clears', { CONTACT_ID: 8 }, []],
		['a map with other keys, which clears', { a: { CONTACT_ID: 8 } }, []],
		[
			'a list with a gap, which loses its end',
			{ 0: { CONTACT_ID: 7 }, 2: { CONTACT_ID: 8 } },
			[[7, 10]],
		],
	])('takes %s', async (_, items, links) => {
		expect(await set(items)).toBe(true);
		expect(ofCompany(1).map(([id, sort]) => [id, sort])).toEqual(links);
	});

	test('flags every link that it writes, and no other', async () => {
		sandbox().state.link(1, 3, { sort: 30, isPrimary: 'N' });
		await set([
			{ CONTACT_ID: 3, SORT: 30 },
			{ CONTACT_ID: 1, SORT: 15 },
			{ CONTACT_ID: 2, SORT: 20 },
			{ CONTACT_ID: 9, SORT: 40 },
		]);
		expect(ofCompany(1)).toEqual([
			[1, 15, 'Y'],
			[2, 20, 'Y'],
			[3, 30, 'Y'],
			[9, 40, 'Y'],
		]);
		expect(mainCompany(9)).toBe(1);
	});

	test('with flagsAfterSet "docs" leaves one primary among the old links', async () => {
		sandbox().state.flagsAfterSet = 'docs';
		await set([{ CONTACT_ID: 1 }, { CONTACT_ID: 2, IS_PRIMARY: 'Y' }, { CONTACT_ID: 9 }]);
		expect(ofCompany(1)).toEqual([
			[1, 10, 'N'],
			[2, 20, 'Y'],
			[9, 30, 'Y'],
		]);
	});
});

function dup(id: number, ...sorts: number[]) {
	return sorts.map((SORT) => ({ CONTACT_ID: id, SORT }));
}

describe('the contact side', () => {
	const onContact = async (method: string, id: number, params: object) =>
		await resultOf(sandbox().webhookUrl, `crm.contact.company.${method}`, { id, ...params });

	test('add makes the first company the main one, whatever was sent', async () => {
		await onContact('add', 5, { fields: { COMPANY_ID: 3, IS_PRIMARY: 'N' } });
		expect(ofContact(5)).toEqual([[3, 10, 'Y']]);
		expect(mainCompany(5)).toBe(3);
	});

	test('add keeps the main company unless told otherwise', async () => {
		await onContact('add', 1, { fields: { COMPANY_ID: 5 } });
		expect(ofContact(1)).toEqual([
			[1, 10, 'Y'],
			[5, 20, 'N'],
		]);
		expect(mainCompany(1)).toBe(1);
		await onContact('add', 1, { fields: { COMPANY_ID: 3, IS_PRIMARY: 'Y' } });
		expect(ofContact(1)).toEqual([
			[1, 10, 'N'],
			[5, 20, 'N'],
			[3, 30, 'Y'],
		]);
		expect(mainCompany(1)).toBe(3);
	});

	test('delete of the main company makes the first by SORT the main one', async () => {
		await onContact('delete', 4, { fields: { COMPANY_ID: 2 } });
		expect(ofContact(4)).toEqual([[3, 10, 'Y']]);
		expect(mainCompany(4)).toBe(3);
		await onContact('delete', 4, { fields: { COMPANY_ID: 3 } });
		expect(mainCompany(4)).toBeNull();
	});

	test('items.set leaves exactly one main company', async () => {
		await onContact('items.set', 4, {
			items: [
				{ COMPANY_ID: 5 },
				{ COMPANY_ID: 3, IS_PRIMARY: 'Y' },
				{ COMPANY_ID: 1, IS_PRIMARY: 'Y' },
			],
		});
		expect(ofContact(4)).toEqual([
			[5, 10, 'N'],
			[3, 20, 'Y'],
			[1, 30, 'N'],
		]);
		expect(mainCompany(4)).toBe(3);
	});

	test('items.delete clears the main company', async () => {
		await onContact('items.delete', 4, {});
		expect(ofContact(4)).toEqual([]);
		expect(mainCompany(4)).toBeNull();
	});
});

describe('how parameters are read', () => {
	test.each<[string, unknown, number]>([
		['a number', 5, 5],
		['text', '5', 5],
		['text that begins with a number', '5abc', 5],
		['a fraction', 5.9, 5],
		['an exponent', '0.5e1', 5],
		['true', true, 1],
		['a filled list', [5], 1],
		['an object', { a: 5 }, 1],
		['text without a number', 'C_5', 0],
		['an empty list', [], 0],
		['false', false, 0],
		['null', null, 0],
	])('as an id, %s', async (_, id, read) => {
		const { body } = await make('crm.company.contact.items.set', {
			id,
			items: [{ CONTACT_ID: 12 }],
		});
		const owners = sandbox()
			.state.linksOfContact(12)
			.map(({ companyId }) => companyId);
		expect(owners).toEqual(read > 0 ? [read] : []);
		expect(body.error_description).toBe(
			read > 0 ? undefined : 'The parameter ownerEntityID is invalid or not defined.',
		);
	});

	test('ID wins over id', async () => {
		await make('crm.company.contact.items.delete', { ID: 1, id: 2 });
		expect([ofCompany(1).length, ofCompany(2).length]).toEqual([0, 2]);
	});

	test.each(['fields', 'FIELDS', 'Fields', 'arFields'])('%s', async (name) => {
		const { body } = await make('crm.company.contact.add', { id: 5, [name]: { CONTACT_ID: 5 } });
		expect(body.result).toBe(true);
	});

	test.each(['items', 'ITEMS', 'Items', 'arItems'])('%s', async (name) => {
		await make('crm.company.contact.items.set', { id: 5, [name]: [{ CONTACT_ID: 5 }] });
		expect(ofCompany(5)).toEqual([[5, 10, 'Y']]);
	});

	test('inner names must be in capitals', async () => {
		const { body } = await make('crm.company.contact.add', { id: 5, fields: { contact_id: 5 } });
		expect(body.error_description).toBe("The parameter 'fields' is not valid.");
	});

	test.each([
		['54', 54],
		['54abc', 54],
		[54.9, 54],
		[true, 1],
	])('CONTACT_ID %p', async (CONTACT_ID, read) => {
		await make('crm.company.contact.add', { id: 5, fields: { CONTACT_ID } });
		expect(ofCompany(5)).toEqual([[read, 10, 'Y']]);
	});

	test.each([['C_54'], ['0'], ['']])('CONTACT_ID %p is not valid', async (CONTACT_ID) => {
		const { body } = await make('crm.company.contact.add', { id: 5, fields: { CONTACT_ID } });
		expect(body.error_description).toBe("The parameter 'fields' is not valid.");
	});

	test.each([
		['Y', 'N', 'Y'],
		[true, 'Y', 'N'],
		[1, 'Y', 'N'],
		// Not enough to make room for a new primary, but stored as one: the contact has two.
		['y', 'Y', 'Y'],
	])('IS_PRIMARY %p', async (IS_PRIMARY, before, added) => {
		await make('crm.contact.company.add', { id: 1, fields: { COMPANY_ID: 5, IS_PRIMARY } });
		expect(ofContact(1)).toEqual([
			[1, 10, before],
			[5, 20, added],
		]);
	});
});

describe('rights', () => {
	test.each([
		['the right before the existence', 999, { CONTACT_ID: 1 }, 'Access denied!'],
		['the fields before the right', 999, 'x', "The parameter 'fields' must be array."],
		['the id inside after the right', 5, {}, 'Access denied!'],
	])('are checked in order: %s', async (_, id, fields, description) => {
		const { body } = await make('crm.company.contact.add', { id, fields }, USERS.reader);
		expect(body.error_description).toBe(description);
	});

	test.each(['crm.company.contact.add', 'crm.company.contact.delete'])(
		'%s needs to read the contact',
		async (method) => {
			const { status, body } = await make(
				method,
				{ id: 5, fields: { CONTACT_ID: 12 } },
				USERS.restricted,
			);
			expect(status).toBe(400);
			expect(body).toEqual({
				error: '',
				error_description: '[Contact #12] You do not have permission to view this item',
			});
		},
	);

	test('items.set asks for contact 1, whichever contacts are sent', async () => {
		const params = { id: 5, items: [{ CONTACT_ID: 12 }] };
		const allowed = await make('crm.company.contact.items.set', params, USERS.restricted);
		expect(allowed.body.result).toBe(true);
		sandbox().state.users.get(USERS.restricted)!.data.hiddenContacts = [1];
		const cleared = await make(
			'crm.company.contact.items.set',
			{ id: 5, items: [] },
			USERS.restricted,
		);
		expect(cleared.body.error_description).toBe(
			'[Contact #1] You do not have permission to view this item',
		);
		const unchanged = await make(
			'crm.company.contact.items.set',
			{ id: 4, items: [{ CONTACT_ID: 9 }] },
			USERS.restricted,
		);
		expect(unchanged.body.result).toBe(true);
	});

	test.each(['add', 'delete', 'fields', 'items.get', 'items.set', 'items.delete'])(
		'%s is closed to a user without CRM',
		async (method) => {
			const { status, body } = await make(`crm.company.contact.${method}`, {}, USERS.noCrm);
			expect(status).toBe(400);
			expect(body).toEqual({ error: '', error_description: 'Access denied.' });
		},
	);
});
