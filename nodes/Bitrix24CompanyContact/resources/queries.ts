import type { IDataObject } from 'n8n-workflow';

import type { Call } from '../bitrix24/call';
import { asRecord } from '../bitrix24/json';
import type { RecordKind } from '../parameters/recordId';
import { unexpectedResponse } from './answers';
import { companySide, contactSide, type Side } from './side';

/** Names what a plan can stand on: the links of a record, e.g. "company 5", or the main company of a contact alone. */
export type RecordKey = `${RecordKind} ${number}` | `main of contact ${number}`;

export function recordKey(kind: RecordKind, id: number): RecordKey {
	return `${kind} ${id}`;
}

export function mainKey(contactId: number): RecordKey {
	return `main of contact ${contactId}`;
}

/** Tells apart what is read: equal keys mean equal queries. */
export function queryKey({ reader, id }: Query): string {
	return `${reader.name} ${id}`;
}

/** Something to be read from Bitrix24 about the record with this ID. Equal queries are sent once. */
export interface Query<Result = unknown> {
	reader: Reader<Result>;
	id: number;
	/** The record whose links the result describes, so that the result is outdated once these change. */
	record?: RecordKey;
}

/** Reads the same of several records, in as few commands as the method allows. */
interface Reader<Result> {
	name: string;
	/** Says whose rights and existence an error of the method is about. */
	side: Side;
	/** IDs in one command. */
	size: number;
	call(ids: number[]): Pick<Call, 'method' | 'params'>;
	/** @throws UserError for an answer that means nothing */
	read(result: unknown, id: number): Result;
}

/** A link as seen from one of its sides. */
export interface Link {
	otherId: number;
	sort: number;
	roleId: number;
	/** The flag that marks the contact's main company. */
	isPrimary: boolean;
	/** As Bitrix24 sent it. */
	row: IDataObject;
}

/** All links of a record, by their sort. REST docs: `….items.get`; a record that does not exist has none. */
export function linksOf(side: Side, ownerId: number): Query<Link[]> {
	return { reader: linksReader(side), id: ownerId, record: recordKey(side.owner, ownerId) };
}

function linksReader(side: Side): Reader<Link[]> {
	return {
		name: `links of ${side.owner}`,
		side,
		size: 1,
		call: ([id]) => ({ method: `${side.family}.items.get`, params: { id } }),
		read: (result) => readLinks(result, side),
	};
}

function readLinks(result: unknown, { otherField }: Side): Link[] {
	if (!Array.isArray(result)) throw unexpectedResponse(result);
	return result.map((row: unknown) => {
		const { [otherField]: id, SORT, ROLE_ID, IS_PRIMARY } = asRecord(row);
		const otherId = Number(id);
		if (!Number.isSafeInteger(otherId)) throw unexpectedResponse(result);
		return {
			otherId,
			sort: Number(SORT) || 0,
			roleId: Number(ROLE_ID),
			isPrimary: IS_PRIMARY === 'Y',
			row: row as IDataObject,
		};
	});
}

/**
 * The places in a record's list of links: sorts by the ID of the record at the other end. Other than the links
 * themselves, the places are kept up while changes are planned. Where one of these changes fails, a gap stays, which does
 * no harm.
 */
export function placesOf(side: Side, ownerId: number): Query<Map<number, number>> {
	const links = linksReader(side);
	const reader: Reader<Map<number, number>> = {
		...links,
		name: `places of ${side.owner}`,
		read: (result, id) =>
			new Map(links.read(result, id).map(({ otherId, sort }) => [otherId, sort])),
	};
	return { reader, id: ownerId };
}

/** Where Bitrix24 puts a new link: 10 after the last one (server source: restservice.php). */
export function nextSort(sorts: Iterable<number>): number {
	// Spread over the arguments of `Math.max`, a long list would overflow the stack.
	let last = 0;
	for (const sort of sorts) last = Math.max(last, sort);
	return last + 10;
}

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

/** The records themselves, of any category, other than with the older lists. REST docs: `crm.item.list`. */
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

/** The fields that a link has, by their names. REST docs: `….fields`. */
export function fieldsOf(side: Side): Query<Array<[string, IDataObject]>> {
	const reader: Reader<Array<[string, IDataObject]>> = {
		name: 'fields of a link',
		side,
		size: 1,
		call: () => ({ method: `${side.family}.fields`, params: {} }),
		read: readFields,
	};
	return { reader, id: 0 };
}

function readFields(result: unknown): Array<[string, IDataObject]> {
	const fields = Object.entries(asRecord(result));
	const isField = (field: unknown) => typeof asRecord(field).type === 'string';
	if (!fields.length || !fields.every(([, field]) => isField(field))) {
		throw unexpectedResponse(result);
	}
	return fields as Array<[string, IDataObject]>;
}
