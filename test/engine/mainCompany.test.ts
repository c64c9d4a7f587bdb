import type { IDataObject, INodeParameters, OnError } from 'n8n-workflow';

import { createEngine, runNode, useSandbox } from './harness';

const engine = createEngine();
const fixture = useSandbox();

const run = async (
	resource: string,
	operation: string,
	items: IDataObject[],
	{ onError, ...parameters }: INodeParameters & { onError?: OnError } = {},
) =>
	await runNode(engine, {
		items,
		parameters: { resource, operation, ...parameters },
		onError,
		credential: { webhookUrl: fixture.sandbox.webhookUrl },
	});

const mainOf = (contactId: number) => fixture.sandbox.state.contacts.get(contactId)?.companyId;
const contactsOf = (companyId: number) =>
	fixture.sandbox.state.linksOfCompany(companyId).map(({ contactId, sort }) => [contactId, sort]);
const companiesOf = (contactId: number) =>
	fixture.sandbox.state.linksOfContact(contactId).map(({ companyId, sort }) => [companyId, sort]);
const commands = () =>
	fixture.sandbox.requests.flatMap((request) => request.commands.map(({ method }) => method));
const writes = () => commands().filter((method) => !/\.(get|list|fields)$/.test(method));
const description = (error: unknown) => (error as { description?: string }).description;

/** The company was saved in Bitrix24: the contact's links keep no flag, or one of another company. */
const setFlags = (contactId: number, ...flagged: number[]) =>
	fixture.sandbox.state.linksOfContact(contactId).forEach((link) => {
		link.isPrimary = flagged.includes(link.companyId) ? 'Y' : 'N';
	});

describe('isPrimary of Add', () => {
	// Contact 4 is linked to companies 2, its main company, and 3. Contact 7 has no company.
	it.each([
		['companyContact', 4, undefined, 5],
		['companyContact', 4, true, 5],
		['companyContact', 4, false, 2],
		['companyContact', 7, undefined, 5],
		['companyContact', 7, false, 5],
		['contactCompany', 4, undefined, 2],
		['contactCompany', 4, true, 5],
		['contactCompany', 4, false, 2],
		['contactCompany', 7, undefined, 5],
		['contactCompany', 7, false, 5],
	])(
		'%s: contact %i, %p, has the main company %i',
		async (resource, contactId, isPrimary, main) => {
			const { json } = await run(resource, 'add', [{ companyId: 5, contactId }], {
				additionalFields: isPrimary === undefined ? {} : { isPrimary },
			});
			expect(json).toEqual([
				{
					companyId: 5,
					contactId,
					result: true,
					outcome: 'added',
					// The contact had no main company: Bitrix24 gives it this one.
					...(isPrimary === false && contactId === 7 && { isPrimary: true }),
				},
			]);
			expect(mainOf(contactId)).toBe(main);
		},
	);

	it("false puts the link at the end of the company's list, as a link without the flag", async () => {
		const items = [4, 9, 7].map((contactId) => ({ companyId: 1, contactId }));
		await run('companyContact', 'add', items, { additionalFields: { isPrimary: false } });
		expect(contactsOf(1)).toEqual([
			[1, 10],
			[2, 20],
			[4, 30],
			[9, 40],
			[7, 50],
		]);
		expect([mainOf(4), mainOf(9), mainOf(7)]).toEqual([2, 4, 1]);
	});

	it('false keeps a main company that no flag names', async () => {
		setFlags(4);
		await run('companyContact', 'add', [{ companyId: 5, contactId: 4 }], {
			additionalFields: { isPrimary: false, sort: 70 },
		});
		expect(mainOf(4)).toBe(2);
		expect(companiesOf(4)).toEqual([
			[3, 10],
			[2, 20],
			[5, 70],
		]);
	});

	it('true moves the main company of this contact only, whatever flags others have', async () => {
		fixture.sandbox.state.link(5, 4);
		setFlags(4, 2, 5);
		await run('companyContact', 'add', [{ companyId: 5, contactId: 9 }], {
			additionalFields: { isPrimary: true },
		});
		expect([mainOf(9), mainOf(4)]).toEqual([5, 2]);
	});

	it.each(['companyContact', 'contactCompany'])(
		'%s: true makes this company the main one although several are flagged',
		async (resource) => {
			setFlags(4, 2, 3);
			await run(resource, 'add', [{ companyId: 5, contactId: 4 }], {
				additionalFields: { isPrimary: true },
			});
			expect(mainOf(4)).toBe(5);
		},
	);

	it('false does not link a contact to a company that does not exist', async () => {
		const { error } = await run('companyContact', 'add', [{ companyId: 99, contactId: 4 }], {
			additionalFields: { isPrimary: false },
		});
		expect(error?.message).toMatch(
			/^Contact 4 was not linked to company 99: the company does not exist, or/,
		);
		expect(writes()).toEqual([]);
	});

	it('false says that the contact does not exist, where Bitrix24 would link it', async () => {
		const { error } = await run('companyContact', 'add', [{ companyId: 5, contactId: 99 }], {
			additionalFields: { isPrimary: false },
		});
		expect(error?.message).toBe(
			'Contact 99 was not linked to company 5: the contact does not exist',
		);
	});
});

