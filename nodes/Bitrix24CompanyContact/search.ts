import {
	type IDataObject,
	type ILoadOptionsFunctions,
	type INodeListSearchItems,
	type INodeListSearchResult,
} from 'n8n-workflow';

import { connect } from './connect';
import { toNodeError } from './failure';
import { unknownAnswer } from './operations/answer';
import type { Params } from './portal/call';
import { explain, quote } from './portal/errors';
import { asMap, asText } from './portal/json';

/** Rows that Bitrix24 returns at once. REST docs: "Features of list methods". */
const PAGE = 50;

/** Somebody waits for the list: it gives up sooner than a workflow would. */
const LIMITS = { batchSize: 1, maxWait: 5, timeout: 20 };

interface Searched {
	entityTypeId: number;
	path: string;
	select: string[];
	/** The fields of which one must contain each word of the filter. */
	fields: string[];
	name: (row: IDataObject) => string;
}

const companies: Searched = {
	entityTypeId: 4,
	path: 'company',
	select: ['id', 'title'],
	fields: ['title'],
	name: ({ title }) => text(title),
};

const contacts: Searched = {
	entityTypeId: 3,
	path: 'contact',
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
 * `crm.item.list` refuses a field name that it does not know, where the older list methods drop it and return every
 * record (server source: crm_company.php). REST docs: `crm.item.list`, "Working with large volumes of data".
 */
async function search(
	context: ILoadOptionsFunctions,
	{ entityTypeId, path, select, fields, name }: Searched,
	filter = '',
	lastId?: string,
): Promise<INodeListSearchResult> {
	const portal = await connect(context, context.getNodeParameter('authentication'), LIMITS);
	const answer = await portal.call({
		method: 'crm.item.list',
		params: {
			entityTypeId,
			select,
			filter: { ...wordFilter(filter, fields), ...(lastId && { '<id': Number(lastId) }) },
			order: { id: 'DESC' },
			// Without counting, which is slow on large portals.
			start: -1,
		},
	});
	if (!answer.ok) {
		const { reason, advice } = explain(answer.error);
		throw toNodeError(context.getNode(), {
			message: `The list could not be read: ${reason}`,
			description: `${advice} ${quote(answer.error)}`,
			portalError: answer.error,
			ids: {},
		});
	}
	const rows = asMap(answer.result).items;
	if (!isRows(rows)) throw unknownAnswer(answer.result);
	return {
		results: rows.map((row): INodeListSearchItems => {
			const id = Number(row.id);
			const title = name(row) || `ID ${id}`;
			const description = secondLine(row);
			return {
				// The editor shows the name alone (seen in n8n 2.41.1).
				name: description ? `${title} (${description})` : title,
				value: id,
				description,
				url: `${portal.origin}/crm/${path}/details/${id}/`,
			};
		}),
		...(rows.length === PAGE && { paginationToken: asText(rows[PAGE - 1].id) }),
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
function secondLine({ fm, post }: IDataObject): string | undefined {
	const communications = (Array.isArray(fm) ? fm : []) as IDataObject[];
	const of = (type: string) => communications.find(({ typeId }) => typeId === type)?.value;
	return text(of('EMAIL') ?? of('PHONE') ?? post) || undefined;
}

function text(value: unknown): string {
	return typeof value === 'string' ? value : '';
}

function isRows(value: unknown): value is IDataObject[] {
	return Array.isArray(value) && value.every((row) => Number(asMap(row).id) > 0);
}
