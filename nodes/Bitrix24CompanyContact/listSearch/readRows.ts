import type { Call, Params } from '../bitrix24/call';
import type { FoundRow } from '../find/finders';
import type { RecordKind } from '../parameters/recordId';
import { unexpectedResponse } from '../resources/answers';
import { itemsCall, readItems } from '../resources/items';

/** Sends a call and returns its result. Throws n8n's error if the call failed. */
export type Read = (call: Call) => Promise<unknown>;

/**
 * The first page of the records that match the filter, newest first. REST docs: `crm.item.list`, "Working with large
 * volumes of data".
 */
export async function readRows(read: Read, kind: RecordKind, filter: Params): Promise<FoundRow[]> {
	const result = await read(itemsCall(kind, { select: ['*'], filter, order: { id: 'DESC' } }));
	const rows = readItems(result);
	if (!rows.every(({ id }) => Number(id) > 0)) throw unexpectedResponse(result);
	return rows;
}
