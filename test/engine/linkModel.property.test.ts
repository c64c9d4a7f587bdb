/* eslint-disable @n8n/community-nodes/no-restricted-globals -- runs outside n8n */
import fc from 'fast-check';
import type { IDataObject, OnError } from 'n8n-workflow';

import { systemClock } from '../../nodes/Bitrix24CompanyContact/bitrix24/clock';
import { USERS } from '../../dev/sandbox/state/seed';
import { DirectRun } from './directRun';
import { without } from './without';
import { type Item, LinkModel, type ModelRun, type Outcome } from './linkModel';

/** `MODEL_SEEDS=20000 npx jest linkModel` tries more. */
const SEEDS = Number(process.env.MODEL_SEEDS ?? 1500);

const IDS = [1, 2, 3, 4];
/** A record that does not exist. */
const NOBODY = 5;

interface Table {
	links: Array<{ companyId: number; contactId: number; sort: number; flagged: boolean }>;
	/** The place of each contact's main company among its links. */
	mains: Array<number | null>;
	/** Whether flags and main companies may differ, as after the company was saved in Bitrix24. */
	divergent: boolean;
}

interface Run extends ModelRun {
	table: Table;
	items: Item[];
	batchSize: number;
	onError: OnError;
}

const isCompanySide = ({ resource }: ModelRun) => resource === 'companyContact';

function parametersOf(
	run: Run,
	{ companyId, contactId, isPrimary, sort, list }: Item,
): IDataObject {
	const [ownerKey, otherKey, others] = isCompanySide(run)
		? ['companyId', 'contactId', 'contacts']
		: ['contactId', 'companyId', 'companies'];
	const ids: IDataObject = { companyId, contactId };
	const links = list.map(({ id, ...rest }) => ({ [otherKey]: id, ...rest }));
	return {
		...(['replaceAll', 'removeAll'].includes(run.operation) ? { [ownerKey]: ids[ownerKey] } : ids),
		additionalFields: {
			...(isPrimary !== undefined && { isPrimary }),
			...(sort !== undefined && { sort }),
		},
		[`${others}Json`]: links,
	};
}

/** Bitrix24's own rule reads the flags, so that the contract says nothing of a contact whose flags say something else. */
function isOwnRule({ resource, operation, items }: Run): boolean {
	return (
		resource === 'contactCompany' &&
		(operation === 'remove' ||
			(operation === 'add' && items.some(({ isPrimary }) => isPrimary === undefined)))
	);
}

function prepare(run: Run, dryRun?: boolean): { direct: DirectRun; model: LinkModel } {
	const { items, batchSize, ifAlreadyLinked, ifNotLinked, onError, resource, operation } = run;
	const direct = new DirectRun({
		items: items.map((item) => parametersOf(run, item)),
		parameters: { resource, operation, contactsInput: 'json', companiesInput: 'json' },
		options: { batchSize, ifAlreadyLinked, ifNotLinked, dryRun },
		onError,
	});
	const model = new LinkModel(run, IDS, IDS);
	const { state } = direct;
	state.addUser({
		id: USERS.admin,
		login: 'admin',
		name: 'A',
		lastName: 'B',
		admin: true,
		active: true,
		crm: 'edit',
	});
	IDS.forEach((id) => state.addCompany({ id, title: `Company ${id}` }));
	IDS.forEach((id) => state.addContact({ id }));
	const divergent = run.table.divergent && !isOwnRule(run);
	for (const { companyId, contactId, sort, flagged } of run.table.links) {
		state.link(companyId, contactId, { sort, isPrimary: 'N' }).isPrimary =
			divergent && flagged ? 'Y' : 'N';
		model.links.get(contactId)!.set(companyId, sort);
	}
	IDS.forEach((contactId, index) => {
		const links = state.linksOfContact(contactId);
		const place = run.table.mains[index];
		// Outside of divergence, only a contact without links has no main company.
		const main = place === null && divergent ? undefined : links[(place ?? 0) % links.length];
		if (main && !divergent) main.isPrimary = 'Y';
		state.contacts.get(contactId)!.companyId = main?.companyId ?? null;
		model.mains.set(contactId, main?.companyId ?? null);
	});
	return { direct, model };
}

/** What the output says, in the model's words. */
function saidOf(run: Run, json: IDataObject): Outcome {
	if (json.error !== undefined) return 'failed';
	const key = isCompanySide(run) ? 'contactId' : 'companyId';
	const { result, outcome, isPrimary, before, added, removed, kept } = json;
	return {
		...(result !== undefined && { result }),
		outcome,
		...(isPrimary !== undefined && { isPrimary }),
		...(before !== undefined && { before }),
		...(added !== undefined && { added, kept }),
		...(removed !== undefined && {
			removed: (removed as IDataObject[]).map((link) => Number(link[key])).sort(),
		}),
	};
}

function expectedOf(outcome: Outcome): Outcome {
	if (outcome === 'failed' || outcome.removed === undefined) return outcome;
	return { ...outcome, removed: [...(outcome.removed as number[])].sort() };
}

