import { asRecord } from '../bitrix24/json';
import { unexpectedResponse } from './answers';
import { type Query, type Reader, recordKey } from './queries';
import { companySide, contactSide, type Side } from './side';

/**
 * The main company that a contact's record names, 0 for none, and `undefined` where the portal does not show the contact:
 * it does not exist, or may not be read.
 */
export function mainCompanyOf(contactId: number): Query<number | undefined> {
	const reader: Reader<number | undefined> = {
		...recordReader(contactSide, ['id', 'companyId']),
		name: 'main company of contact',
		read(result, id) {
			const row = findRecord(result, id);
			return row && (Number(row.companyId) || 0);
		},
	};
	return { reader, id: contactId, record: recordKey('contact', contactId) };
}

/** Whether the portal shows the company: it exists, and may be read. */
export function isCompanyShown(companyId: number): Query<boolean> {
	const reader: Reader<boolean> = {
		...recordReader(companySide, ['id']),
		name: 'company',
		read: (result, id) => findRecord(result, id) !== undefined,
	};
	return { reader, id: companyId };
}

/** Companies and contacts in `crm.item.list`. REST docs: "Object types". */
export const ENTITY_TYPE_IDS = { company: 4, contact: 3 };

/** The records themselves, of any category, unlike in the older lists. REST docs: `crm.item.list`. */
function recordReader(side: Side, select: string[]) {
	const entityTypeId = ENTITY_TYPE_IDS[side.owner];
	return {
		side,
		// Rows that the list gives at once.
		size: 50,
		call: (ids: number[]) => ({
			method: 'crm.item.list',
			// Without counting, which is slow on large portals.
			params: { entityTypeId, select, filter: { '@id': ids }, start: -1 },
		}),
	};
}

function findRecord(result: unknown, id: number): Record<string, unknown> | undefined {
	const { items } = asRecord(result);
	if (!Array.isArray(items)) throw unexpectedResponse(result);
	return items.map(asRecord).find((row) => Number(row.id) === id);
}
