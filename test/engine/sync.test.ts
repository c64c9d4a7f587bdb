import type { IDataObject, INodeParameters, OnError } from 'n8n-workflow';

import { USERS } from '../../dev/sandbox/state/seed';
import { createEngine, oAuth2Credential, runNode, useSandbox } from './harness';
import { without } from './without';

const engine = createEngine();
const fixture = useSandbox();

/** Companies 101 and 102, with contacts 201, 202 and 203; contact 204 has company 103 as its main company. */
beforeEach(() => {
	const { state } = fixture.sandbox;
	[101, 102, 103].forEach((id) => state.addCompany({ id, title: `Company ${id}` }));
	[201, 202, 203, 204, 205].forEach((id) =>
		state.addContact({ id, emails: [`c${id}@example.com`] }),
	);
	state.link(101, 201, { sort: 10 });
	state.link(101, 202, { sort: 20 });
	state.link(102, 203, { sort: 10 });
	state.link(103, 204, { sort: 10 });
});

interface Run extends INodeParameters {
	onError?: OnError;
}

const sync = async (
	items: IDataObject[],
	{ onError, ...parameters }: Run = {},
	credential: IDataObject = { webhookUrl: fixture.sandbox.webhookUrl },
) =>
	await runNode(engine, {
		items,
		parameters: { operation: 'sync', ...parameters },
		onError,
		credential,
	});
const pairs = (...list: Array<[number, number]>) =>
	list.map(([companyId, contactId]) => ({ companyId, contactId }));
const linked = (companyId: number) =>
	fixture.sandbox.state.linksOfCompany(companyId).map(({ contactId, sort }) => [contactId, sort]);
const mainOf = (contactId: number) => fixture.sandbox.state.contacts.get(contactId)?.companyId;
const writes = () =>
	fixture.sandbox.requests.flatMap(({ commands }) =>
		commands.map(({ method }) => method).filter((method) => !/\.(get|list)$/.test(method)),
	);
const descriptionOf = (error: unknown) => (error as { description?: string }).description;

