import {
	type IDataObject,
	type ILoadOptionsFunctions,
	type INodeListSearchItems,
	type INodeListSearchResult,
} from 'n8n-workflow';

import type { Params } from '../bitrix24/call';
import { asRecord, asString } from '../bitrix24/json';
import type { RunOptions } from '../parameters/runOptions';
import { unexpectedResponse } from '../resources/answers';
import { ENTITY_TYPE_IDS } from '../resources/recordQueries';
import { companySide, contactSide, type Side } from '../resources/side';
import { fromPortalError } from '../run/failure';
import { toNodeError } from '../run/nodeError';
import { openPortal } from '../run/openPortal';

/** Rows that Bitrix24 returns at once. REST docs: "Features of list methods". */
const PAGE = 50;

/** Somebody waits for the list, so a search gives up sooner than a workflow would. */
const SEARCH_OPTIONS: RunOptions = { batchSize: 1, maxWait: 5, timeout: 20 };

interface RecordSearch {
	side: Side;
	select: string[];
	/** Every word of the filter must occur in one of these fields. */
	fields: string[];
	name: (row: IDataObject) => string;
}

const companies: RecordSearch = {
	side: companySide,
	select: ['id', 'title'],
	fields: ['title'],
	name: ({ title }) => text(title),
};

const contacts: RecordSearch = {
	side: contactSide,
	// E-mail addresses and phones come only along with all other fields.
	select: ['*'],
	fields: ['name', 'lastName'],
	name: ({ name, lastName }) => `${text(name)} ${text(lastName)}`.trim(),
};

export async function searchCompanies(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await search(this, companies, filter, paginationToken);
}

export async function searchContacts(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await search(this, contacts, filter, paginationToken);
}

/**
 * One page of the records whose fields contain all words of the filter, newest first.
 *
 * `crm.item.list` refuses an unknown field name, where the older list methods drop the name and return every
 * record (server source: crm_company.php). REST docs: `crm.item.list`, "Working with large volumes of data".
 */
async function search(
	context: ILoadOptionsFunctions,
	{ side, select, fields, name }: RecordSearch,
	filter = '',
	lastId?: string,
): Promise<INodeListSearchResult> {
	const client = await openPortal(
		context,
		context.getNodeParameter('authentication'),
		SEARCH_OPTIONS,
	);
	const answer = await client.call({
		method: 'crm.item.list',
		params: {
			entityTypeId: ENTITY_TYPE_IDS[side.owner],
			select,
			filter: { ...wordFilter(filter, fields), ...(lastId && { '<id': Number(lastId) }) },
			order: { id: 'DESC' },
			// Without counting, which is slow on large portals.
			start: -1,
		},
	});
	if (!answer.ok) {
		const search = { failureMessage: 'The list was not read', ids: {}, side, isRead: true };
		throw toNodeError(context.getNode(), fromPortalError(answer.error, search));
	}
	const rows = asRecord(answer.result).items;
	if (!isRows(rows)) throw unexpectedResponse(answer.result);
	return {
		results: rows.map((row) => toResult(row, name(row), `${client.portal}/crm/${side.owner}`)),
		...(rows.length === PAGE && { paginationToken: asString(rows[PAGE - 1].id) }),
	};
}

/** @param cards where the cards of these records are */
function toResult(row: IDataObject, name: string, cards: string): INodeListSearchItems {
	const id = Number(row.id);
	const title = name || `ID ${id}`;
	const description = subtitle(row);
	return {
		// The editor shows the name alone (seen in n8n 2.41.1).
		name: description ? `${title} (${description})` : title,
		value: id,
		description,
		url: `${cards}/details/${id}/`,
	};
}

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

/** What tells people of the same name apart: an e-mail address, a phone number, or the position. */
function subtitle({ fm, post }: IDataObject): string | undefined {
	const communications = (Array.isArray(fm) ? fm : []) as IDataObject[];
	const of = (type: string) => communications.find(({ typeId }) => typeId === type)?.value;
	return text(of('EMAIL') ?? of('PHONE') ?? post) || undefined;
}

function text(value: unknown): string {
	return typeof value === 'string' ? value : '';
}

function isRows(value: unknown): value is IDataObject[] {
	return Array.isArray(value) && value.every((row) => Number(asRecord(row).id) > 0);
}
