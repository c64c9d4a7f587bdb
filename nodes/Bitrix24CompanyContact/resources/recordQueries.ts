import type { IDataObject } from 'n8n-workflow';

import { asString, idOf, wholeNumber } from '../bitrix24/json';
import type { RecordKind } from '../parameters/recordId';
import { unexpectedResponse } from './answers';
import { communicationsOf, itemsCall, PAGE, readItems } from './items';
import { type Link, linksOf } from './linkQueries';
import { type Query, type Reader, recordKey } from './queries';
import { companySide, contactSide, type Side } from './side';

/** What a contact's record says of its companies. */
export interface ContactCompanies {
	/** The main company, 0 for none (server source: integerfield.php). */
	mainId: number;
	/** All companies, by the sort of their links. */
	companyIds: number[];
}

/**
 * The companies of a contact, and `undefined` where the portal does not show the contact: it does not exist, or may not be
 * read. The flags of links may say something else of the main company.
 */
export function companiesOf(contactId: number): Query<ContactCompanies | undefined> {
	const reader: Reader<ContactCompanies | undefined> = {
		...recordReader(contactSide, ['id', 'companyId', 'companyIds']),
		name: 'companies of contact',
		read(result, id) {
			const row = findRecord(result, id);
			if (!row) return undefined;
			const mainId = wholeNumber(row.companyId ?? 0);
			const companyIds = Array.isArray(row.companyIds) ? row.companyIds.map(idOf) : undefined;
			if (mainId === undefined || mainId < 0 || !companyIds?.every((one) => one !== undefined)) {
				throw unexpectedResponse(result);
			}
			return { mainId, companyIds };
		},
	};
	return {
		reader,
		id: contactId,
		record: recordKey('contact', contactId),
		foresee(companies, foreseen, known) {
			if (!companies) return companies;
			const { mainId, companyIds } = companies;
			const links = known.read(linksOf(contactSide, contactId)) ?? companyIds.map(toLink);
			const main = foreseen.mainOf(contactId, { links, main: mainId }) ?? 0;
			return { ...companies, mainId: main };
		},
	};
}

function toLink(otherId: number, position: number): Link {
	return { otherId, sort: position, roleId: 0, isPrimary: false, row: {} };
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
	return readItems(result).find((row) => row.id === id);
}