describe('sync', () => {
	it('adds what is missing, removes what is not named, and leaves other companies alone', async () => {
		const items = pairs([101, 202], [102, 203], [101, 204], [102, 205]);
		const { json, output, hints } = await sync(items);
		expect(json).toEqual([
			{
				companyId: 101,
				contactId: 204,
				change: 'add',
				before: null,
				after: { sort: 30, isPrimary: true },
				outcome: 'added',
			},
			{
				companyId: 102,
				contactId: 205,
				change: 'add',
				before: null,
				after: { sort: 20, isPrimary: true },
				outcome: 'added',
			},
			{
				companyId: 101,
				contactId: 201,
				change: 'remove',
				before: { sort: 10, isPrimary: true },
				after: null,
				outcome: 'removed',
			},
		]);
		const of101 = [{ item: 0 }, { item: 2 }];
		const of102 = [{ item: 1 }, { item: 3 }];
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual([of101, of102, of101]);
		expect([linked(101), linked(102), linked(103)]).toEqual([
			[
				[202, 20],
				[204, 30],
			],
			[
				[203, 10],
				[205, 20],
			],
			[[204, 10]],
		]);
		expect(writes()).toEqual([
			'crm.company.contact.add',
			'crm.company.contact.add',
			'crm.company.contact.delete',
		]);
		expect(hints).toEqual([]);
	});

	it('writes nothing where the links are as the list says', async () => {
		const items = pairs([101, 201], [101, 202]);
		expect((await sync(items)).json).toEqual([]);
		const unchanged = await sync(items, { options: { includeUnchanged: true } });
		expect(unchanged.json).toMatchObject([
			{ contactId: 201, change: 'none', before: { sort: 10 }, after: { sort: 10 } },
			{ contactId: 202, change: 'none', outcome: 'unchanged' },
		]);
		expect(writes()).toEqual([]);
	});

	it('counts the same pair once, also where the items write its ID in two ways', async () => {
		const items = [...pairs([103, 204], [103, 205]), { companyId: '103', contactId: ' 205 ' }];
		const { json, output } = await sync(items);
		expect(json).toMatchObject([{ companyId: 103, contactId: 205, change: 'add' }]);
		expect(output[0].pairedItem).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
	});

	it('gives links the sort and main company of the list, and changes nothing else', async () => {
		fixture.sandbox.state.link(101, 203, { sort: 30, isPrimary: 'N' });
		fixture.sandbox.state.contacts.get(203)!.companyId = 102;
		const items = [
			{ companyId: 101, contactId: 201, sort: 45 },
			{ companyId: 101, contactId: 202 },
			{ companyId: 101, contactId: 203, main: true },
			{ companyId: 101, contactId: 204, main: false, sort: 5 },
		];
		const { json } = await sync(items, {
			additionalFields: { sort: '={{ $json.sort }}', isPrimary: '={{ $json.main }}' },
		});
		expect(json).toMatchObject([
			{ contactId: 201, change: 'update', before: { sort: 10 }, after: { sort: 45 } },
			{
				contactId: 203,
				change: 'update',
				before: { sort: 30, isPrimary: false },
				after: { sort: 30, isPrimary: true },
				outcome: 'updated',
			},
			{ contactId: 204, change: 'add', after: { sort: 5, isPrimary: false } },
		]);
		expect(linked(101)).toEqual([
			[204, 5],
			[202, 20],
			[203, 30],
			[201, 45],
		]);
		expect([201, 202, 203, 204].map(mainOf)).toEqual([101, 101, 101, 103]);
		expect(linked(102)).toEqual([[203, 10]]);

		fixture.sandbox.requests.length = 0;
		const again = await sync(items, {
			additionalFields: { sort: '={{ $json.sort }}', isPrimary: '={{ $json.main }}' },
		});
		expect(again.json).toEqual([]);
		expect(writes()).toEqual([]);
	});

	it('keeps further links if Remove Others is off', async () => {
		const { json } = await sync(pairs([101, 205]), { options: { removeOthers: false } });
		expect(json).toMatchObject([{ contactId: 205, change: 'add' }]);
		expect(linked(101)).toEqual([
			[201, 10],
			[202, 20],
			[205, 30],
		]);
	});

	it('adds before it removes, so that a contact that changes its company always has one', async () => {
		const { json } = await sync(pairs([101, 201], [101, 203], [102, 202]));
		expect(json.map(({ companyId, contactId, change }) => [companyId, contactId, change])).toEqual([
			[101, 203, 'add'],
			[102, 202, 'add'],
			[101, 202, 'remove'],
			[102, 203, 'remove'],
		]);
		expect([202, 203].map(mainOf)).toEqual([102, 101]);
	});
});

describe('a list that would remove more links than Max Removals', () => {
	const items = pairs([101, 205], [102, 205]);

	it('changes nothing, and says both numbers for each company that would lose links', async () => {
		const { json, output, hints } = await sync(items, {
			maxRemovals: 2,
			onError: 'continueRegularOutput',
		});
		const error = "The run would remove 3 links, and 'Max Removals' allows 2";
		expect(json).toMatchObject([
			{ error, companyId: 101, outcome: 'failed' },
			{ error, companyId: 102 },
		]);
		expect(json[0].description).toMatch(/^Company 101 would lose 2\. Nothing was changed/);
		expect(json[1].description).toMatch(/^Company 102 would lose 1\./);
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
		expect(writes()).toEqual([]);
		expect(hints).toMatchObject([{ message: '2 failures in a list of 2 items' }]);
	});

	it('counts one link in the singular', async () => {
		const { error } = await sync(pairs([102, 205]), { maxRemovals: 0 });
		expect(error?.message).toMatch(/^The run would remove 1 link, and/);
	});

	it('stops the workflow where the node stops on fail', async () => {
		const { error } = await sync(items, { maxRemovals: 2 });
		expect(error?.message).toBe("The run would remove 3 links, and 'Max Removals' allows 2");
		expect(writes()).toEqual([]);
	});

	it('says so in a dry run as well', async () => {
		const { error } = await sync(items, { maxRemovals: 2, options: { dryRun: true } });
		expect(error?.message).toMatch(/^The run would remove 3 links/);
	});

	it('is carried out up to that number', async () => {
		const { json } = await sync(items, { maxRemovals: 3 });
		expect(json.filter(({ change }) => change === 'remove')).toHaveLength(3);
	});

	it.each([-1, 1.5, 'many'])('is refused with the number %s', async (maxRemovals) => {
		const { error } = await sync(items, { maxRemovals });
		expect(error?.message).toBe("'Max Removals' is not a whole number from 0 up");
		expect(fixture.sandbox.requests).toEqual([]);
	});
});

