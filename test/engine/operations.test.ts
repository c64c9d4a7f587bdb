import type { IDataObject, INodeParameters, OnError } from 'n8n-workflow';

import { byId, createEngine, runNode, useSandbox } from './harness';

const engine = createEngine();
const fixture = useSandbox();

const run = async (
	operation: string,
	items: IDataObject[],
	{
		onError,
		webhookUrl = fixture.sandbox.webhookUrl,
		...parameters
	}: INodeParameters & {
		onError?: OnError;
		webhookUrl?: string;
	} = {},
) =>
	await runNode(engine, {
		items,
		parameters: { operation, ...parameters },
		onError,
		credential: { webhookUrl },
	});

const linked = (companyId: number) =>
	fixture.sandbox.state.linksOfCompany(companyId).map(({ contactId, sort }) => [contactId, sort]);
const sent = () =>
	fixture.sandbox.requests.map(({ method, commands }) => [method, commands.length]);
/** Links that were main, as the output names them. */
const removed = (...links: Array<[number, number]>) =>
	links.map(([contactId, sort]) => ({ contactId, sort, isPrimary: true }));
const description = (error: unknown) => (error as { description?: string }).description;

it('outputs the fields of the input item as well, if that is wanted', async () => {
	const items = [{ companyId: 1, contactId: 2, row: 7, outcome: 'from the list' }];
	const { json } = await run('remove', items, { options: { includeInputFields: true } });
	expect(json).toEqual([{ companyId: 1, contactId: 2, row: 7, result: true, outcome: 'removed' }]);
	const links = await run('getAll', items, { options: { includeInputFields: true } });
	expect(links.json).toMatchObject([{ contactId: 1, row: 7, sort: 10 }]);
});

describe('remove', () => {
	it('removes a link, and tells one that was not there', async () => {
		const { json, output } = await run('remove', [
			{ companyId: 1, contactId: 2 },
			{ companyId: 1, contactId: 9 },
		]);
		expect(json).toEqual([
			{ companyId: 1, contactId: 2, result: true, outcome: 'removed' },
			{ companyId: 1, contactId: 9, result: false, outcome: 'notLinked' },
		]);
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
		expect(linked(1)).toEqual([[1, 10]]);
	});

	it('fails an item that was not linked, if that is wanted, before the next is carried out', async () => {
		const items = [
			{ companyId: 1, contactId: 1 },
			{ companyId: 1, contactId: 9 },
			{ companyId: 1, contactId: 2 },
		];
		const { error } = await run('remove', items, { options: { ifNotLinked: 'error' } });
		expect(error).toMatchObject({
			message: 'Contact 9 is not linked to company 1',
			context: { itemIndex: 1 },
		});
		expect(description(error)).toContain('contact 1 was removed from company 1');
		expect(linked(1)).toEqual([[2, 20]]);
	});
});

describe('getAll', () => {
	it('gives an item for each link, in order of sort, paired with its company', async () => {
		fixture.sandbox.state.link(1, 5, { sort: 15 });
		const { json, output } = await run('getAll', [
			{ companyId: 1 },
			{ companyId: 5 },
			{ companyId: 4 },
		]);
		expect(json).toEqual([
			{ companyId: 1, contactId: 1, sort: 10, roleId: 0, isPrimary: true },
			{ companyId: 1, contactId: 5, sort: 15, roleId: 0, isPrimary: true },
			{ companyId: 1, contactId: 2, sort: 20, roleId: 0, isPrimary: true },
			{ companyId: 4, contactId: 9, sort: 10, roleId: 0, isPrimary: true },
		]);
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual(
			[0, 0, 0, 2].map((item) => ({ item })),
		);
		expect(sent()).toEqual([['batch', 3]]);
	});

	it('gives the rows as Bitrix24 sends them, if that is wanted', async () => {
		const { json } = await run('getAll', [{ companyId: 3 }], { simplify: false });
		expect(json).toEqual([{ CONTACT_ID: 4, SORT: 10, ROLE_ID: 0, IS_PRIMARY: 'N' }]);
	});

	it.each(['false', 'N'])('takes the text "%s" for false', async (simplify) => {
		const { json } = await run('getAll', [{ companyId: 3, simplify }], {
			simplify: '={{ $json.simplify }}',
		});
		expect(json).toEqual([{ CONTACT_ID: 4, SORT: 10, ROLE_ID: 0, IS_PRIMARY: 'N' }]);
	});

	it('shows what the portal holds after a contact got a second company', async () => {
		await run('add', [{ companyId: 5, contactId: 1 }], { additionalFields: { isPrimary: false } });
		const { json } = await run('getAll', [{ companyId: 1 }, { companyId: 5 }]);
		expect(json).toMatchObject([
			{ companyId: 1, contactId: 1, isPrimary: true },
			{ companyId: 1, contactId: 2, isPrimary: true },
			{ companyId: 5, contactId: 1, isPrimary: false },
		]);
	});
});

