import { type IDataObject, UserError } from 'n8n-workflow';

import { asRecord } from '../bitrix24/json';
import type { ReadParameter } from '../resources/operation';
import { readLocator } from './locator';
import { isGiven, readSort, readSwitch } from './values';

/** One contact of the list that replaces a company's contacts. */
export interface ListedContact {
	contactId: number;
	isPrimary?: boolean;
	/** Above 0; undefined where the link keeps the one it has, or is new. */
	sort?: number;
}

const EXAMPLE = '[54, 55] or [{"contactId": 54, "sort": 10}, {"contactId": 55}]';

const KNOWN = ['contactId', 'isPrimary', 'sort'];

/** What Get Many outputs beside these: its items may be handed back as they are. */
const FROM_GET_MANY = ['companyId', 'roleId'];

const ALLOWED = [...KNOWN, ...FROM_GET_MANY];

/**
 * The contacts of `contactsInput`.
 *
 * Bitrix24 takes a single object for an empty list and then removes all links, so nothing but a list passes here
 * (server source: restservice.php, CCrmEntityBindingProxy).
 *
 * @throws UserError with a sentence of its own for each wrong shape
 */
export function readContactList(parameter: ReadParameter): ListedContact[] {
	const elements = readElements(parameter);
	// A list with holes, which `map` would pass over, gets its empty places refused.
	const contacts = Array.from(elements, readElement);
	refuseDuplicates(contacts);
	return contacts;
}

/** With a word that is not known, a list that stands elsewhere would count as empty, and all links be removed. */
function readElements(parameter: ReadParameter): unknown[] {
	const input = parameter('contactsInput', 'define');
	if (input === 'json') return readJson(parameter('contactsJson'));
	if (input === 'define') return readDefined(parameter('contacts', {}));
	throw new UserError("'Contacts Input' has a value that is not known", {
		description: "It must be 'define' or 'json'. Check the expression that it comes from.",
	});
}

/**
 * n8n gives the same `{}` for a list that nobody filled in and for an expression in its place, whatever the expression
 * would give (n8n-workflow, node-helpers.ts, getNodeParameters). So only a list that is there counts as an empty one.
 */
function readDefined(contacts: unknown): unknown[] {
	const { contact } = asRecord(contacts);
	if (Array.isArray(contact)) return contact;
	throw new UserError("'Contacts' is not a list of contacts", {
		description:
			"Add the contacts that the company has afterwards. To give a list by an expression, or an empty list, set 'Contacts Input' to 'JSON'.",
	});
}

/** Text that holds JSON, or an expression's value as it is. */
function readJson(value: unknown): unknown[] {
	const { list, problem } = typeof value === 'string' ? parse(value) : { list: value };
	if (Array.isArray(list)) return list;
	if (problem) {
		throw new UserError("'Contacts (JSON)' is not valid JSON", {
			description: `${problem}. Write a list, e.g. ${EXAMPLE}.`,
		});
	}
	const shape = isGiven(list) ? `it is a single ${typeof list}` : 'it is empty';
	throw new UserError(`'Contacts (JSON)' is not a list: ${shape}`, {
		description: `Put it in square brackets, e.g. ${EXAMPLE}.`,
	});
}

function parse(text: string): { list?: unknown; problem?: string } {
	if (text.trim() === '') return {};
	try {
		return { list: JSON.parse(text) as unknown };
	} catch (error) {
		return { problem: (error as Error).message };
	}
}

function readElement(element: unknown, position: number): ListedContact {
	const place = `contact ${position + 1} of the list`;
	const start = `C${place.slice(1)}`;
	const fields = typeof element === 'object' && element !== null ? element : { contactId: element };
	if (Array.isArray(fields)) {
		throw new UserError(`${start} is a list itself`, { description: `Write e.g. ${EXAMPLE}.` });
	}
	const unknown = Object.keys(fields).find((key) => !ALLOWED.includes(key));
	if (unknown !== undefined) {
		throw new UserError(`${start} has a field that is not known: '${unknown}'`, {
			description: `The fields are ${KNOWN.map((key) => `'${key}'`).join(', ')}.`,
		});
	}
	const { contactId, isPrimary, sort } = fields as IDataObject;
	return {
		contactId: readLocator(contactId, 'contact', start),
		...(isGiven(isPrimary) && { isPrimary: readSwitch(isPrimary, `'Is Primary' of ${place}`) }),
		...(isGiven(sort) && readPosition(sort, `'Sort' of ${place}`)),
	};
}

/** Bitrix24 takes a sort of 0 or below for none, and puts its own in its place (server source: restservice.php). */
function readPosition(value: unknown, name: string): { sort?: number } {
	const sort = readSort(value, name);
	if (sort < 0) {
		throw new UserError(`${name} is below 0`, {
			description:
				'It must be a whole number above 0. With 0, the link keeps the sort that it has.',
		});
	}
	return sort > 0 ? { sort } : {};
}

function refuseDuplicates(contacts: ListedContact[]): void {
	const seen = new Set<number>();
	const repeated = new Set<number>();
	for (const { contactId } of contacts) {
		if (seen.has(contactId)) repeated.add(contactId);
		seen.add(contactId);
	}
	if (!repeated.size) return;
	const twice = [...repeated];
	throw new UserError(
		`The list names ${twice.length === 1 ? 'a contact' : 'contacts'} more than once: ${twice.slice(0, 10).join(', ')}${twice.length > 10 ? '…' : ''}`,
		{
			description:
				'Each contact can be linked to a company once. Remove the duplicates from the list.',
		},
	);
}