describe('a list with a row that cannot be read', () => {
	const bad = [...pairs([101, 201]), { companyId: 101, contactId: 'none' }, ...pairs([102, 205])];
	const onError = 'continueRegularOutput';

	it('fails that row, and lets its company keep all links', async () => {
		const { json, output, hints } = await sync(bad, { onError });
		expect(json).toMatchObject([
			{ error: '\'Contact\' is not the ID of a contact: "none"', companyId: 101 },
			{ companyId: 102, contactId: 205, change: 'add' },
			{ companyId: 102, contactId: 203, change: 'remove' },
		]);
		expect(output[0].pairedItem).toEqual({ item: 1 });
		expect(linked(101)).toEqual([
			[201, 10],
			[202, 20],
		]);
		expect(hints.map(({ message }) => message)).toEqual([
			'1 failure in a list of 3 items',
			'1 link that the list does not name stayed, as rows of the same company, or rows without a known company, failed.',
		]);
	});

	it('removes nothing at all if that row names no company', async () => {
		const { json } = await sync([...pairs([101, 201]), { companyId: '', contactId: 205 }], {
			onError,
		});
		expect(json).toMatchObject([{ error: "'Company' is not the ID of a company: it is empty" }]);
		expect(linked(101)).toHaveLength(2);
	});

	it('changes nothing where the node stops on fail', async () => {
		const { error } = await sync(bad);
		expect(error).toMatchObject({ context: { itemIndex: 1 } });
		expect(descriptionOf(error)).toContain('Item 2 of 3 (company 101). No item went through');
		expect(writes()).toEqual([]);
	});

	it('treats a company without any contact in its row as a bad row, and removes nothing', async () => {
		const { json } = await sync([{ companyId: 101, contactId: '' }], { onError });
		expect(json).toMatchObject([{ error: "'Contact' is not the ID of a contact: it is empty" }]);
		expect(linked(101)).toHaveLength(2);
	});

	it('protects a company whose contact is not found, also where that is reported', async () => {
		const byEmail = { __rl: true, mode: 'email', value: '={{ $json.email }}' };
		const items = [
			{ companyId: 101, email: 'c201@example.com' },
			{ companyId: 101, email: 'nobody@example.com' },
			{ companyId: 102, email: 'c205@example.com' },
		];
		const failed = await sync(items, { contactId: byEmail, onError });
		expect(failed.json).toMatchObject([
			{ error: 'No contact with the email address "nobody@example.com" was found', companyId: 101 },
			{ companyId: 102, contactId: 205, change: 'add' },
			{ companyId: 102, contactId: 203, change: 'remove' },
		]);
		const reported = await sync(items, {
			contactId: byEmail,
			options: { ifNotFound: 'report' },
		});
		expect(reported.json).toEqual([
			{
				outcome: 'notFound',
				notFound: 'contact',
				lookedFor: 'nobody@example.com',
				companyId: 101,
			},
		]);
		expect(linked(101)).toHaveLength(2);
	});

	it('removes nothing if the company of a row is not found', async () => {
		const byTitle = { __rl: true, mode: 'title', value: '={{ $json.title }}' };
		const items = [
			{ title: 'company 101', contactId: 201 },
			{ title: 'Nobody', contactId: 202 },
		];
		const { json } = await sync(items, {
			companyId: byTitle,
			options: { ifNotFound: 'report' },
		});
		expect(json).toEqual([
			{ outcome: 'notFound', notFound: 'company', lookedFor: 'Nobody', contactId: 202 },
		]);
		expect(linked(101)).toHaveLength(2);
	});

	it('refuses a second main company of a contact', async () => {
		const items = [
			{ companyId: 101, contactId: 204 },
			{ companyId: 102, contactId: 204 },
		];
		const { json } = await sync(items, { additionalFields: { isPrimary: true }, onError });
		expect(json).toMatchObject([
			{ companyId: 101, contactId: 204, change: 'add' },
			{ error: 'The list names two main companies for contact 204: 101 and 102' },
			{ companyId: 101, contactId: 201, change: 'remove' },
			{ companyId: 101, contactId: 202, change: 'remove' },
		]);
		expect(linked(102)).toEqual([[203, 10]]);
	});

	it('checks contacts by ID if that is wanted', async () => {
		const { json } = await sync(pairs([101, 999], [102, 203]), {
			options: { checkContacts: true },
			onError,
		});
		expect(json[0].error).toMatch(/^Contact 999 does not exist/);
		expect(linked(101)).toHaveLength(2);
	});
});

