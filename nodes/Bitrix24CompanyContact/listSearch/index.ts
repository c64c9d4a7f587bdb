import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import type { Params, PortalError } from '../bitrix24/call';
import { NAME_FIELDS } from '../find/names';
import type { RequestOptions } from '../parameters/runOptions';
import { PAGE } from '../resources/items';
import { companySide, contactSide, type Side } from '../resources/side';
import { fromPortalError, fromThrown } from '../run/failure';
import { toNodeError } from '../run/nodeError';
import { openPortal } from '../run/openPortal';
import { findExactly } from './exactly';
import { type Read, readRows } from './readRows';
import { toResults } from './results';

/** Somebody waits for the list, so a search gives up sooner than a workflow would. */
const SEARCH_OPTIONS: RequestOptions = { batchSize: 1, maxWait: 5, timeout: 20 };

export async function searchCompanies(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await search(this, companySide, filter, paginationToken);
}

export async function searchContacts(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await search(this, contactSide, filter, paginationToken);
}

/**
 * One page of the records whose names contain all words of the filter, newest first. The first page begins with the
 * records that have the filter as their email address, phone number or ID.
 */
async function search(
	context: ILoadOptionsFunctions,
	side: Side,
	filter = '',
	lastId?: string,
): Promise<INodeListSearchResult> {
	const kind = side.owner;
	const client = await openPortal(
		context,
		context.getNodeParameter('authentication'),
		SEARCH_OPTIONS,
	);
	const fail = (error: PortalError) => {
		const failed = { failureMessage: 'The list was not read', ids: {}, side, isRead: true };
		return toNodeError(context.getNode(), fromPortalError(error, failed));
	};
	const read: Read = async (call) => {
		const answer = await client.call(call);
		if (!answer.ok) throw fail(answer.error);
		return answer.result;
	};
	const exactly = lastId ? { ids: [] } : await findExactly(client, kind, filter.trim());
	if ('error' in exactly) throw fail(exactly.error);
	if ('thrown' in exactly) throw toNodeError(context.getNode(), fromThrown(exactly.thrown, {}));
	// Bitrix24 would drop an empty list and return every record.
	const exact = exactly.ids.length ? await readRows(read, kind, { '@id': exactly.ids }) : [];
	const found = await readRows(read, kind, {
		...wordFilter(filter, NAME_FIELDS[kind]),
		...(lastId && { '<id': Number(lastId) }),
	});
	const known = new Set(exact.map(({ id }) => id));
	const rows = [...exact, ...found.filter(({ id }) => !known.has(id))];
	return {
		results: toResults(rows, kind, client.portal),
		...(found.length === PAGE && { paginationToken: String(found[PAGE - 1].id) }),
	};
}

/** Every word must occur in one of the fields. */
function wordFilter(filter: string, fields: string[]): Params {
	const words = filter.split(/\s+/).filter(Boolean);
	return Object.fromEntries(
		words.map((word, index) => [
			index,
			{
				logic: 'OR',
				...Object.fromEntries(fields.map((field, position) => [position, { [`%${field}`]: word }])),
			},
		]),
	);
}
