import type { IDataObject } from 'n8n-workflow';

import type { Client } from '../bitrix24/client';
import type { Known } from '../resources/known';
import type { LinkState } from '../resources/linkChange';
import type { ListEntry } from '../resources/list';
import type { RunMode } from '../resources/operation';
import { recordKey } from '../resources/queries';
import { companiesOf } from '../resources/recordQueries';
import { readNeeds, readQueries } from './read';
import type { Results } from './results';

/** Main companies by contact. Absent where the portal does not show the contact. */
type Mains = ReadonlyMap<number, number>;

/** Reads the main companies of the entries' contacts. Entries whose contact cannot be read fail. */
export async function readMains(
	client: Client,
	entries: ListEntry[],
	known: Known,
	results: Results,
): Promise<Mains> {
	const read = await readNeeds(
		client,
		entries.map((entry) => {
			const { ids, failureMessage } = entry.intent;
			const needs = () => [companiesOf(ids.contactId)];
			return { index: entry.index, intent: { ids, failureMessage, needs } };
		}),
		known,
		results,
	);
	return mainsOf(
		read.map(({ intent }) => intent.ids.contactId),
		known,
	);
}

/**
 * Says of each link in the output whether its company was the contact's main one before the run, and is at the end of the
 * run: a later change of the same contact may have moved it. Only contacts with several changes are read again.
 */
export async function settleMains(
	client: Client,
	entries: ListEntry[],
	before: Mains,
	{ dryRun }: RunMode,
	known: Known,
	results: Results,
): Promise<void> {
	const counts = new Map<number, number>();
	for (const { intent } of entries) {
		const { contactId } = intent.ids;
		counts.set(contactId, (counts.get(contactId) ?? 0) + 1);
	}
	const several = [...counts].filter(([, count]) => count > 1).map(([contactId]) => contactId);
	if (!dryRun) known.forget(new Set(several.map((id) => recordKey('contact', id))));
	const unread = several.map(companiesOf).filter((query) => !known.has(query));
	// Where they cannot be read, the output says what each change by itself has made.
	if (unread.length) await readQueries(client, unread, known, false);
	const after = mainsOf(several, known);
	results.mapRows((row) => withMains(row, before, after));
}

function mainsOf(contactIds: number[], known: Known): Mains {
	const mains = new Map<number, number>();
	for (const contactId of contactIds) {
		const query = companiesOf(contactId);
		const companies = known.has(query) ? known.get(query) : undefined;
		if (companies) mains.set(contactId, companies.mainId);
	}
	return mains;
}

function withMains(row: IDataObject, before: Mains, after: Mains): IDataObject {
	const { companyId, contactId } = row as { companyId: number; contactId: number };
	const settle = (state: unknown, mains: Mains): LinkState | null => {
		const main = mains.get(contactId);
		const link = state as LinkState | null;
		return link && main !== undefined ? { ...link, isPrimary: main === companyId } : link;
	};
	if (!('before' in row)) return row;
	return { ...row, before: settle(row.before, before), after: settle(row.after, after) };
}
