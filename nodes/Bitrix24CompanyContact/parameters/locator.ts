import { type INodeProperties, type INodePropertyModeValidation, UserError } from 'n8n-workflow';

import { visibleText } from '../bitrix24/text';
import type { ReadParameter } from '../resources/operation';
import type { Side } from '../resources/side';
import { isLookUpMode, LOOK_UP_MODES, type LookUpMode, MODES_OF } from './lookUpModes';
import { type IdContext, type LinkIds, recordId, type RecordKind, RECORDS } from './recordId';

type LocatorName = Pick<INodeProperties, 'displayName' | 'name'>;

/** The methods that serve From List, by the names that the node gives them. */
const SEARCH_METHODS = { company: 'searchCompanies', contact: 'searchContacts' };

/** The record whose list of links an operation reads or writes. */
export function ownerLocator({ owner }: Side): INodeProperties {
	return locator(owner, `The ${owner} whose links are read or changed`);
}

/** The company that the contacts of another company move to. */
export const targetCompany = locator('company', 'The company that gets the contacts', {
	displayName: 'Target Company',
	name: 'targetCompanyId',
});

/** Both ends of a link, the owner first. */
export function recordLocators(side: Side): INodeProperties[] {
	return [
		ownerLocator(side),
		locator(side.other, `The ${side.other} at the other end of the link`),
	];
}

/** @throws UserError if the value is no ID */
export function readOwnerId(parameter: ReadParameter, { owner, ownerId }: Side): number {
	return readLocator(parameter(ownerId), owner);
}

/** @throws UserError if one of the values is no ID */
export function readLinkIds(parameter: ReadParameter): Required<LinkIds> {
	return {
		companyId: readLocator(parameter('companyId'), 'company'),
		contactId: readLocator(parameter('contactId'), 'contact'),
	};
}

/** The IDs that can be read although the item was refused. */
export function knownIds(parameter: ReadParameter): LinkIds {
	const ids: LinkIds = {};
	for (const kind of ['company', 'contact'] as const) {
		try {
			ids[`${kind}Id`] = readLocator(parameter(`${kind}Id`), kind);
		} catch {
			// This ID was refused, or the operation has no such parameter.
		}
	}
	return ids;
}

/** What a locator gives: an ID, or a value to find the record by. */
export interface Given {
	mode: 'id' | LookUpMode;
	value: unknown;
}

/** Modes whose value is an ID or the URL of a card. */
const ID_MODES = ['list', 'id', 'url'];

/** Whether a parameter as the workflow stores it may give anything but an ID. An expression may choose the mode. */
export function mayFind(stored: unknown): boolean {
	if (stored === undefined) return false;
	return !isLocator(stored) || !ID_MODES.some((known) => known === stored.mode);
}

/**
 * A locator holds its value beside the mode, which an expression may give as well. Where an expression or a tool gives
 * the bare value in place of a locator, the value is an ID.
 *
 * @throws UserError for a mode that the locator does not have: the value would be read as an ID
 */
export function readGiven(
	locator: unknown,
	kind: RecordKind,
	name = `'${RECORDS[kind].label}'`,
): Given {
	if (!isLocator(locator)) return { mode: 'id', value: locator };
	const { mode, value } = locator;
	if (ID_MODES.some((known) => known === mode)) return { mode: 'id', value };
	if (isLookUpMode(mode, kind)) return { mode, value };
	throw new UserError(`${name} has an unknown mode: ${JSON.stringify(mode) ?? 'none'}`, {
		description: `The modes are ${[...ID_MODES, ...MODES_OF[kind]].join(', ')}. Check the expression that gives the mode.`,
	});
}

function isLocator(given: unknown): given is { mode?: unknown; value?: unknown } {
	const isObject = typeof given === 'object' && given !== null && !Array.isArray(given);
	return isObject && ('mode' in given || 'value' in given);
}

/** Whether an item names neither end of a link, as an empty row at the end of a spreadsheet. */
export function isEmptyRow(parameter: ReadParameter): boolean {
	return (['company', 'contact'] as const).every((kind) => {
		const locator = parameter(`${kind}Id`);
		const value = isLocator(locator) ? locator.value : locator;
		const isText = typeof value === 'string';
		return value === undefined || value === null || (isText && visibleText(value) === '');
	});
}

/** @throws UserError if the locator gives no ID */
export function readLocator(locator: unknown, kind: RecordKind, context: IdContext = {}): number {
	const { mode, value } = readGiven(locator, kind, context.name);
	// What is to be found by another value is not known yet.
	return recordId(mode === 'id' ? value : undefined, kind, context);
}

/** n8n anchors validation patterns with ^ and $. */
function card(kind: RecordKind): string {
	return `.*/crm/${kind}/(details|show|edit)/[0-9]+/?([?#].*)?`;
}

function idOrCard(kind: RecordKind): string {
	return `(\\s*0*[1-9][0-9]*\\s*|${card(kind)})`;
}

export function locator(
	kind: RecordKind,
	description: string,
	{ displayName, name }: LocatorName = { displayName: RECORDS[kind].label, name: `${kind}Id` },
): INodeProperties {
	const { example } = RECORDS[kind];
	return {
		displayName,
		name,
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		description,
		builderHint: {
			propertyHint: `Use the mode of the value at hand: ${['id', ...MODES_OF[kind]].join(', ')}. Use the mode list only for a ${kind} that the user chooses by hand.`,
		},
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				placeholder: `Choose a ${kind}...`,
				typeOptions: {
					searchListMethod: SEARCH_METHODS[kind],
					searchable: true,
					slowLoadNotice: slowLoadNotice(kind),
				},
			},
			{
				displayName: 'By ID',
				name: 'id',
				type: 'string',
				placeholder: `e.g. ${example}`,
				validation: matching(idOrCard(kind), 'An ID is a whole number above 0'),
			},
			{
				displayName: 'By URL',
				name: 'url',
				type: 'string',
				placeholder: `e.g. https://acme.bitrix24.com/crm/${kind}/details/${example}/`,
				validation: matching(card(kind), `This is not the URL of a ${kind}'s card`),
			},
			...MODES_OF[kind].map((name) => ({ ...LOOK_UP_MODES[name].editor, name })),
		],
	};
}

function slowLoadNotice(kind: RecordKind) {
	const message = `If the list takes long to load, choose "By ID" and enter the ID of the ${kind}`;
	return { message, timeout: 10_000 };
}

function matching(regex: string, errorMessage: string): INodePropertyModeValidation[] {
	return [{ type: 'regex', properties: { regex, errorMessage } }];
}
