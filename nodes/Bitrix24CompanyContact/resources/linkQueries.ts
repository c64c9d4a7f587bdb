import type { IDataObject } from 'n8n-workflow';

import { asRecord, idOf, wholeNumber } from '../bitrix24/json';
import { unexpectedResponse } from './answers';
import { flagsKey, type Query, type Reader, recordKey } from './queries';
import { companySide, type Side } from './side';

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
	return {
		reader: linksReader(side),
		id: ownerId,
		record: recordKey(side.owner, ownerId),
		// A change of a contact's links to other companies may move the flag.
		...(side === companySide && {
			recordsIn: (links) => links.map(({ otherId }) => flagsKey(otherId)),
		}),
		foresee: (links, foreseen) => foreseen.linksOf(side, ownerId, links),
	};
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

/** A row that is not known would be written back as another link, or be lost. */
function readLinks(result: unknown, { otherField }: Side): Link[] {
	if (!Array.isArray(result)) throw unexpectedResponse(result);
	const seen = new Set<number>();
	return result.map((row: unknown) => {
		const { [otherField]: given, SORT, ROLE_ID = 0, IS_PRIMARY } = asRecord(row);
		const otherId = idOf(given);
		const [sort, roleId] = [SORT, ROLE_ID].map(wholeNumber);
		const isKnown = IS_PRIMARY === 'Y' || IS_PRIMARY === 'N';
		if (otherId === undefined || sort === undefined || roleId === undefined || !isKnown) {
			throw unexpectedResponse(result);
		}
		if (seen.has(otherId)) throw unexpectedResponse(result);
		seen.add(otherId);
		return { otherId, sort, roleId, isPrimary: IS_PRIMARY === 'Y', row: row as IDataObject };
	});
}

/**
 * The places in a record's list of links: sorts by the ID of the record at the other end. Unlike the links
 * themselves, the places are kept up to date while changes are planned. Where one of these changes fails, a gap stays,
 * or two links get one sort, which does no harm.
 */
export function placesOf(side: Side, ownerId: number): Query<Map<number, number>> {
	const links = linksReader(side);
	const reader: Reader<Map<number, number>> = {
		...links,
		name: `places of ${side.owner}`,
		read: (result, id) =>
			new Map(links.read(result, id).map(({ otherId, sort }) => [otherId, sort])),
	};
	return {
		reader,
		id: ownerId,
		foreseeOnce: (places, foreseen) => foreseen.placesOf(side, ownerId, places),
	};
}

/** Where Bitrix24 puts a new link: 10 after the last one (server source: restservice.php). */
export function nextSort(sorts: Iterable<number>): number {
	// Spread over the arguments of `Math.max`, a long list would overflow the stack.
	let last = 0;
	for (const sort of sorts) last = Math.max(last, sort);
	return last + 10;
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
