import { UserError } from 'n8n-workflow';

import type { Client } from '../bitrix24/client';
import { knownIds } from '../parameters/locator';
import { Known } from '../resources/known';
import type { List, ListEntry, ListedPair } from '../resources/list';
import type { ListOperation } from '../resources/operation';
import { fromThrown } from './failure';
import { withFound } from './lookUps';
import { readMains, settleMains } from './mainCompanies';
import { failAll, parameterOf, readSettings } from './parameters';
import { parseItems, type Source } from './parseItems';
import { readNeeds } from './read';
import type { Results } from './results';
import { runEntries } from './runEntries';
import type { Entry } from './windows';

/**
 * Makes the links of the portal equal to the list that all items are together. Everything is read and compared before the
 * first change, and removals wait until all additions of their company are made.
 *
 * @returns how many links stay because items of their company failed
 */
export async function runList(
	client: Client,
	operation: ListOperation,
	source: Source,
	results: Results,
): Promise<number> {
	const { mode } = source;
	const settings = await readSettings(source.context, operation, source.indexes, results);
	if (!settings) return 0;
	const known = new Known();
	const list = await readList(client, operation, source, known, results);
	if (source.count > 0 && results.skippedCount === source.count) {
		await failAll(source.context, source.indexes, emptyList(), results);
	}
	if (isOver(results)) return 0;
	const { wanted, refusals, spared, ...planned } = operation.planList(list, settings, known);
	for (const { index, items, ids, error } of refusals) {
		results.pair(index, items);
		results.fail(index, fromThrown(error, ids));
	}
	if (isOver(results)) return 0;

	const removals = planned.removals.map((entry, position) => {
		return { ...entry, index: source.count + position };
	});
	pair([...wanted, ...removals], results);
	const shown = [...wanted, ...removals].filter(
		({ expected }) => expected !== 'none' || settings.includeUnchanged,
	);
	const present = shown.filter(({ expected }) => expected !== 'add');
	const mains = await readMains(client, present, known, results);
	if (isOver(results)) return 0;

	for (const wave of cutWaves(wanted)) {
		await runEntries(client, wave, mode, results, known);
		if (isOver(results)) return 0;
	}
	const failed = new Set(
		wanted.filter(({ index }) => !results.isOpen(index)).map(({ intent }) => intent.ids.companyId),
	);
	const due = removals.filter(({ intent }) => !failed.has(intent.ids.companyId));
	await runEntries(client, due, mode, results, known);
	if (!isOver(results)) await settleMains(client, shown, mains, mode, known, results);
	return spared + removals.length - due.length;
}

/**
 * A change in place stands on all links of its contact, so that two changes of one contact cannot be planned together. In
 * waves, every contact is there once, and the changes of all contacts share requests.
 */
function cutWaves(entries: ListEntry[]): ListEntry[][] {
	const contactOf = ({ intent }: ListEntry) => intent.ids.contactId;
	const inPlace = new Set(
		entries.filter((entry) => entry.intent.needs !== undefined).map(contactOf),
	);
	const seen = new Map<number | undefined, number>();
	const waves: ListEntry[][] = [];
	for (const entry of entries) {
		const contactId = contactOf(entry);
		const wave = inPlace.has(contactId) ? (seen.get(contactId) ?? 0) : 0;
		seen.set(contactId, wave + 1);
		(waves[wave] ??= []).push(entry);
	}
	return waves;
}

/** A list that stops on fail changes nothing more after the first failure. */
function isOver(results: Results): boolean {
	return results.stopOnFail && results.failedCount > 0;
}

function pair(entries: ListEntry[], results: Results): void {
	entries.forEach(({ index, items }) => results.pair(index, items));
}

/** The links that the items name, with what must be read for them. */
async function readList(
	client: Client,
	operation: ListOperation,
	source: Source,
	known: Known,
	results: Results,
): Promise<List> {
	const parsed: Array<Entry<ListedPair>> = [];
	for await (const entry of parseItems(source, operation, results)) parsed.push(entry);
	const list: List = { pairs: [], refused: [] };
	if (isOver(results)) return list;
	list.pairs = await readNeeds(client, parsed, known, results);
	const read = new Set(list.pairs.map(({ index }) => index));
	const all = Array.from({ length: source.count }, (_, index) => index);
	const refused = all.filter((index) => !read.has(index) && !results.isSkipped(index));
	list.refused = refused.map((index) => ({ companyId: companyOf(source, index) }));
	return list;
}

/** More likely than an empty list are expressions on fields that the rows do not have. */
function emptyList(): UserError {
	return new UserError("Every row of the list is empty: 'Company' and 'Contact' have no value", {
		description: 'Nothing was changed. Check the expressions, and the fields of the input items.',
	});
}

/** A company is known once what names it was found, and no sooner: a tax number may be the ID of another company. */
function companyOf({ context, hosts, found }: Source, index: number): number | undefined {
	try {
		return knownIds(withFound(parameterOf(context, index), hosts, found)).companyId;
	} catch {
		return undefined;
	}
}