describe('a list of which Bitrix24 refuses a part', () => {
	const items = pairs([101, 205], [101, 201], [999, 205], [102, 205]);

	it('says which link failed, and removes none of that company', async () => {
		const method = 'crm.company.contact.add';
		fixture.sandbox.faults.add({ kind: 'error', error: 'ERROR_CORE', command: 0, method });
		const { json, output } = await sync(items, { onError: 'continueRegularOutput' });
		expect(json).toMatchObject([
			{ companyId: 101, contactId: 205, outcome: 'failed' },
			{ companyId: 999, contactId: 205, outcome: 'failed' },
			{ companyId: 102, contactId: 205, change: 'add' },
			{ companyId: 102, contactId: 203, change: 'remove' },
		]);
		expect(json[0].error).toMatch(/^Contact 205 may not have been linked to company 101: /);
		expect(json[1].error).toMatch(/was not linked to company 999: the company does not exist$/);
		expect(output[0].pairedItem).toEqual([{ item: 0 }, { item: 1 }]);
		expect(linked(101)).toEqual([
			[201, 10],
			[202, 20],
		]);
	});

	it('stops before any removal where the node stops on fail', async () => {
		const { error } = await sync(items);
		expect(error).toMatchObject({ context: { itemIndex: 2 } });
		expect(descriptionOf(error)).toContain(
			'Item 3 of 4 (company 999, contact 205). 2 items went through before it',
		);
		expect([linked(101), linked(102)]).toEqual([
			[
				[201, 10],
				[202, 20],
				[205, 30],
			],
			[[203, 10]],
		]);
	});

	it('fails the rows of a company that the user may not read', async () => {
		const { sandbox } = fixture;
		const token = sandbox.oauth.issue(USERS.noCrm);
		const { json } = await sync(
			pairs([101, 201], [102, 203]),
			{ authentication: 'oAuth2', onError: 'continueRegularOutput' },
			oAuth2Credential(sandbox, token),
		);
		expect(json).toHaveLength(2);
		expect(json.map(({ outcome }) => outcome)).toEqual(['failed', 'failed']);
		expect(writes()).toEqual([]);
	});
});

it('outputs the fields of the item that names a link, and none beside a link that no item names', async () => {
	const items = pairs([101, 201], [101, 205]).map((pair, index) => ({ ...pair, row: index }));
	const { json } = await sync(items, { options: { includeInputFields: true } });
	expect(json).toMatchObject([
		{ contactId: 205, change: 'add', row: 1 },
		{ contactId: 202, change: 'remove' },
	]);
	expect(json[1]).not.toHaveProperty('row');
});

