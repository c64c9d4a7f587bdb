import type { IDataObject } from 'n8n-workflow';

import { asRecord } from '../bitrix24/json';
import { readLocator, targetCompany } from '../parameters/locator';
import { isLookUpMode, type LookUpMode, MODES_OF } from '../parameters/lookUpModes';
import { type RecordKind, RECORDS } from '../parameters/recordId';
import type { ReadParameter } from '../resources/operation';
import { companySide, contactSide, type Side } from '../resources/side';
import { type LookUp, makeLookUp } from './lookUp';

/** Gives the ID of a record that is to be found. */
export type Resolve = (lookUp: LookUp) => number;

interface Resolver {
	resolve: Resolve;
	checksContacts: boolean;
}

/**
 * The parameters of an item with IDs in the place of all that is to be found, so that an operation sees IDs only.
 *
 * @param checksContacts whether contacts that are given by ID are to be found as well
 */
export function withIds(
	parameter: ReadParameter,
	resolve: Resolve,
	checksContacts: boolean,
): ReadParameter {
	const resolver: Resolver = { resolve, checksContacts };
	return (name, fallback) => {
		const value = parameter(name, fallback);
		switch (name) {
			case 'companyId':
				return resolveLocator(value, 'company', resolver);
			case targetCompany.name:
				return resolveLocator(value, 'company', resolver, `'${targetCompany.displayName}'`);
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
	resolver: Resolver,
	name?: string,
): unknown {
	const { mode, value } = asRecord(locator);
	if (isLookUpMode(mode, kind)) {
		return { mode: 'id', value: resolver.resolve(makeLookUp(kind, mode, value, name)) };
	}
	return checked(locator, kind, resolver);
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
function resolveEntry(entry: unknown, side: Side, resolver: Resolver, place: string): unknown {
	if (typeof entry !== 'object' || entry === null) return checked(entry, side.other, resolver);
	if (side.otherId in entry) {
		const id = (entry as IDataObject)[side.otherId];
		return { ...entry, [side.otherId]: checked(id, side.other, resolver) };
	}
	const fields = entry as IDataObject;
	const modes = MODES_OF[side.other].filter((mode) => mode in fields);
	if (modes.length !== 1) return entry;
	const [mode] = modes as [LookUpMode];
	const { [mode]: value, ...rest } = fields;
	return { [side.otherId]: resolver.resolve(makeLookUp(side.other, mode, value, place)), ...rest };
}

/** A contact that is given by ID, made sure of where that is wanted. */
function checked(given: unknown, kind: RecordKind, { resolve, checksContacts }: Resolver): unknown {
	if (!checksContacts || kind !== 'contact') return given;
	let id: number;
	try {
		id = readLocator(given, kind);
	} catch {
		// The operation refuses what is no ID.
		return given;
	}
	return resolve({ kind, mode: 'id', value: String(id) });
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

function placeOf({ other }: Side, position: number): string {
	return `${RECORDS[other].label} ${position + 1} of the list`;
}
