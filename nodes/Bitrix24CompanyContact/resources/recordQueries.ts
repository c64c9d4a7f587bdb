import type { IDataObject } from 'n8n-workflow';

import { asString } from '../bitrix24/json';
import type { RecordKind } from '../parameters/recordId';
import { communicationsOf, itemsCall, PAGE, readItems } from './items';
import { linksOf } from './linkQueries';
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
	return {
		reader,
		id: contactId,
		record: recordKey('contact', contactId),
		foresee(main, foreseen, known) {
			const links = known.read(linksOf(contactSide, contactId)) ?? [];
			return foreseen.mainOf(contactId, { links, main });
		},
	};
}

/** Whether the portal shows the record: it exists, and may be read. */
export function isShown(kind: RecordKind, id: number): Query<boolean> {
	const reader: Reader<boolean> = {
		...recordReader(sideOf(kind), ['id']),
		name: kind,
		read: (result, recordId) => findRecord(result, recordId) !== undefined,
	};
	return { reader, id };
}

/** What people know a record by, or null where the portal does not show the record. */
export function detailsOf(kind: RecordKind, id: number): Query<IDataObject | null> {
	const reader: Reader<IDataObject | null> = {
		// E-mail addresses and phones come only along with all other fields.
		...recordReader(sideOf(kind), ['*']),
		name: `details of ${kind}`,
		read(result, recordId) {
			const row = findRecord(result, recordId);
			return row ? toDetails(kind, row) : null;
		},
	};
	return { reader, id };
}

function toDetails(kind: RecordKind, row: Record<string, unknown>): IDataObject {
	const names = kind === 'company' ? ['title'] : ['name', 'lastName', 'post'];
	return {
		...Object.fromEntries(names.map((name) => [name, asString(row[name])])),
		emails: communicationsOf(row, 'EMAIL'),
		phones: communicationsOf(row, 'PHONE'),
	};
}

function sideOf(owner: RecordKind): Side {
	return owner === 'company' ? companySide : contactSide;
}

function recordReader(side: Side, select: string[]) {
	return {
		side,
		size: PAGE,
		call: (ids: number[]) => itemsCall(side.owner, { select, filter: { '@id': ids } }),
	};
}

function findRecord(result: unknown, id: number): Record<string, unknown> | undefined {
	return readItems(result).find((row) => Number(row.id) === id);
}