describe('removeAll', () => {
	it('removes all links of a company', async () => {
		const { json } = await run('removeAll', [{ companyId: 1 }, { companyId: 2 }]);
		expect(json).toEqual([
			{ companyId: 1, result: true, outcome: 'removedAll', removed: removed([1, 10], [2, 20]) },
			{ companyId: 2, result: true, outcome: 'removedAll', removed: removed([3, 10], [4, 20]) },
		]);
		expect([linked(1), linked(2)]).toEqual([[], []]);
	});

	it('writes nothing where nothing is linked', async () => {
		const { json } = await run('removeAll', [{ companyId: 5 }]);
		expect(json).toEqual([{ companyId: 5, result: true, outcome: 'removedAll', removed: [] }]);
		expect(sent()).toEqual([['crm.company.contact.items.get', 1]]);
	});
});

describe('getFields', () => {
	it('gives the fields of a link once, however many items come in', async () => {
		const { json, output } = await run('getFields', [{}, {}, {}]);
		expect(json.map(({ name }) => name)).toEqual(['SORT', 'IS_PRIMARY', 'CONTACT_ID']);
		expect(Object.keys(json[0]).sort()).toEqual(
			[
				'name',
				'type',
				'isRequired',
				'isReadOnly',
				'isImmutable',
				'isMultiple',
				'isDynamic',
				'title',
			].sort(),
		);
		expect(output.every(({ pairedItem }) => pairedItem !== undefined)).toBe(true);
		expect(sent()).toEqual([['crm.company.contact.fields', 1]]);
	});
});

