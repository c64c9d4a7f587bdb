import type { IDataObject } from 'n8n-workflow';

import { asRecord } from '../bitrix24/json';
import { readGiven, targetCompany } from '../parameters/locator';
import { type LookUpMode, MODES_OF } from '../parameters/lookUpModes';
import { type IdContext, recordId, type RecordKind, RECORDS } from '../parameters/recordId';
import type { ReadParameter } from '../resources/operation';
import { companySide, contactSide, type Side } from '../resources/side';
import { givenRecord, type LookUp, makeLookUp } from './lookUp';

/** Gives the ID of a record that is to be found. */
export type Resolve = (lookUp: LookUp) => number;

interface Resolver {
	resolve: Resolve;
	/** Hosts of the portal: the card of a record of another portal is no reference. */
	hosts: readonly string[];
	/** Whether contacts that are given by ID are to be found as well. */
	checksContacts: boolean;
}

/** The parameters of an item with IDs in the place of all that is to be found, so that an operation sees IDs only. */
export function withIds(parameter: ReadParameter, resolver: Resolver): ReadParameter {
	return (name, fallback) => {
		const value = parameter(name, fallback);
		switch (name) {
			case 'companyId':
				return resolveLocator(value, 'company', resolver);
			case targetCompany.name:
				return resolveLocator(value, 'company', resolver, {
					name: `'${targetCompany.displayName}'`,
				});
			case 'contactId':
				return resolveLocator(value, 'contact', resolver);
			case 'contacts':
				return resolveDefined(value, companySide, resolver);
			case 'companies':
				return resolveDefined(value, contactSide, resolver);
			case 'contactsJson':
				return resolveJson(value, companySide, resolver);
			case 'companiesJson':
				return resolveJson(value, contactSide, resolver);
			default:
				return value;
		}
	};
}

function resolveLocator(
	locator: unknown,
	kind: RecordKind,
	{ resolve, hosts, checksContacts }: Resolver,
	place: Omit<IdContext, 'hosts'> = {},
): unknown {
	const { mode, value } = readGiven(locator, kind, place.name);
	if (mode !== 'id') return resolve(makeLookUp(kind, mode, value, place));
	const id = recordId(value, kind, { ...place, hosts });
	return checksContacts && kind === 'contact' ? resolve(givenRecord(kind, id)) : id;
}

/** The list of links that were defined one by one, each with a locator. */
function resolveDefined(value: unknown, side: Side, resolver: Resolver): unknown {
	const list = asRecord(value)[side.other];
	if (!Array.isArray(list)) return value;
	const resolved = list.map((entry: IDataObject, position) => ({
		...entry,
		[side.otherId]: resolveLocator(
			entry[side.otherId],
			side.other,
			resolver,
			placeOf(side, position),
		),
	}));
	return { ...asRecord(value), [side.other]: resolved };
}

/** A list, or its text. Whatever is neither is left for the reader of the list to refuse. */
function resolveJson(value: unknown, side: Side, resolver: Resolver): unknown {
	const list = typeof value === 'string' ? parsed(value) : value;
	if (!Array.isArray(list)) return value;
	return Array.from(list, (entry: unknown, position) =>
		resolveEntry(entry, side, resolver, placeOf(side, position)),
	);
}

/** An entry may have e.g. `email` in the place of its ID. */
function resolveEntry(
	entry: unknown,
	side: Side,
	resolver: Resolver,
	place: Omit<IdContext, 'hosts'>,
): unknown {
	// The reader of the list refuses a list in a list.
	if (Array.isArray(entry)) return entry;
	const isObject = typeof entry === 'object' && entry !== null;
	if (!isObject || 'mode' in entry) return resolveLocator(entry, side.other, resolver, place);
	if (side.otherId in entry) {
		const given = (entry as IDataObject)[side.otherId];
		return { ...entry, [side.otherId]: resolveLocator(given, side.other, resolver, place) };
	}
	const fields = entry as IDataObject;
	const modes = MODES_OF[side.other].filter((mode) => mode in fields);
	if (modes.length !== 1) return entry;
	const [mode] = modes as [LookUpMode];
	const { [mode]: value, ...rest } = fields;
	return { [side.otherId]: resolver.resolve(makeLookUp(side.other, mode, value, place)), ...rest };
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

function placeOf({ other }: Side, position: number): Omit<IdContext, 'hosts'> {
	return { name: `${RECORDS[other].label} ${position + 1} of the list`, isListed: true };
}
