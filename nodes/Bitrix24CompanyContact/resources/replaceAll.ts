import { type INodeProperties, UserError } from 'n8n-workflow';

import { type ListedContact, readContactList } from '../parameters/contactList';
import { locator, ownerLocator, readOwnerId } from '../parameters/locator';
import { isGiven, readSwitch } from '../parameters/values';
import { readTrue } from './answers';
import type { PlacedLink } from './changes';
import type { MakeOperation, ReadParameter } from './operation';
import { type Link, linksOf } from './queries';

const SORT_HELP =
	"Position in the company's list of contacts, lowest first. With 0, a contact that is linked keeps its position, and a new one goes to the end.";

const fields: INodeProperties[] = [
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
					locator('contact', 'A contact that the company has afterwards'),
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

const allowEmpty: INodeProperties = {
	displayName: 'Allow Empty List',
	name: 'allowEmpty',
	type: 'boolean',
	default: false,
	description: 'Whether an empty list, given as JSON, may unlink all contacts of the company',
};

/** REST docs: `crm.company.contact.items.set`. */
export const replaceAll: MakeOperation = (side) => ({
	option: {
		name: 'Replace All',
		value: 'replaceAll',
		action: 'Replace all contacts of company',
		description:
			'Give a company exactly the contacts of a list: those that are missing are linked, all others are unlinked',
	},
	fields: [ownerLocator(side), ...fields],
	options: [allowEmpty],

	parse(parameter) {
		const ownerId = readOwnerId(parameter, side);
		const ids = { [side.ownerId]: ownerId };
		const owner = `${side.owner} ${ownerId}`;
		const contacts = readContactList(parameter);
		if (!contacts.length && !readAllowEmpty(parameter)) {
			throw new UserError('The list of contacts is empty', {
				description: `All contacts of company ${ownerId} would be unlinked. To do that on purpose, turn on the option 'Allow Empty List'.`,
			});
		}
		const contactIds = contacts.map(({ contactId }) => contactId);
		const query = linksOf(side, ownerId);
		// Bitrix24 would renumber every link without a sort, those that exist as well (server source: restservice.php).
		const isPlaced = contacts.every(({ sort }) => sort);

		return {
			ids,
			failureMessage: `The ${side.others} of ${owner} were not replaced`,
			dependsOn: [owner],
			// Each new link makes the company the main one of its contact (server source: contactcompany.php).
			writes: () => [owner, ...contactIds.map((contactId) => `contact ${contactId}`)],
			needs: () => (isPlaced ? [] : [query]),
			plan: (known) => ({
				changes: [
					{
						kind: 'replace',
						side,
						ownerId,
						links: placeLinks(contacts, isPlaced ? [] : known.get(query)),
					},
				],

				report([{ result }]) {
					readTrue(result);
					return {
						rows: [{ ...ids, result: true, outcome: 'replaced', contactIds }],
						summary: `${owner} got its new ${side.others}`,
					};
				},
			}),
		};
	},
});

function readAllowEmpty(parameter: ReadParameter): boolean {
	const value = parameter('options.allowEmpty', false);
	return isGiven(value) && readSwitch(value, "The option 'Allow Empty List'");
}

/**
 * Gives every contact a sort: the one asked for, or that of its link as it was before, or for a new link the next one at
 * the end, as `crm.company.contact.add` does.
 */
function placeLinks(contacts: ListedContact[], present: Link[]): PlacedLink[] {
	const sorts = new Map(present.map(({ otherId, sort }) => [otherId, sort]));
	const placed = contacts.map(({ contactId, isPrimary, sort }) => {
		const kept = sorts.get(contactId);
		// A sort below 1 cannot be sent.
		return { contactId, isPrimary, sort: sort ?? (kept === undefined ? kept : Math.max(1, kept)) };
	});
	// Spread over the arguments of `Math.max`, a long list would overflow the stack.
	let last = placed.reduce((highest, { sort = 0 }) => Math.max(highest, sort), 0);
	const links: PlacedLink[] = [];
	for (const { contactId, isPrimary, sort } of placed) {
		if (sort === undefined) last += 10;
		links.push({ otherId: contactId, isPrimary, sort: sort ?? last });
	}
	return links;
}