describe('replaceAll', () => {
	const json = (contactsJson: unknown) => ({
		contactsInput: 'json',
		contactsJson: contactsJson as string,
		companyId: byId('={{ $json.companyId }}'),
	});

	it('leaves exactly the contacts of the list, each existing link at its sort', async () => {
		const result = await run(
			'replaceAll',
			[{ companyId: 1 }],
			json('[7, 2, {"contactId": 8, "sort": 5}]'),
		);
		expect(result.json).toEqual([
			{
				companyId: 1,
				result: true,
				outcome: 'replaced',
				contactIds: [7, 2, 8],
				added: [7, 8],
				removed: removed([1, 10]),
				kept: [2],
			},
		]);
		expect(linked(1)).toEqual([
			[8, 5],
			[2, 20],
			[7, 30],
		]);
	});

	it('moves no other link when one gets a new sort', async () => {
		fixture.sandbox.state.link(1, 3, { sort: 700 });
		fixture.sandbox.state.link(1, 4, { sort: 70 });
		await run('replaceAll', [{ companyId: 1 }], json('[{"contactId": 1, "sort": 35}, 2, 3, 4]'));
		expect(linked(1)).toEqual([
			[2, 20],
			[1, 35],
			[4, 70],
			[3, 700],
		]);
	});

	const sortGiven = (contactId: number) => [{ contactId, sort: 5 }];

	it('writes in the order of the items, whether their links must be read first or not', async () => {
		const items = [
			{ companyId: 4, list: [7] },
			{ companyId: 5, list: sortGiven(7) },
		];
		await run('replaceAll', items, json('={{ $json.list }}'));
		expect(fixture.sandbox.state.contacts.get(7)?.companyId).toBe(5);
	});

	it('writes nothing after an item whose links cannot be read', async () => {
		fixture.sandbox.faults.add({ kind: 'error', error: 'ACCESS_DENIED', command: 1 });
		const items = [
			{ companyId: 1, list: sortGiven(7) },
			{ companyId: 4, list: [7] },
			{ companyId: 2, list: sortGiven(7) },
		];
		const { error } = await run('replaceAll', items, json('={{ $json.list }}'));
		expect(error).toMatchObject({ context: { itemIndex: 1 } });
		expect(linked(1)).toEqual([[7, 5]]);
		expect(linked(2)).toHaveLength(2);
	});

	it('keeps the sorts that an earlier item of the run gave', async () => {
		const lists = [
			[
				{ contactId: 7, sort: 70 },
				{ contactId: 8, sort: 80 },
			],
			[{ contactId: 9, sort: 5 }, 8, 7],
		];
		const items = lists.map((list) => ({ companyId: 1, list }));
		await run('replaceAll', items, json('={{ $json.list }}'));
		expect(linked(1)).toEqual([
			[9, 5],
			[7, 70],
			[8, 80],
		]);
	});

	it('reads a company again that an earlier item of the window writes', async () => {
		const items = [1, 2, 1, 3].map((companyId) => ({ companyId, list: [7] }));
		await run('replaceAll', items, json('={{ $json.list }}'));
		expect(
			fixture.sandbox.requests.map(({ commands }) =>
				commands.map(({ method, params }) => [method.split('.').pop(), Number(params.id)]),
			),
		).toEqual([
			[
				['get', 1],
				['get', 2],
				['get', 3],
			],
			[
				['set', 1],
				['set', 2],
			],
			[['get', 1]],
			[['set', 3]],
		]);
	});

	it.each([
		['a word that is not known', { contactsInput: '={{ "JSON" }}' }, "'Contacts Input' has"],
		['nothing', { contactsInput: '={{ undefined }}' }, "'Contacts Input' has"],
		['text for the contacts', { contacts: '={{ "[7]" }}' as never }, "'Contacts' is not a list"],
		['a list for the contacts', { contacts: '={{ [7] }}' as never }, "'Contacts' is not a list"],
		['no contacts', {}, "'Contacts' is not a list"],
		['nothing for the contacts', { contacts: '={{ null }}' as never }, "'Contacts' is not a list"],
		[
			'a list with holes',
			{ contactsInput: 'json', contactsJson: '={{ [7,,8] }}' },
			'Contact 2 of the list is not the ID',
		],
	])('refuses %s rather than unlink all', async (_, parameters, message) => {
		const { error } = await run('replaceAll', [{ companyId: 1 }], {
			contactsJson: '[7, 8]',
			...parameters,
			options: { allowEmpty: true },
		});
		expect(error?.message).toContain(message);
		expect(linked(1)).toHaveLength(2);
		expect(sent()).toEqual([]);
	});

	it('takes a list of any length', async () => {
		const list = Array.from({ length: 130_000 }, (__, index) => 1001 + index);
		const { json: rows } = await run(
			'replaceAll',
			[{ companyId: 1, list }],
			json('={{ $json.list }}'),
		);
		expect(rows[0].outcome).toBe('replaced');
		expect(linked(1)).toHaveLength(130_000);
	});

	it('takes what Get Many gave', async () => {
		const before = await run('getAll', [{ companyId: 1 }]);
		await run('replaceAll', [{ companyId: 1, links: before.json }], json('={{ $json.links }}'));
		expect(linked(1)).toEqual([
			[1, 10],
			[2, 20],
		]);
	});

	it('takes contacts that were defined one by one', async () => {
		const contacts = {
			contact: [{ contactId: byId('={{ $json.first }}') }, { contactId: 6, sort: 1 }],
		};
		const { json: rows } = await run('replaceAll', [{ companyId: 1, first: 2 }], {
			contacts: contacts as never,
		});
		expect(rows).toMatchObject([{ outcome: 'replaced', contactIds: [2, 6] }]);
		expect(linked(1)).toEqual([
			[6, 1],
			[2, 20],
		]);
	});

	it('reads and writes in batches, each item its own list', async () => {
		for (let id = 101; id <= 160; id++)
			fixture.sandbox.state.addCompany({ id, title: `Company ${id}` });
		const items = Array.from({ length: 60 }, (_, index) => ({
			companyId: 101 + index,
			list: [1 + (index % 9)],
		}));
		const { json: rows } = await run('replaceAll', items, json('={{ $json.list }}'));
		expect(rows.map(({ contactIds }) => contactIds)).toEqual(items.map(({ list }) => list));
		expect(
			fixture.sandbox.requests.map(({ commands }) => [commands[0].method, commands.length]),
		).toEqual([
			['crm.company.contact.items.get', 50],
			['crm.company.contact.items.set', 50],
			['crm.company.contact.items.get', 10],
			['crm.company.contact.items.set', 10],
		]);
	});

	it('keeps an existing link whose sort is 0 in the first place', async () => {
		fixture.sandbox.state.link(1, 3, { sort: 0 });
		await run('replaceAll', [{ companyId: 1 }], json('[1, 3]'));
		expect(linked(1)).toEqual([
			[3, 0],
			[1, 10],
		]);
	});

	it('loses none of a long list, which a batch would cut', async () => {
		const list = Array.from({ length: 600 }, (_, index) => 1001 + index);
		const items = [
			{ companyId: 1, list },
			{ companyId: 2, list },
		];
		const { json: rows } = await run('replaceAll', items, json('={{ $json.list }}'));
		expect(rows).toMatchObject([{ outcome: 'replaced' }, { outcome: 'replaced' }]);
		expect([linked(1).length, linked(2).length]).toEqual([600, 600]);
	});

	it('removes all contacts only when an empty list is allowed', async () => {
		const refusal = await run('replaceAll', [{ companyId: 1 }], json('[]'));
		expect(refusal.error?.message).toBe('The list of contacts is empty');
		expect(linked(1)).toHaveLength(2);
		expect(sent()).toEqual([]);

		const items = [{ companyId: 1 }, { companyId: 2 }];
		const { json: rows } = await run('replaceAll', items, {
			...json('[]'),
			options: { allowEmpty: true },
		});
		expect(rows).toMatchObject([
			{ companyId: 1, outcome: 'replaced', contactIds: [], removed: removed([1, 10], [2, 20]) },
			{ companyId: 2, outcome: 'replaced', contactIds: [], removed: removed([3, 10], [4, 20]) },
		]);
		expect([linked(1), linked(2)]).toEqual([[], []]);
	});

	const items = [
		{ companyId: 1, list: [7] },
		{ companyId: 999, list: [7] },
		{ companyId: 2, list: [7] },
	];

	it('that stops on fail writes the items before and none after', async () => {
		const { error } = await run('replaceAll', items, json('={{ $json.list }}'));
		expect(error).toMatchObject({
			message: 'The contacts of company 999 were not replaced: the company does not exist',
			context: { itemIndex: 1 },
		});
		expect(description(error)).toContain('company 1 got its new contacts');
		expect(linked(1)).toEqual([[7, 10]]);
		expect(linked(2)).toHaveLength(2);
	});

	it('that continues on fail writes all others', async () => {
		const { json: rows } = await run('replaceAll', items, {
			...json('={{ $json.list }}'),
			onError: 'continueRegularOutput',
		});
		expect(rows).toMatchObject([
			{ companyId: 1, outcome: 'replaced' },
			{ companyId: 999, error: expect.stringContaining('does not exist') },
			{ companyId: 2, outcome: 'replaced' },
		]);
	});

	it('ends at a failed look-up, with the items before it written', async () => {
		const parameters = { ...json('={{ $json.list }}'), options: { batchSize: 1 } };
		fixture.sandbox.faults.add(
			{ kind: 'slow', delay: 0, method: 'crm.company.contact.items.get' },
			{ kind: 'overload', method: 'crm.company.contact.items.get' },
		);
		const { error } = await run('replaceAll', [items[0], items[2]], parameters);
		expect(error).toMatchObject({
			message: expect.stringMatching(/^The contacts of company 2 were not replaced: .*overload/),
			context: { itemIndex: 1 },
		});
		expect(linked(1)).toEqual([[7, 10]]);
		expect(linked(2)).toHaveLength(2);
	});
});

