import type { Call, Params } from '../bitrix24/call';
import { asRecord, asRecords, asString } from '../bitrix24/json';
import type { RecordKind } from '../parameters/recordId';
import { unexpectedResponse } from './answers';

/** Rows that Bitrix24 returns at once. REST docs: "Features of list methods". */
export const PAGE = 50;

/** REST docs: "Object types". */
const ENTITY_TYPE_IDS = { company: 4, contact: 3 };

/**
 * Lists companies or contacts of any category. `crm.item.list` refuses an unknown field name, where the older list
 * methods drop the condition and return every record (server source: crm_company.php).
 *
 * @param query `select: ['*']` alone brings email addresses and phones along
 */
export function itemsCall(
	kind: RecordKind,
	query: { select: string[]; filter: Params; order?: Params },
): Pick<Call, 'method' | 'params'> {
	return {
		method: 'crm.item.list',
		// Without counting, which is slow on large portals.
		params: { entityTypeId: ENTITY_TYPE_IDS[kind], ...query, start: -1 },
	};
}

/** @throws UserError for an answer that is no list of records */
export function readItems(result: unknown): Array<Record<string, unknown>> {
	const { items } = asRecord(result);
	if (!Array.isArray(items)) throw unexpectedResponse(result);
	return asRecords(items);
}

/** The email addresses or phone numbers of a record, in Bitrix24's order. */
export function communicationsOf(
	{ fm }: Record<string, unknown>,
	type: 'EMAIL' | 'PHONE',
): string[] {
	return asRecords(fm)
		.filter(({ typeId }) => typeId === type)
		.map(({ value }) => asString(value));
}
