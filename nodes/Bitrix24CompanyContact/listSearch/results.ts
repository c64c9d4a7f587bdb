import type { INodeListSearchItems } from 'n8n-workflow';

import { asString } from '../bitrix24/json';
import type { FoundRow } from '../find/finders';
import { toHit } from '../find/found';
import type { RecordKind } from '../parameters/recordId';
import { communicationsOf } from '../resources/items';

interface Entry {
	id: number;
	title: string;
	/** What tells records of one name apart: an e-mail address, a phone number, or the position. */
	subtitle: string;
}

/** The records as the editor lists them. Whatever would read the same gets the ID. */
export function toResults(
	rows: FoundRow[],
	kind: RecordKind,
	portal: string,
): INodeListSearchItems[] {
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

function toEntry(row: FoundRow, kind: RecordKind): Entry {
	const { id, name } = toHit(kind, row);
	const [email] = communicationsOf(row, 'EMAIL');
	const [phone] = communicationsOf(row, 'PHONE');
	const subtitle = [email, phone, row.post].map(asString).find(Boolean) ?? '';
	return { id, title: name.trim() || `ID ${id}`, subtitle };
}
