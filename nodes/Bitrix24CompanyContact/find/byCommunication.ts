import { idOf } from '../bitrix24/json';
import type { RecordKind } from '../parameters/recordId';
import { unexpectedResponse } from '../resources/answers';
import { emailKey } from './email';
import type { Finder } from './finders';
import { isSamePhone, ownPhone } from './phone';

/** What two values are compared by, and whether they are the same in whole. */
const COMPARED: Record<'EMAIL' | 'PHONE', Pick<Finder, 'keyOf' | 'isSame'>> = {
	EMAIL: { keyOf: emailKey },
	PHONE: {
		keyOf: (phone) => ownPhone(phone)?.key ?? '',
		isSame: (own, asked) => isSamePhone(ownPhone(own)!, ownPhone(asked)!),
	},
};

/**
 * Finds records by an email address or a phone number: Bitrix24's search for duplicates proposes them. The method merges
 * the hits of all values, cuts extensions off, and names records that the user may not read, so that the records are
 * read afterwards. REST docs: `crm.duplicate.findbycomm`; server source: restservice.php.
 */
export function communicationFinder(kind: RecordKind, type: 'EMAIL' | 'PHONE'): Finder {
	const entity = kind.toUpperCase();
	return {
		...COMPARED[type],
		// Bitrix24 looks up the first 20 values and drops the others without a word.
		size: 20,
		cap: 20,
		readsValues: type,
		call: (values) => ({
			method: 'crm.duplicate.findbycomm',
			// Without a type of record, 20 leads would hide every contact and company.
			params: { type, values, entity_type: entity },
		}),
		read: (result) => ({ candidates: idsIn(result, entity).map((id) => ({ id })) }),
	};
}

/** An answer without hits is a list (PHP arrays), one with hits has the type of record as its only key. */
function idsIn(result: unknown, entity: string): number[] {
	if (typeof result !== 'object' || result === null) throw unexpectedResponse(result);
	const entries = Object.entries(result);
	return entries.flatMap(([type, ids]: [string, unknown]) => {
		if (type !== entity || !Array.isArray(ids)) throw unexpectedResponse(result);
		return ids.map((given) => {
			const id = idOf(given);
			if (id === undefined) throw unexpectedResponse(result);
			return id;
		});
	});
}
