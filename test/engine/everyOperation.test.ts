import type { IDataObject, INodeParameters, OnError } from 'n8n-workflow';

import { resources } from '../../nodes/Bitrix24CompanyContact/resources/operations';
import { byId, createEngine, oAuth2Credential, runNode, useSandbox } from './harness';

const engine = createEngine();
const fixture = useSandbox();

/** What is linked before, for each pair of a new record and an old one. */
type Before = 'nothing' | 'the pair' | 'another' | 'a contact of its own';

interface OperationRow {
	resource: string;
	operation: string;
	parameters?: INodeParameters;
	before: Before;
	outcome?: string;
	/** The outcomes of the rows of one item, where they are several. */
	outcomes?: string[];
	/** Requests for one item, for 50 and for 51. */
	requests: [number, number, number];
}

const company = { resource: 'companyContact' };
const contact = { resource: 'contactCompany' };
const keepsMain = { additionalFields: { isPrimary: false } };
const rows: OperationRow[] = [
	{ ...company, operation: 'add', before: 'nothing', outcome: 'added', requests: [1, 1, 2] },
	{ ...contact, operation: 'add', before: 'nothing', outcome: 'added', requests: [1, 1, 2] },
	{
		...company,
		operation: 'add',
		parameters: keepsMain,
		before: 'nothing',
		outcome: 'added',
		requests: [2, 3, 5],
	},
	{
		...contact,
		operation: 'add',
		parameters: keepsMain,
		before: 'nothing',
		outcome: 'added',
		requests: [2, 3, 5],
	},
	{ ...company, operation: 'remove', before: 'the pair', outcome: 'removed', requests: [1, 1, 2] },
	{ ...contact, operation: 'remove', before: 'the pair', outcome: 'removed', requests: [1, 1, 2] },
	{ ...company, operation: 'getAll', before: 'the pair', requests: [1, 1, 2] },
	{ ...contact, operation: 'getAll', before: 'the pair', requests: [1, 1, 2] },
	{
		...company,
		operation: 'replaceAll',
		parameters: { contactsInput: 'json', contactsJson: '={{ [$json.contactId] }}' },
		before: 'another',
		outcome: 'replaced',
		requests: [2, 2, 4],
	},
	{
		...contact,
		operation: 'replaceAll',
		parameters: { companiesInput: 'json', companiesJson: '={{ [$json.companyId] }}' },
		before: 'another',
		outcome: 'replaced',
		requests: [2, 3, 5],
	},
	{
		...company,
		operation: 'replaceAll',
		parameters: { contactsInput: 'json', contactsJson: '={{ [$json.contactId] }}' },
		before: 'the pair',
		outcome: 'unchanged',
		requests: [1, 1, 2],
	},
	{
		...company,
		operation: 'removeAll',
		before: 'another',
		outcome: 'removedAll',
		requests: [2, 2, 4],
	},
	{
		...contact,
		operation: 'removeAll',
		before: 'another',
		outcome: 'removedAll',
		requests: [2, 2, 4],
	},
	{ ...contact, operation: 'setMain', before: 'the pair', outcome: 'mainSet', requests: [2, 3, 5] },
	{
		...company,
		operation: 'moveAll',
		parameters: { targetCompanyId: byId('={{ $json.contactId }}') },
		before: 'a contact of its own',
		outcomes: ['removed', 'added'],
		requests: [3, 5, 8],
	},
];

/** What an outcome is called in a dry run. */
const CHANGES: Record<string, string> = {
	added: 'add',
	mainSet: 'update',
	removed: 'remove',
	removedAll: 'remove',
	replaced: 'update',
	unchanged: 'none',
};

const credentials = () => ({
	webhook: { webhookUrl: fixture.sandbox.webhookUrl },
	oAuth2: oAuth2Credential(fixture.sandbox),
});

/** Items whose owners are new records, each with one of the seed's records at the other end. */
function makeItems({ resource, before }: OperationRow, count: number): IDataObject[] {
	const { state } = fixture.sandbox;
	return Array.from({ length: count }, (_, index) => {
		const ownerId = 1001 + index;
		const otherId = 1 + (index % 4);
		const [companyId, contactId] =
			resource === 'companyContact' ? [ownerId, otherId] : [otherId, ownerId];
		if (resource === 'companyContact') state.addCompany({ id: ownerId, title: `New ${ownerId}` });
		else state.addContact({ id: ownerId });
		if (before === 'another') {
			if (resource === 'companyContact') state.link(companyId, 5 + (index % 4));
			else state.link(5, contactId);
		}
		if (before === 'a contact of its own') {
			state.addContact({ id: 2001 + index });
			state.link(companyId, 2001 + index);
		}
		if (before === 'the pair') {
			// A main company that is another one, for Set Main to take over from.
			if (resource === 'contactCompany') state.link(5, contactId);
			state.link(companyId, contactId, { isPrimary: 'N' });
		}
		return { companyId, contactId };
	});
}

