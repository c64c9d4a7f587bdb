import type { Client } from '../bitrix24/client';
import { findAll } from '../find/find';
import type { LookUpFailure } from '../find/found';
import { type LookUp, makeLookUp } from '../find/lookUp';
import type { RecordKind } from '../parameters/recordId';

/** IDs are 32-bit integers in Bitrix24's database. */
const MAX_ID = 2 ** 31 - 1;

/** A text with fewer digits than this is rather an ID or a part of a name. */
const FEWEST_DIGITS = 5;

/**
 * IDs of the records that have the text as their email address, phone number or ID.
 *
 * @param text the trimmed filter
 */
export async function findExactly(
	client: Client,
	kind: RecordKind,
	text: string,
): Promise<{ ids: number[] } | LookUpFailure> {
	const ids = idIn(text);
	const lookUp = lookUpFor(text, kind);
	if (!lookUp) return { ids };
	const result = (await findAll(client, [lookUp])).get(lookUp)!;
	if (!('hits' in result)) return result;
	return { ids: [...new Set([...ids, ...result.hits.map(({ id }) => id)])] };
}

function idIn(text: string): number[] {
	const id = /^\d+$/.test(text) ? Number(text) : 0;
	return id > 0 && id <= MAX_ID ? [id] : [];
}

/** A look-up of an email address or a phone number, where the text is one. */
function lookUpFor(text: string, kind: RecordKind): LookUp | undefined {
	const isEmail = text.includes('@');
	if (!isEmail && text.replace(/\D/g, '').length < FEWEST_DIGITS) return undefined;
	try {
		return makeLookUp(kind, isEmail ? 'email' : 'phone', text);
	} catch {
		// A name, or half of an address.
		return undefined;
	}
}
