import type { Call, Params } from '../bitrix24/call';
import { NAME_FIELDS } from '../find/names';
import type { RecordKind } from '../parameters/recordId';
import { type Item, itemsCall, readItems, SHOWN } from '../resources/items';

/** Sends a call and returns its result. Throws n8n's error if the call failed. */
export type Read = (call: Call) => Promise<unknown>;

/** What tells records of one name apart: an email address, a phone number, or the position. */
export const TELLING_FIELDS = { company: ['email', 'phone'], contact: ['email', 'phone', 'post'] };

/**
 * The first page of the records that match the filter, newest first. REST docs: `crm.item.list`, "Working with large
 * volumes of data".
 */
export async function readRows(read: Read, kind: RecordKind, filter: Params): Promise<Item[]> {
	const select = ['id', ...NAME_FIELDS[kind], ...TELLING_FIELDS[kind]];
	const order = { id: 'DESC' };
	const shown = { ...SHOWN[kind], ...filter };
	return readItems(await read(itemsCall(kind, { select, filter: shown, order })));
}