it('has a row for every operation of both resources that takes items one by one', () => {
	const named = rows.map(({ resource, operation }) => `${resource} ${operation}`);
	const all = resources.flatMap(({ side, operations }) =>
		operations
			.filter((one) => 'parse' in one && !('planList' in one) && !one.oncePerRun)
			.map((one) => `${side.resource} ${one.option.value}`),
	);
	expect(new Set(named)).toEqual(new Set(all));
});

describe.each(['webhook', 'oAuth2'] as const)('with %s', (authentication) => {
	describe.each(rows)('$resource $operation, with $before linked before', (row) => {
		const { resource, operation, parameters } = row;
		const ownerKey = resource === 'companyContact' ? 'companyId' : 'contactId';
		const runMany = async (items: IDataObject[], onError?: OnError) =>
			await runNode(engine, {
				items,
				parameters: { authentication, resource, operation, ...parameters },
				onError,
				credential: credentials()[authentication],
			});

		it.each([1, 2, 50, 51, 120])('of %i items gives each its own result', async (count) => {
			const items = makeItems(row, count);
			const { json, output, hints } = await runMany(items);
			const rowsOfFirst = operation === 'getAll' && resource === 'contactCompany' ? 2 : 1;
			const outcomes = row.outcomes ?? Array.from({ length: rowsOfFirst }, () => row.outcome);
			const perItem = items.flatMap((item, index) =>
				outcomes.map((outcome) => ({ item, index, outcome })),
			);
			if (!row.outcomes) {
				expect(json.map((one) => one[ownerKey])).toEqual(perItem.map(({ item }) => item[ownerKey]));
			}
			expect(output.map(({ pairedItem }) => pairedItem)).toEqual(
				perItem.map(({ index }) => ({ item: index })),
			);
			expect(json.map(({ outcome }) => outcome)).toEqual(perItem.map(({ outcome }) => outcome));
			expect(hints).toEqual([]);
			const expected = { 1: row.requests[0], 50: row.requests[1], 51: row.requests[2] }[count];
			if (expected !== undefined) expect(fixture.sandbox.requests).toHaveLength(expected);
		});

		it('only reads in a dry run, and says what would change', async () => {
			const items = makeItems(row, 60);
			const options = { dryRun: true };
			const { json, output, hints } = await runNode(engine, {
				items,
				parameters: { authentication, resource, operation, ...parameters, options },
				credential: credentials()[authentication],
			});
			const methods = fixture.sandbox.requests.flatMap(({ commands }) =>
				commands.map(({ method }) => method),
			);
			expect(methods.filter((method) => !/\.(get|list)$/.test(method))).toEqual([]);
			if (operation === 'getAll') return;
			expect(new Set(output.map(({ pairedItem }) => JSON.stringify(pairedItem))).size).toBe(60);
			const changes = row.outcomes ?? [row.outcome];
			expect(json.map(({ change }) => change)).toEqual(
				items.flatMap(() => changes.map((outcome) => CHANGES[outcome!])),
			);
			for (const one of json) {
				expect(one).toMatchObject({ dryRun: true });
				expect(one).not.toHaveProperty('result');
				expect(one).not.toHaveProperty('outcome');
			}
			expect(hints).toMatchObject([
				{ message: expect.stringMatching(/^Dry run: nothing was changed/) },
			]);
		});

		it('ends at an item that is refused, or goes on without it', async () => {
			const items: IDataObject[] = makeItems(row, 120);
			items[60][ownerKey] = 'none';
			const { error } = await runMany(items);
			expect(error).toMatchObject({ context: { itemIndex: 60 } });
			const { description } = error as { description?: string };
			expect(description).toContain('Item 61 of 120');
			expect(description).toContain('60 items went through before it');

			const regular = await runMany(items, 'continueRegularOutput');
			const failed = regular.json.flatMap((json, index) => (json.error ? [index] : []));
			expect(failed.map((index) => regular.output[index].pairedItem)).toEqual([{ item: 60 }]);
			// Of a company that was emptied before, Move All says nothing.
			const left = operation === 'moveAll' ? 60 : 120;
			expect(new Set(regular.output.map(({ pairedItem }) => JSON.stringify(pairedItem))).size).toBe(
				left,
			);
			expect(regular.hints).toMatchObject([
				{ message: '1 of 120 items failed', type: 'warning', location: 'outputPane' },
			]);

			const split = await runMany(items, 'continueErrorOutput');
			expect(split.output.some(({ json }) => json.error)).toBe(false);
			expect(split.errorOutput).toMatchObject([{ pairedItem: { item: 60 }, json: items[60] }]);
		});
	});
});

it('of no items sends nothing', async () => {
	const run = runNode(engine, { items: [], credential: credentials().webhook });
	await expect(run).rejects.toThrow('did not run');
	expect(fixture.sandbox.requests).toEqual([]);
});
