import type { Call, Params } from '../bitrix24/call';
import { asRecord, asRecords, asString, idOf } from '../bitrix24/json';
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

/**
 * What the CRM's own lists show. `crm.item.list` and the search for duplicates also name the portal's own companies,
 * vendors and parties of e-signature (REST docs: "Company object fields"; server source: controller/item.php).
 */
export const SHOWN: Record<RecordKind, Params> = {
	company: { isMyCompany: 'N', categoryId: 0 },
	contact: { categoryId: 0 },
};

/** A record as `crm.item.list` writes it. */
export type Item = Record<string, unknown> & { id: number };

/** @throws UserError for an answer that is no list of records with IDs */
export function readItems(result: unknown): Item[] {
	const { items } = asRecord(result);
	if (!Array.isArray(items)) throw unexpectedResponse(result);
	return items.map((item: unknown) => {
		const row = asRecord(item);
		const id = idOf(row.id);
		if (id === undefined) throw unexpectedResponse(result);
		return { ...row, id };
	});
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
