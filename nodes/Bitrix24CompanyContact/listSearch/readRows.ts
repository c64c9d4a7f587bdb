import type { Call, Params } from '../bitrix24/call';
import { asRecord } from '../bitrix24/json';
import type { FoundRow } from '../find/finders';
import type { RecordKind } from '../parameters/recordId';
import { unexpectedResponse } from '../resources/answers';
import { ENTITY_TYPE_IDS } from '../resources/recordQueries';

/** Rows that Bitrix24 returns at once. REST docs: "Features of list methods". */
export const PAGE = 50;

/** Sends a call and returns its result. Throws n8n's error if the call failed. */
export type Read = (call: Call) => Promise<unknown>;

/**
 * The first page of the records that match the filter, newest first.
 *
 * `crm.item.list` refuses an unknown field name, where the older list methods drop the name and return every
 * record (server source: crm_company.php). REST docs: `crm.item.list`, "Working with large volumes of data".
 */
export async function readRows(read: Read, kind: RecordKind, filter: Params): Promise<FoundRow[]> {
	const result = await read({
		method: 'crm.item.list',
		params: {
			entityTypeId: ENTITY_TYPE_IDS[kind],
			// E-mail addresses and phones come only along with all other fields.
			select: ['*'],
			filter,
			order: { id: 'DESC' },
			// Without counting, which is slow on large portals.
			start: -1,
		},
	});
	const { items } = asRecord(result);
	if (!isRows(items)) throw unexpectedResponse(result);
	return items;
}

function isRows(value: unknown): value is FoundRow[] {
	return Array.isArray(value) && value.every((row) => Number(asRecord(row).id) > 0);
}
