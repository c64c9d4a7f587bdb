import { communicationFinder } from '../find/byCommunication';
import type { Finder, FoundRow } from '../find/finders';
import type { RecordKind } from '../parameters/recordId';
import { type Read, readRows } from './readRows';

/** IDs are 32-bit integers in Bitrix24's database. */
const MAX_ID = 2 ** 31 - 1;

/**
 * The records that have the text as their email address, phone number or ID, newest first. Bitrix24 also names records
 * that the user may not read, so each record is read and compared again.
 *
 * @param text the trimmed filter
 */
export async function findExactly(read: Read, kind: RecordKind, text: string): Promise<FoundRow[]> {
	const id = idIn(text);
	const finder = finderFor(text, kind);
	const ids = new Set<number>(id === undefined ? [] : [id]);
	if (finder?.call) {
		const result = await read(finder.call([text]));
		for (const candidate of finder.read(result, [text]).candidates) ids.add(candidate.id);
	}
	// Bitrix24 would drop an empty list and return every record.
	if (!ids.size) return [];
	const rows = await readRows(read, kind, { '@id': [...ids] });
	return rows.filter(
		(row) => Number(row.id) === id || finder?.valuesOf(row).includes(finder.normalize(text)),
	);
}

function idIn(text: string): number | undefined {
	const id = /^\d+$/.test(text) ? Number(text) : 0;
	return id > 0 && id <= MAX_ID ? id : undefined;
}

/** The finder of email addresses or phone numbers, where the text looks like one. */
function finderFor(text: string, kind: RecordKind): Finder | undefined {
	if (/^\S+@\S+$/.test(text)) return communicationFinder(kind, 'EMAIL');
	if (!/^[\d\s+()./#*,;-]+$/.test(text)) return undefined;
	const finder = communicationFinder(kind, 'PHONE');
	return finder.normalize(text).replace(/\D/g, '').length >= 5 ? finder : undefined;
}
