import { type INodeProperties, UserError } from 'n8n-workflow';

import { readLinks, readTrue } from './answer';
import { type ListedContact, readContactList } from './contactList';
import type { Operation, ReadParameter, Task } from './operation';
import { company, contact, onlyFor, readCompanyId } from './parameters';
import { isGiven, readSwitch } from './values';

const SORT_HELP =
	"Position in the company's list of contacts, lowest first. With 0, a contact that is linked keeps its position, and a new one goes to the end.";

const fields: INodeProperties[] = [
	company,
	{
		displayName: 'Contacts Input',
		name: 'contactsInput',
		type: 'options',
		options: [
			{ name: 'Define Below', value: 'define', description: 'Choose the contacts one by one' },
			{ name: 'JSON', value: 'json', description: 'Give all contacts in one list' },
		],
		default: 'define',
		description: 'How to say which contacts the company has afterwards. All others are unlinked.',
	},
	{
		displayName: 'Contacts',
		name: 'contacts',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true },
		placeholder: 'Add Contact',
		default: {},
		description: 'The contacts that the company has afterwards. All others are unlinked.',
		displayOptions: { show: { contactsInput: ['define'] } },
		options: [
			{
				displayName: 'Contact',
				name: 'contact',
				values: [
					{
						...contact,
						name: 'contactId',
						description: 'A contact that the company has afterwards',
					},
					{
						displayName: 'Is Primary',
						name: 'isPrimary',
						type: 'boolean',
						default: false,
						description:
							"Whether to send the link as primary. The flag marks the contact's main company, and a new link from the company's side gets it in any case.",
					},
					{
						displayName: 'Sort',
						name: 'sort',
						type: 'number',
						typeOptions: { minValue: 0 },
						default: 0,
						description: SORT_HELP,
					},
				],
			},
		],
	},
	{
		displayName: 'Contacts (JSON)',
		name: 'contactsJson',
		type: 'json',
		default: '[]',
		required: true,
		description:
			"The contacts that the company has afterwards: a list of IDs, or of objects with 'contactId', 'isPrimary' and 'sort'. All others are unlinked. A link without 'sort' keeps its position.",
		hint: 'E.g. [54, 55] or [{"contactId": 54, "sort": 10}, {"contactId": 55}]',
		displayOptions: { show: { contactsInput: ['json'] } },
	},
];

/** REST docs: `crm.company.contact.items.set`. */
export const replaceAll: Operation = {
	option: {
		name: 'Replace All',
		value: 'replaceAll',
		action: 'Replace all contacts of company',
		description:
			'Give a company exactly the contacts of a list: those that are missing are linked, all others are unlinked',
	},
	fields: onlyFor('replaceAll', fields),
	looksUp: ({ companyId }) => companyId,

	prepare(parameter) {
		const companyId = readCompanyId(parameter);
		const contacts = readContactList(parameter);
		if (!contacts.length && !readAllowEmpty(parameter)) {
			throw new UserError('The list of contacts is empty', {
				description: `It would unlink all contacts of company ${companyId}. To do that on purpose, turn on the option 'Allow Empty List'.`,
			});
		}
		// Bitrix24 would renumber every link without a sort, those that exist as well (server source: restservice.php).
		if (contacts.every(({ sort }) => sort)) return setAll(companyId, contacts, new Map());
		return {
			call: { method: 'crm.company.contact.items.get', params: { id: companyId } },
			ids: { companyId },
			undone: notReplaced(companyId),
			readOnly: true,
			next(result) {
				const links = readLinks(result);
				return setAll(
					companyId,
					contacts,
					new Map(links.map(({ CONTACT_ID, SORT }) => [CONTACT_ID, Number(SORT) || 0])),
				);
			},
		};
	},
};

function readAllowEmpty(parameter: ReadParameter): boolean {
	const allowEmpty = parameter('options.allowEmpty', false);
	return isGiven(allowEmpty) && readSwitch(allowEmpty, "The option 'Allow Empty List'");
}

function setAll(companyId: number, contacts: ListedContact[], sorts: Map<number, number>): Task {
	return {
		call: {
			method: 'crm.company.contact.items.set',
			// Each new link makes the company the main one of its contact (server source: contactcompany.php).
			orderingKeys: () => [
				`company ${companyId}`,
				...contacts.map(({ contactId }) => `contact ${contactId}`),
			],
			params: {
				id: companyId,
				items: withSort(contacts, sorts).map(({ contactId, isPrimary, sort }) => ({
					CONTACT_ID: contactId,
					SORT: sort,
					...(isPrimary && { IS_PRIMARY: isPrimary }),
				})),
			},
		},
		ids: { companyId },
		undone: notReplaced(companyId),

		read(result) {
			readTrue(result);
			const contactIds = contacts.map(({ contactId }) => contactId);
			return {
				rows: [{ companyId, result: true, outcome: 'replaced', contactIds }],
				summary: `company ${companyId} got its new contacts`,
			};
		},
	};
}

/**
 * Gives every contact a sort: the one asked for, or that of its link as it was before, or for a new link
 * the next one at the end, as `crm.company.contact.add` does.
 */
function withSort(
	contacts: ListedContact[],
	sorts: Map<number, number>,
): Array<ListedContact & { sort: number }> {
	const kept = contacts.map(({ contactId, isPrimary, sort }) => {
		const present = sorts.get(contactId);
		// A sort below 1 cannot be sent.
		const keptSort = present === undefined ? undefined : Math.max(1, present);
		return { contactId, isPrimary, sort: sort ?? keptSort };
	});
	// Spread over the arguments of `Math.max`, a long list would overflow the stack.
	let last = kept.reduce((highest, { sort = 0 }) => Math.max(highest, sort), 0);
	return kept.map((listed) => ({ ...listed, sort: listed.sort ?? (last += 10) }));
}

function notReplaced(companyId: number): string {
	return `The contacts of company ${companyId} were not replaced`;
}