it('a dry run of a list names what the run then does', async () => {
	const items = pairs([101, 202], [102, 203], [101, 204], [102, 205]);
	const dry = await sync(items, { options: { dryRun: true } });
	expect(writes()).toEqual([]);
	expect(dry.hints).toMatchObject([
		{ message: 'Dry run: nothing was changed. 2 to add, 1 to remove.', type: 'info' },
	]);
	const { json } = await sync(items);
	expect(dry.json).toEqual(json.map((row) => ({ ...without(row, 'outcome'), dryRun: true })));
	const again = await sync(items, { options: { dryRun: true } });
	expect(again.hints).toMatchObject([
		{ message: 'Dry run: nothing was changed. There is nothing to change.' },
	]);
});

it('what Sync removed can be handed to Add, which restores the links with their sort', async () => {
	const { json } = await sync(pairs([101, 201]));
	expect(linked(101)).toEqual([[201, 10]]);
	await runNode(engine, {
		items: json.filter(({ change }) => change === 'remove'),
		parameters: {
			operation: 'add',
			additionalFields: {
				sort: '={{ $json.before.sort }}',
				isPrimary: '={{ $json.before.isPrimary }}',
			},
		},
		credential: { webhookUrl: fixture.sandbox.webhookUrl },
	});
	expect(linked(101)).toEqual([
		[201, 10],
		[202, 20],
	]);
	expect(mainOf(202)).toBe(101);
});

it('two links of each of 60 contacts change their places in few requests', async () => {
	const { state } = fixture.sandbox;
	const items = Array.from({ length: 60 }, (_, index) => 7001 + index).flatMap((contactId) => {
		state.addContact({ id: contactId });
		return [103, 102].map((companyId) => {
			state.link(companyId, contactId, { sort: 100 });
			return { companyId, contactId, sort: contactId };
		});
	});
	const { json } = await sync(items, {
		additionalFields: { sort: '={{ $json.sort }}' },
		options: { removeOthers: false },
	});
	expect(json.map(({ change }) => change)).toEqual(items.map(() => 'update'));
	// The two companies; then for the first and the second link of all contacts, two to read and two to write. Their main
	// companies are read before and after.
	expect(fixture.sandbox.requests).toHaveLength(1 + 4 + 4 + 2);
});

it('1,000 companies with 10 links each take 20 requests to read, and the fewest to write', async () => {
	const { state } = fixture.sandbox;
	const list: Array<[number, number]> = [];
	for (let contactId = 5001; contactId <= 5100; contactId++) state.addContact({ id: contactId });
	for (let companyId = 3001; companyId <= 4000; companyId++) {
		state.addCompany({ id: companyId, title: `Company ${companyId}` });
		for (let place = 0; place < 10; place++) {
			const contactId = 5001 + ((companyId * 7 + place) % 100);
			const change = (companyId * 10 + place) % 200;
			if (change !== 0) state.link(companyId, contactId);
			if (change !== 100) list.push([companyId, contactId]);
		}
	}
	const { json } = await sync(pairs(...list), { maxRemovals: 100 });
	const kinds = json.map(({ change }) => change);
	expect([kinds.filter((one) => one === 'add').length, kinds.length]).toEqual([50, 100]);
	// The main companies of contacts that lose a link are read before, and of those with two changes after.
	expect(fixture.sandbox.requests).toHaveLength(20 + 1 + 1 + 2);
}, 60_000);

