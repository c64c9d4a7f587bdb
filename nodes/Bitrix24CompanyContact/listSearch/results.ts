import type { INodeListSearchItems } from 'n8n-workflow';

import { asString } from '../bitrix24/json';
import { nameIn } from '../find/names';
import type { RecordKind } from '../parameters/recordId';
import type { Item } from '../resources/items';
import { TELLING_FIELDS } from './readRows';

interface Entry {
	id: number;
	title: string;
	/** What tells records of one name apart: an e-mail address, a phone number, or the position. */
	subtitle: string;
}

/** The records as the editor lists them. Whatever would read the same gets the ID. */
export function toResults(rows: Item[], kind: RecordKind, portal: string): INodeListSearchItems[] {
	const entries = rows.map((row) => toEntry(row, kind));
	const counts = new Map<string, number>();
	for (const entry of entries) {
		for (const key of keysOf(entry)) counts.set(key, (counts.get(key) ?? 0) + 1);
	}
	return entries.map((entry) => {
		const { id, title, subtitle } = entry;
		const [byTitle, byBoth] = keysOf(entry).map((key) => counts.get(key)! > 1);
		const needsId = subtitle ? byBoth : byTitle;
		const details = [subtitle, needsId && `ID ${id}`].filter(Boolean).join(', ');
		return {
			// The editor shows the name alone (seen in n8n 2.41.1).
			name: details ? `${title} (${details})` : title,
			value: id,
			description: details || undefined,
			url: `${portal}/crm/${kind}/details/${id}/`,
		};
	});
}

/** By the title alone, and by all that is shown. */
function keysOf({ title, subtitle }: Entry): string[] {
	return [title, `${title} (${subtitle})`].map((text) => text.toLowerCase());
}

function toEntry(row: Item, kind: RecordKind): Entry {
	const { id } = row;
	const subtitle = TELLING_FIELDS[kind].map((field) => asString(row[field])).find(Boolean) ?? '';
	return { id, title: nameIn(kind, row).trim() || `ID ${id}`, subtitle };
}
