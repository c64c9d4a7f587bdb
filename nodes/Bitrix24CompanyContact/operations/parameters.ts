import { type INodeProperties, UserError } from 'n8n-workflow';

import type { KnownIds, ReadParameter } from './operation';
import { recordId, type RecordKind, RECORDS } from './recordId';
import { isGiven } from './values';

/** The methods behind From List, by the names that the node gives them. */
const SEARCH_METHODS = { company: 'searchCompanies', contact: 'searchContacts' };

export const company = locator('company', 'The company whose links are meant');

export const contact = locator('contact', 'The contact whose link is meant');

export function readCompanyId(parameter: ReadParameter): number {
	return readLocator(parameter('companyId'), 'company');
}

export function readContactId(parameter: ReadParameter): number {
	return readLocator(parameter('contactId'), 'contact');
}

/** The IDs that can be read although the item was refused. */
export function knownIds(parameter: ReadParameter): KnownIds {
	const ids: KnownIds = {};
	for (const kind of ['company', 'contact'] as const) {
		try {
			ids[`${kind}Id`] = readLocator(parameter(`${kind}Id`), kind);
		} catch {
			// This is what was refused, or the operation has no such parameter.
		}
	}
	return ids;
}

/**
 * What to do with an outcome that changed nothing. Read by itself, as an expression in another option may have no value
 * for this item.
 *
 * @throws UserError for a word that the option does not have
 */
export function readOutcomeOption(
	parameter: ReadParameter,
	name: string,
	displayName: string,
): 'report' | 'error' {
	const value = parameter(`options.${name}`, 'report');
	if (!isGiven(value)) return 'report';
	if (value === 'report' || value === 'error') return value;
	throw new UserError(`The option '${displayName}' has a value that is not known`, {
		description: "It must be 'report' or 'error'. Check the expression that it comes from.",
	});
}

/** The fields as they are, shown for one operation alone. */
export function onlyFor(operation: string, fields: INodeProperties[]): INodeProperties[] {
	return fields.map((field) => ({
		...field,
		displayOptions: { show: { ...field.displayOptions?.show, operation: [operation] } },
	}));
}

/** A locator holds its value beside the mode; an expression or a tool may also give the bare value. */
export function readLocator(parameter: unknown, kind: RecordKind, name?: string): number {
	const value =
		typeof parameter === 'object' && parameter !== null && 'value' in parameter
			? parameter.value
			: parameter;
	return recordId(value, kind, name);
}

/** n8n puts `^` before such a pattern and `$` behind it. */
function card(kind: RecordKind): string {
	return `.*/crm/${kind}/(details|show|edit)/[0-9]+/?([?#].*)?`;
}

function locator(kind: RecordKind, description: string): INodeProperties {
	const { label, example } = RECORDS[kind];
	return {
		displayName: label,
		name: `${kind}Id`,
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		description,
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				placeholder: `Choose a ${kind}...`,
				typeOptions: { searchListMethod: SEARCH_METHODS[kind], searchable: true },
			},
			{
				displayName: 'By ID',
				name: 'id',
				type: 'string',
				placeholder: `e.g. ${example}`,
				validation: [
					{
						type: 'regex',
						properties: {
							regex: `(\\s*0*[1-9][0-9]*\\s*|${card(kind)})`,
							errorMessage: 'An ID is a whole number above 0',
						},
					},
				],
			},
			{
				displayName: 'By URL',
				name: 'url',
				type: 'string',
				placeholder: `e.g. https://acme.bitrix24.com/crm/${kind}/details/${example}/`,
				validation: [
					{
						type: 'regex',
						properties: {
							regex: card(kind),
							errorMessage: `This is not the URL of a ${kind}'s card`,
						},
					},
				],
			},
		],
	};
}