describe('an answer that the node does not know', () => {
	const unknown = 'Bitrix24 gave an answer that this node does not know';
	const notTrue = ['yes', 1, null, [], {}];
	const unknownAnswers: Record<string, unknown[]> = {
		add: notTrue,
		remove: notTrue,
		removeAll: [false, ...notTrue],
		replaceAll: [false, ...notTrue],
		getAll: [true, null, {}, [{}], [null], ['54'], [{ CONTACT_ID: 'x' }]],
		getFields: [true, null, {}, [], { SORT: {} }, { SORT: { type: 1 } }],
	};
	/** Where the operation reads before it writes, the method that writes. */
	const METHODS: Record<string, string> = {
		removeAll: 'crm.company.contact.items.delete',
		replaceAll: 'crm.company.contact.items.set',
	};
	const cases = Object.entries(unknownAnswers).flatMap(([operation, answers]) =>
		answers.map((result) => [operation, result] as const),
	);

	it.each(cases)('of %s is not taken for success: %j', async (operation, result) => {
		fixture.sandbox.faults.add({ kind: 'answer', result, method: METHODS[operation] });
		const { json } = await run(operation, [{ companyId: 1, contactId: 7 }], {
			onError: 'continueRegularOutput',
			contactsInput: 'json',
			contactsJson: '[{"contactId": 7, "sort": 5}]',
		});
		expect(json).toMatchObject([{ error: unknown }]);
	});

	it.each([
		['yes', 'string'],
		[[], 'list'],
		[null, 'null'],
	])('is told by its kind, not by what it holds: %j', async (result, kind) => {
		fixture.sandbox.faults.add({ kind: 'answer', result });
		const { error } = await run('add', [{ companyId: 1, contactId: 7 }]);
		expect(description(error)).toContain(`It is of the kind '${kind}'.`);
	});

	const lists = [1, 2, 3].map((companyId) => ({ companyId, list: [7] }));
	const parameters = {
		contactsInput: 'json',
		contactsJson: '={{ $json.list }}',
		options: { batchSize: 1 },
	};
	const oddSecondLookUp = () =>
		fixture.sandbox.faults.add(
			{ kind: 'slow', delay: 0, method: 'crm.company.contact.items.get' },
			{ kind: 'answer', result: 'odd', method: 'crm.company.contact.items.get' },
		);

	it('to a look-up ends the run there, with the items before it written', async () => {
		oddSecondLookUp();
		const { error } = await run('replaceAll', lists, parameters);
		expect(error).toMatchObject({ message: unknown, context: { itemIndex: 1 } });
		expect([linked(1), linked(2).length, linked(3).length]).toEqual([[[7, 10]], 2, 1]);
	});

	it('to a look-up fails its own item where the run continues', async () => {
		oddSecondLookUp();
		const { json } = await run('replaceAll', lists, {
			...parameters,
			onError: 'continueRegularOutput',
		});
		expect(json).toMatchObject([
			{ outcome: 'replaced' },
			{ error: unknown, companyId: 2 },
			{ outcome: 'replaced' },
		]);
	});
});

it.each([1, 50])(
	'Replace All names the same flags of removed links with a batch size of %i',
	async (batchSize) => {
		fixture.sandbox.state.link(2, 10);
		const { json } = await runNode(engine, {
			items: [
				{ company: 1, list: [10] },
				{ company: 2, list: [3] },
			],
			parameters: {
				operation: 'replaceAll',
				companyId: byId('={{ $json.company }}'),
				contactsInput: 'json',
				contactsJson: '={{ $json.list }}',
				options: { batchSize },
			},
			credential: { webhookUrl: fixture.sandbox.webhookUrl },
		});
		const [, { removed }] = json as Array<{
			removed: Array<{ contactId: number; isPrimary: boolean }>;
		}>;
		// The first item has made company 1 the main one of contact 10.
		expect(removed.find(({ contactId }) => contactId === 10)?.isPrimary).toBe(false);
	},
);