describe('If Already Linked: Update', () => {
	const update = async (additionalFields: INodeParameters, item: IDataObject, resource?: string) =>
		await run(resource ?? 'companyContact', 'add', [item], {
			additionalFields,
			options: { ifAlreadyLinked: 'update' },
		});

	it.each(['companyContact', 'contactCompany'])(
		'%s: gives the link its sort and leaves the others',
		async (resource) => {
			const { json } = await update({ sort: 7 }, { companyId: 3, contactId: 4 }, resource);
			expect(json).toEqual([{ companyId: 3, contactId: 4, result: true, outcome: 'updated' }]);
			expect(companiesOf(4)).toEqual([
				[3, 7],
				[2, 20],
			]);
			expect(mainOf(4)).toBe(2);
		},
	);

	it('makes the company the main one', async () => {
		await update({ isPrimary: true }, { companyId: 3, contactId: 4 });
		expect(mainOf(4)).toBe(3);
		expect(contactsOf(2)).toEqual([
			[3, 10],
			[4, 20],
		]);
	});

	it.each([[{ sort: 10 }], [{ isPrimary: false }], [{ isPrimary: false, sort: 10 }], [{}]])(
		'writes nothing where %p is so already',
		async (fields) => {
			const { json } = await update(fields, { companyId: 3, contactId: 4 });
			expect(json).toEqual([
				{ companyId: 3, contactId: 4, result: false, outcome: 'alreadyLinked' },
			]);
			expect(writes().filter((method) => method !== 'crm.company.contact.add')).toEqual([]);
			expect(mainOf(4)).toBe(2);
		},
	);

	it('links a contact that is not linked', async () => {
		const { json } = await update({ sort: 70 }, { companyId: 5, contactId: 4 });
		expect(json).toMatchObject([{ outcome: 'added' }]);
		expect(contactsOf(5)).toEqual([[4, 70]]);
	});

	it('refuses a sort that Bitrix24 would replace', async () => {
		const { error } = await update({ sort: 0 }, { companyId: 3, contactId: 4 });
		expect(error?.message).toBe('The link of contact 4 and company 3 cannot get the sort 0');
		expect(writes()).toEqual([]);
	});
});