describe('before and after', () => {
	it('name the main company, before the run and at its end, whatever the flags say', async () => {
		const { state } = fixture.sandbox;
		// As after a company was saved in Bitrix24: no link is flagged, and the contact names its main company.
		state.linkTable.find({ companyId: 101, contactId: 201 })!.isPrimary = 'N';
		const items = [
			{ companyId: 102, contactId: 201 },
			{ companyId: 103, contactId: 201 },
		];
		const { json } = await sync([...items, { companyId: 101, contactId: 202 }], {});
		const main = (companyId: number) =>
			json.find((row) => row.companyId === companyId && row.contactId === 201);
		expect(main(101)).toMatchObject({ change: 'remove', before: { isPrimary: true }, after: null });
		expect(main(102)).toMatchObject({ change: 'add', before: null, after: { isPrimary: false } });
		expect(main(103)).toMatchObject({ change: 'add', before: null, after: { isPrimary: true } });
		expect(state.contacts.get(201)!.companyId).toBe(103);
	});

	it('are the same in a dry run', async () => {
		const { state } = fixture.sandbox;
		state.linkTable.find({ companyId: 101, contactId: 201 })!.isPrimary = 'N';
		const items = [
			{ companyId: 102, contactId: 201 },
			{ companyId: 101, contactId: 202 },
		];
		const dry = await sync(items, { options: { dryRun: true } });
		const wet = await sync(items, {});
		const states = ({ json }: typeof dry) => json.map(({ before, after }) => ({ before, after }));
		expect(states(dry)).toEqual(states(wet));
	});
});

it('more removals than Max Removals give each row an item of its own, on continue', async () => {
	const { json } = await sync(
		[
			{ companyId: 101, contactId: 203 },
			{ companyId: 102, contactId: 203 },
			{ companyId: 103, contactId: 'none' },
			{ companyId: 102, contactId: 204 },
		],
		{ maxRemovals: 1, onError: 'continueRegularOutput' },
	);
	expect(linked(101)).toHaveLength(2);
	expect(json.map(({ error, companyId, contactId }) => [error, companyId, contactId])).toEqual([
		["The run would remove 2 links, and 'Max Removals' allows 1", 101, undefined],
		[
			"The row was not carried out: the run would remove 2 links, and 'Max Removals' allows 1",
			102,
			203,
		],
		[`'Contact' is not the ID of a contact: "none"`, 103, undefined],
		[
			"The row was not carried out: the run would remove 2 links, and 'Max Removals' allows 1",
			102,
			204,
		],
	]);
});

describe('a row in which company and contact are both empty', () => {
	const by = (mode: string, field: string) => ({
		__rl: true,
		mode,
		value: `={{ $json.${field} }}`,
	});

	it('is no row: it is skipped, counted, and stops no removal', async () => {
		const items = [
			...pairs([101, 201]),
			{ companyId: '', contactId: '' },
			{ companyId: null, contactId: ' \u200b' },
			{},
		];
		const { json, hints } = await sync(items);
		expect(json).toMatchObject([{ change: 'remove', companyId: 101, contactId: 202 }]);
		expect(hints.map(({ message }) => message)).toEqual(['3 empty rows were skipped.']);
	});

	it('is skipped where the ends are looked for, as in the last lines of a spreadsheet', async () => {
		const { json } = await sync([{ title: 'Company 101', email: 'c203@example.com' }, {}], {
			companyId: by('title', 'title'),
			contactId: by('email', 'email'),
			options: { removeOthers: false },
		});
		expect(json).toMatchObject([{ change: 'add', companyId: 101, contactId: 203 }]);
	});

	it('is a failed row where one of the two has a value', async () => {
		const { json } = await sync([...pairs([101, 201]), { contactId: 202 }], {
			onError: 'continueRegularOutput',
		});
		expect(json).toMatchObject([{ outcome: 'failed', contactId: 202 }]);
		expect(linked(101)).toHaveLength(2);
	});

	it('fails a list that has no other row', async () => {
		const { error } = await sync([{ company: 101 }, {}]);
		expect(error?.message).toMatch(/^Every row of the list is empty/);
		const { json } = await sync([{}, {}], { onError: 'continueRegularOutput' });
		expect(json).toMatchObject([{ outcome: 'failed' }, { outcome: 'failed' }]);
	});
});