async function check(run: Run): Promise<void> {
	const { direct, model } = prepare(run);
	const expected: Outcome[] = [];
	for (const item of run.items) {
		const outcome = model.apply(item);
		expected.push(expectedOf(outcome));
		if (outcome === 'failed' && run.onError === 'stopWorkflow') break;
	}

	const { items, error } = await direct.execute();
	if (expected.includes('failed') && run.onError === 'stopWorkflow') {
		expect(error?.message).toMatch(/^Contact|^Company|^The/);
	} else {
		expect(error).toBeUndefined();
		expect(items.map((json) => saidOf(run, json))).toEqual(expected);
	}
	const { state } = direct;
	const linksOf = (contactId: number) =>
		state.linksOfContact(contactId).map(({ companyId, sort }) => [companyId, sort]);
	for (const contactId of IDS) {
		expect([contactId, ...linksOf(contactId).sort()]).toEqual([
			contactId,
			...[...model.links.get(contactId)!].sort(),
		]);
		const main = model.mains.get(contactId);
		if (main === undefined) continue;
		expect([contactId, state.contacts.get(contactId)?.companyId]).toEqual([contactId, main]);
	}
}

/** What a run did, in the words of a dry run. */
function changeOf(json: IDataObject, run: Run) {
	const outcome = json.outcome as string;
	const row = without(json, 'outcome', 'result', 'afterRetry');
	const nothing = ['alreadyLinked', 'notLinked', 'unchanged', 'alreadyMain'];
	const isEmpty = outcome === 'removedAll' && !(row.removed as unknown[]).length;
	const changes: Record<string, string> = { add: 'add', remove: 'remove', removeAll: 'remove' };
	const change = outcome === 'updated' ? 'update' : (changes[run.operation] ?? 'update');
	return {
		...row,
		change: nothing.includes(outcome) || isEmpty ? 'none' : change,
		dryRun: true,
	};
}

async function checkDryRun(run: Run): Promise<void> {
	const dry = prepare(run, true).direct;
	const linksOf = ({ state }: DirectRun) => state.linkTable.all().map((link) => ({ ...link }));
	const before = linksOf(dry);
	const { items, error } = await dry.execute();
	expect(linksOf(dry)).toEqual(before);
	const wet = await prepare(run).direct.execute();
	expect(Boolean(error)).toBe(Boolean(wet.error));
	const withoutFlags = ({ error: message, removed, ...json }: IDataObject): Outcome => {
		if (message !== undefined) return 'failed';
		// Links are read for many items together, so that a flag may be that of before an earlier item.
		const links = (removed as IDataObject[] | undefined)?.map((link) =>
			JSON.stringify(without(link, 'isPrimary')),
		);
		return { ...json, removed: links?.sort() };
	};
	expect(items.map(withoutFlags)).toEqual(
		wet.items.map((json) => withoutFlags(json.error === undefined ? changeOf(json, run) : json)),
	);
}

const id = fc.constantFrom(...IDS);
const sort = fc.constantFrom(5, 10, 20, 30, 45);
const isPrimary = fc.constantFrom(undefined, true, false);
const optionalSort = fc.option(sort, { nil: undefined, freq: 2 });

const table: fc.Arbitrary<Table> = fc.record({
	links: fc.uniqueArray(fc.record({ companyId: id, contactId: id, sort, flagged: fc.boolean() }), {
		selector: ({ companyId, contactId }) => `${companyId}:${contactId}`,
		maxLength: 10,
	}),
	mains: fc.array(fc.option(fc.nat(3), { freq: 4 }), { minLength: 4, maxLength: 4 }),
	divergent: fc.boolean(),
});

function itemsOf({ resource }: ModelRun): fc.Arbitrary<Item[]> {
	const owner = fc.oneof(
		{ weight: 8, arbitrary: id },
		{ weight: 1, arbitrary: fc.constant(NOBODY) },
	);
	const isCompany = resource === 'companyContact';
	const entry = fc.record({ id, isPrimary, sort: optionalSort });
	// A contact has one main company.
	const oneMain = (list: Item['list']) =>
		list.map((one, index) =>
			!isCompany && one.isPrimary && list.findIndex(({ isPrimary: main }) => main) < index
				? { ...one, isPrimary: false }
				: one,
		);
	return fc.array(
		fc.record({
			companyId: isCompany ? owner : id,
			contactId: isCompany ? id : owner,
			isPrimary,
			sort: optionalSort,
			list: fc
				.uniqueArray(entry, { selector: (one) => one.id, minLength: 1, maxLength: 4 })
				.map(oneMain),
		}),
		{ minLength: 1, maxLength: 6 },
	);
}

const runs: fc.Arbitrary<Run> = fc
	.record({
		resource: fc.constantFrom('companyContact' as const, 'contactCompany' as const),
		operation: fc.constantFrom(
			'add',
			'add',
			'remove',
			'replaceAll',
			'replaceAll',
			'removeAll',
			'setMain',
		),
		ifAlreadyLinked: fc.constantFrom('report' as const, 'update' as const, 'error' as const),
		ifNotLinked: fc.constantFrom('report' as const, 'error' as const),
		table,
		batchSize: fc.constantFrom(1, 2, 3, 50),
		onError: fc.constantFrom<OnError[]>(
			'stopWorkflow',
			'continueRegularOutput',
			'continueErrorOutput',
		),
	})
	.filter(({ resource, operation }) => operation !== 'setMain' || resource === 'contactCompany')
	.chain((run) => itemsOf(run).map((items) => ({ ...run, items })));

describe('a run on random links', () => {
	beforeEach(() => {
		jest.spyOn(systemClock, 'yieldToEventLoop').mockResolvedValue();
	});
	afterEach(() => jest.restoreAllMocks());

	it('leaves the links, places and main companies that the contract says, and says so', async () => {
		await fc.assert(fc.asyncProperty(runs, check), { numRuns: SEEDS });
	}, 600_000);

	it('names before, in a dry run that writes nothing, what it then does', async () => {
		await fc.assert(fc.asyncProperty(runs, checkDryRun), { numRuns: SEEDS / 2 });
	}, 600_000);
});