describe('Set Main', () => {
	const setMain = async (items: IDataObject[], parameters: INodeParameters = {}) =>
		await run('contactCompany', 'setMain', items, parameters);

	it('makes a linked company the main one, and says which it was', async () => {
		const { json } = await setMain([{ companyId: 3, contactId: 4 }]);
		expect(json).toEqual([{ companyId: 3, contactId: 4, outcome: 'mainSet', before: 2 }]);
		expect(mainOf(4)).toBe(3);
		expect(companiesOf(4)).toEqual([
			[3, 10],
			[2, 20],
		]);
	});

	it('writes nothing where the company is the main one, or is not linked', async () => {
		const { json } = await setMain([
			{ companyId: 2, contactId: 4 },
			{ companyId: 5, contactId: 4 },
			{ companyId: 5, contactId: 7 },
		]);
		expect(json).toEqual([
			{ companyId: 2, contactId: 4, outcome: 'alreadyMain', before: 2 },
			{ companyId: 5, contactId: 4, outcome: 'notLinked', before: 2 },
			{ companyId: 5, contactId: 7, outcome: 'notLinked', before: null },
		]);
		expect(writes()).toEqual([]);
	});

	it('fails an item that is not linked, if that is wanted', async () => {
		const { error } = await setMain([{ companyId: 5, contactId: 4 }], {
			options: { ifNotLinked: 'error' },
		});
		expect(error?.message).toBe('Contact 4 is not linked to company 5');
	});

	it.each([[[3]], [[2, 3]], [[]]])(
		'moves the main company where the flags %p say something else',
		async (flagged) => {
			setFlags(4, ...flagged);
			await setMain([{ companyId: 3, contactId: 4 }]);
			expect(mainOf(4)).toBe(3);
			expect(companiesOf(4)).toEqual([
				[3, 10],
				[2, 20],
			]);
		},
	);

	it('keeps the order of links whose sort cannot be sent', async () => {
		const { state } = fixture.sandbox;
		state.linksOfContact(4).forEach((link) => (link.sort = link.companyId - 2));
		state.link(5, 4, { sort: 20, isPrimary: 'N' });
		await setMain([{ companyId: 5, contactId: 4 }]);
		expect(companiesOf(4)).toEqual([
			[2, 1],
			[3, 2],
			[5, 20],
		]);
	});

	it('sees what an earlier item of the run did', async () => {
		const { json } = await setMain([
			{ companyId: 3, contactId: 4 },
			{ companyId: 3, contactId: 4 },
			{ companyId: 2, contactId: 4 },
		]);
		expect(json.map(({ outcome, before }) => [outcome, before])).toEqual([
			['mainSet', 2],
			['alreadyMain', 3],
			['mainSet', 3],
		]);
	});
});

