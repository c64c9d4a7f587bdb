import type { IDataObject, INodeParameters, OnError } from 'n8n-workflow';

import { byId, createEngine, runNode, useSandbox } from './harness';

const engine = createEngine();
const fixture = useSandbox();

/** Company 102 is a duplicate of company 101. */
beforeEach(() => {
	const { state } = fixture.sandbox;
	[101, 102, 103].forEach((id) => state.addCompany({ id, title: 'Northwind' }));
	[201, 202, 203].forEach((id) => state.addContact({ id }));
	state.link(101, 201, { sort: 10 });
});

const move = async ({
	onError,
	items = [{ companyId: 102 }],
	...parameters
}: INodeParameters & { onError?: OnError; items?: IDataObject[] } = {}) =>
	await runNode(engine, {
		items,
		parameters: { operation: 'moveAll', targetCompanyId: byId(101), ...parameters },
		onError,
		credential: { webhookUrl: fixture.sandbox.webhookUrl },
	});
const linked = (companyId: number) =>
	fixture.sandbox.state.linksOfCompany(companyId).map(({ contactId, sort }) => [contactId, sort]);
const mainOf = (contactId: number) => fixture.sandbox.state.contacts.get(contactId)?.companyId;

describe('Move All', () => {
	it('moves each link with its sort, if that is free, and the main company with it', async () => {
		const { state } = fixture.sandbox;
		state.link(102, 202, { sort: 10 });
		state.link(103, 203, { sort: 10 });
		state.link(102, 203, { sort: 70, isPrimary: 'N' });
		state.contacts.get(203)!.companyId = 103;
		const { json, output } = await move();
		const of = (companyId: number, contactId: number) => ({ companyId, contactId });
		expect(json).toEqual([
			{
				...of(102, 202),
				change: 'remove',
				before: { sort: 10, isPrimary: true },
				after: null,
				outcome: 'removed',
			},
			{
				...of(101, 202),
				change: 'add',
				before: null,
				after: { sort: 20, isPrimary: true },
				outcome: 'added',
			},
			{
				...of(102, 203),
				change: 'remove',
				before: { sort: 70, isPrimary: false },
				after: null,
				outcome: 'removed',
			},
			{
				...of(101, 203),
				change: 'add',
				before: null,
				after: { sort: 70, isPrimary: false },
				outcome: 'added',
			},
		]);
		expect(output.every(({ pairedItem }) => JSON.stringify(pairedItem) === '{"item":0}')).toBe(
			true,
		);
		expect(linked(101)).toEqual([
			[201, 10],
			[202, 20],
			[203, 70],
		]);
		expect(linked(102)).toEqual([]);
		expect([202, 203].map(mainOf)).toEqual([101, 103]);
	});

	it('leaves a free sort to the link that has it, whatever link is moved first', async () => {
		const { state } = fixture.sandbox;
		state.link(102, 202, { sort: 10 });
		state.link(102, 203, { sort: 20 });
		await move();
		expect(linked(101)).toEqual([
			[201, 10],
			[203, 20],
			[202, 30],
		]);
	});

	it.each([
		['in one request', 50],
		['one after the other', 1],
	])('finds the sorts free that an earlier item of the run leaves, %s', async (_, batchSize) => {
		const { state } = fixture.sandbox;
		state.link(102, 202, { sort: 10 });
		state.link(102, 203, { sort: 20 });
		const run = async (dryRun: boolean) =>
			await move({
				items: [
					{ companyId: 101, target: 103 },
					{ companyId: 102, target: 101 },
					{ companyId: 103, target: 102 },
				],
				targetCompanyId: byId('={{ $json.target }}'),
				options: { batchSize, dryRun },
			});
		const changes = ({ json }: { json: IDataObject[] }) =>
			json.map(({ companyId, contactId, before, after }) => [companyId, contactId, before, after]);
		const foreseen = changes(await run(true));
		expect(changes(await run(false))).toEqual(foreseen);
		expect([101, 102, 103].map(linked)).toEqual([
			[
				[202, 10],
				[203, 20],
			],
			[[201, 10]],
			[],
		]);
	});

	it('names the sort that a link gets whose own cannot be sent', async () => {
		const { state } = fixture.sandbox;
		state.link(101, 202, { sort: 0 });
		state.link(102, 202, { sort: 50, isPrimary: 'N' });
		const { json } = await move({ options: { dryRun: true } });
		expect(json).toMatchObject([
			{ companyId: 102, contactId: 202, change: 'remove' },
			{ companyId: 101, change: 'update', before: { sort: 0 }, after: { sort: 1 } },
		]);
		await move();
		expect(linked(101)).toEqual([
			[202, 1],
			[201, 10],
		]);
	});

	it('only removes the old link of a contact that is linked to both', async () => {
		const { state } = fixture.sandbox;
		state.link(102, 201, { sort: 50, isPrimary: 'Y' });
		const { json } = await move();
		expect(json).toMatchObject([
			{ companyId: 102, contactId: 201, change: 'remove' },
			{
				companyId: 101,
				change: 'update',
				before: { sort: 10, isPrimary: false },
				after: { sort: 10, isPrimary: true },
			},
		]);
		expect([linked(101), linked(102), mainOf(201)]).toEqual([[[201, 10]], [], 101]);

		state.link(103, 201, { sort: 90, isPrimary: 'Y' });
		state.link(102, 201, { sort: 50 });
		const again = await move({ options: { includeUnchanged: true } });
		expect(again.json).toMatchObject([
			{ companyId: 102, change: 'remove' },
			{ companyId: 101, change: 'none', outcome: 'unchanged' },
		]);
		expect(mainOf(201)).toBe(103);
	});

	it('says in a dry run what would move, and writes nothing', async () => {
		fixture.sandbox.state.link(102, 202, { sort: 10 });
		const { json, hints } = await move({ options: { dryRun: true } });
		expect(json).toMatchObject([
			{ companyId: 102, change: 'remove', dryRun: true },
			{ companyId: 101, change: 'add', dryRun: true },
		]);
		expect(linked(102)).toEqual([[202, 10]]);
		expect(hints).toMatchObject([
			{ message: 'Dry run: nothing was changed. 1 to add, 1 to remove.' },
		]);
	});

	it('refuses a target that does not exist, or is the same company', async () => {
		fixture.sandbox.state.link(102, 202);
		const missing = await move({ targetCompanyId: byId(999) });
		expect(missing.error?.message).toMatch(
			/^The contacts of company 102 were not moved to company 999: the company does not exist/,
		);
		const same = await move({ targetCompanyId: byId(102) });
		expect(same.error?.message).toBe("'Company' and 'Target Company' are the same company: 102");
		const none = await move({ targetCompanyId: byId("={{ '' }}") });
		expect(none.error?.message).toBe("'Target Company' is not the ID of a company: it is empty");
		expect(linked(102)).toHaveLength(1);
	});

	it('finds the target by its tax number or title', async () => {
		const { state } = fixture.sandbox;
		state.addCompany({ id: 104, title: 'The One That Stays' });
		state.link(102, 202);
		const byTitle = { __rl: true, mode: 'title', value: 'the one that stays' };
		const { json } = await move({ targetCompanyId: byTitle });
		expect(json).toMatchObject([{ companyId: 102 }, { companyId: 104, change: 'add' }]);
		const nobody = { __rl: true, mode: 'title', value: 'Nobody' };
		const { error } = await move({ targetCompanyId: nobody });
		expect(error?.message).toBe('No company with the title "Nobody" was found');
	});

	it('lets a later item of the same run see what an earlier one moved', async () => {
		const { state } = fixture.sandbox;
		state.link(102, 202, { sort: 10 });
		state.link(103, 202, { sort: 20 });
		await move({ items: [{ companyId: 102 }, { companyId: 103 }] });
		expect([linked(101), linked(102), linked(103)]).toEqual([
			[
				[201, 10],
				[202, 20],
			],
			[],
			[],
		]);
		expect(mainOf(202)).toBe(101);
	});

	it('says what was done where a part fails, and is whole when it runs again', async () => {
		const { state, faults } = fixture.sandbox;
		state.link(102, 202, { sort: 30 });
		state.link(102, 203, { sort: 40 });
		const method = 'crm.contact.company.items.set';
		faults.add({ kind: 'error', error: 'ERROR_CORE', command: 1, method });
		const { json } = await move({ onError: 'continueRegularOutput' });
		expect(json).toHaveLength(1);
		expect(json[0].description).toContain(
			'Part of the item was done: the links of contact 202 were updated.',
		);
		expect(linked(102)).toEqual([[203, 40]]);
		await move();
		expect([linked(101), linked(102)]).toEqual([
			[
				[201, 10],
				[202, 30],
				[203, 40],
			],
			[],
		]);
	});
});