describe('Replace All', () => {
	const replaceContacts = async (list: unknown, companyId = 3, more: INodeParameters = {}) =>
		await run('companyContact', 'replaceAll', [{ companyId }], {
			contactsInput: 'json',
			contactsJson: JSON.stringify(list),
			...more,
		});

	it('writes nothing where the company has these contacts', async () => {
		const { json } = await replaceContacts([2, 1], 1);
		expect(json).toEqual([
			{
				companyId: 1,
				result: true,
				outcome: 'unchanged',
				contactIds: [2, 1],
				added: [],
				removed: [],
				kept: [2, 1],
			},
		]);
		expect(commands()).toEqual(['crm.company.contact.items.get']);
	});

	it('moves no main company of a contact that stays', async () => {
		const { json } = await replaceContacts([4, 7]);
		expect(json).toMatchObject([{ outcome: 'replaced', added: [7], kept: [4] }]);
		expect([mainOf(4), mainOf(7)]).toEqual([2, 3]);
		expect(writes()).toEqual(['crm.company.contact.add']);
	});

	it('moves the main company of the entries that ask for that, and of no other', async () => {
		await replaceContacts([
			{ contactId: 4, isPrimary: true },
			{ contactId: 9, isPrimary: false },
			{ contactId: 1, isPrimary: true },
		]);
		expect([mainOf(4), mainOf(9), mainOf(1)]).toEqual([3, 4, 3]);
		expect(contactsOf(3)).toEqual([
			[4, 10],
			[9, 20],
			[1, 30],
		]);
	});

	it('gives a link that stays another sort, and no other', async () => {
		await replaceContacts([{ contactId: 4, sort: 70 }, 7]);
		expect(contactsOf(3)).toEqual([
			[4, 70],
			[7, 80],
		]);
		expect([mainOf(4), companiesOf(4)]).toEqual([
			2,
			[
				[2, 20],
				[3, 70],
			],
		]);
	});

	it('removes nothing where an addition failed, and says what was done', async () => {
		// The second of the additions fails. Both are sent before any removal, and after a request that reads.
		fixture.sandbox.faults.add({ kind: 'slow', delay: 0 });
		fixture.sandbox.faults.add({ kind: 'error', error: 'ACCESS_DENIED', command: 1 });
		const { json } = await replaceContacts([2, 7, 8], 1, { onError: 'continueRegularOutput' });
		expect(json).toMatchObject([
			{
				error: expect.stringContaining('The contacts of company 1 were not fully replaced'),
				description: expect.stringContaining(
					'What failed: contact 8 was not linked to company 1. Part of the item was done: contact 7 was linked to company 1.',
				),
			},
		]);
		expect(contactsOf(1)).toEqual([
			[1, 10],
			[2, 20],
			[7, 30],
		]);
	});

	it('removes nothing where nothing confirms an addition', async () => {
		fixture.sandbox.faults.add({ kind: 'slow', delay: 0 });
		fixture.sandbox.faults.add({ kind: 'answer', result: null });
		const { json } = await replaceContacts([1, 7], 1, { onError: 'continueRegularOutput' });
		expect(json).toMatchObject([{ error: expect.stringContaining('does not know') }]);
		expect(contactsOf(1).map(([contactId]) => contactId)).toContain(2);
	});

	it('leaves a doubt about one addition standing where another was refused', async () => {
		// Batch Size 1: the additions are requests of their own, after one that reads.
		fixture.sandbox.faults.add(
			{ kind: 'slow', delay: 0 },
			{ kind: 'error', error: 'ACCESS_DENIED' },
			{ kind: 'error', error: 'ERROR_CORE', commit: true },
		);
		const { json } = await replaceContacts([1, 2, 7, 8], 1, {
			onError: 'continueRegularOutput',
			options: { batchSize: 1 },
		});
		expect(json).toMatchObject([{ error: expect.stringContaining('may not have been replaced') }]);
	});

	it('gives back what was removed in a form that Add takes', async () => {
		const { json } = await replaceContacts([{ contactId: 7, sort: 40 }], 2);
		expect(json).toMatchObject([
			{
				removed: [
					{ contactId: 3, sort: 10, isPrimary: true },
					{ contactId: 4, sort: 20, isPrimary: true },
				],
			},
		]);
		const removed = json[0].removed as IDataObject[];
		await run(
			'companyContact',
			'add',
			removed.map((link) => ({ companyId: 2, ...link })),
			{ additionalFields: { sort: '={{ $json.sort }}', isPrimary: '={{ $json.isPrimary }}' } },
		);
		expect(contactsOf(2)).toEqual([
			[3, 10],
			[4, 20],
			[7, 40],
		]);
		expect(mainOf(4)).toBe(2);
	});

	describe("from the contact's side", () => {
		const replaceCompanies = async (list: unknown) =>
			await run('contactCompany', 'replaceAll', [{ contactId: 4 }], {
				companiesInput: 'json',
				companiesJson: JSON.stringify(list),
			});

		it.each([
			['keeps the main company that is in the list', [5, 2], 2],
			['takes the first where the main company is not in the list', [5, 3], 5],
			['takes the one that is marked', [2, { companyId: 3, isPrimary: true }], 3],
			['does not take one that is not to be', [{ companyId: 5, isPrimary: false }, 1], 1],
		])('%s', async (_, list, main) => {
			await replaceCompanies(list);
			expect(mainOf(4)).toBe(main);
		});

		it('keeps the sorts, and says what changed', async () => {
			const { json } = await replaceCompanies([3, 5]);
			expect(json).toEqual([
				{
					contactId: 4,
					result: true,
					outcome: 'replaced',
					companyIds: [3, 5],
					added: [5],
					removed: [{ companyId: 2, sort: 20, isPrimary: true }],
					kept: [3],
				},
			]);
			expect(companiesOf(4)).toEqual([
				[3, 10],
				[5, 20],
			]);
		});

		it('writes nothing where the contact has these companies', async () => {
			const { json } = await replaceCompanies([3, 2]);
			expect(json).toMatchObject([{ outcome: 'unchanged', kept: [3, 2] }]);
			expect(writes()).toEqual([]);
		});
	});
});

describe('an error', () => {
	it('of a single item tells of no other items', async () => {
		const { error } = await run('companyContact', 'add', [{ companyId: 99, contactId: 4 }]);
		expect(error?.message).toBe(
			'Contact 4 was not linked to company 99: the company does not exist',
		);
		expect(description(error)).not.toMatch(/Item 1 of 1|No item went through/);
	});

	it('is an item of its own where the run continues, and a hint counts such items', async () => {
		const items = [1, 99, 5, 98, 4].map((companyId) => ({ companyId, contactId: 7 }));
		const { json, hints } = await run('companyContact', 'add', items, {
			onError: 'continueRegularOutput',
		});
		expect(json[1]).toEqual({
			error: 'Contact 7 was not linked to company 99: the company does not exist',
			description: expect.stringMatching(/^Check the company ID: .*"Not found\."\.?$/),
			outcome: 'failed',
			companyId: 99,
			contactId: 7,
		});
		expect(hints).toMatchObject([{ message: '2 of 5 items failed', type: 'warning' }]);
	});
});
