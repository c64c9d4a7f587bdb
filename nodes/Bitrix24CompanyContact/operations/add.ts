import { type IDataObject, type INodeProperties, UserError } from 'n8n-workflow';

import { linkRow, readBoolean } from './answer';
import type { Operation, ReadParameter } from './operation';
import {
	company,
	contact,
	onlyFor,
	readCompanyId,
	readContactId,
	readOutcomeOption,
} from './parameters';
import { isGiven, readFlag, readSort } from './values';

const fields: INodeProperties[] = [
	company,
	contact,
	{
		displayName: 'Additional Fields',
		name: 'additionalFields',
		type: 'collection',
		placeholder: 'Add Field',
		default: {},
		options: [
			{
				displayName: 'Is Primary',
				name: 'isPrimary',
				type: 'boolean',
				default: true,
				description:
					"Whether to send the link as primary. The flag marks the contact's main company, and linking from the company's side moves it to this company even if you turn it off.",
			},
			{
				displayName: 'Sort',
				name: 'sort',
				type: 'number',
				default: 10,
				description:
					"Position in the company's list of contacts, lowest first. Without it, the contact goes to the end.",
			},
		],
	},
];

/** REST docs: `crm.company.contact.add`. */
export const add: Operation = {
	option: {
		name: 'Add',
		value: 'add',
		action: 'Add contact to company',
		description: 'Link a contact to a company. A contact that is linked already stays as it is.',
	},
	fields: onlyFor('add', fields),

	prepare(parameter) {
		const companyId = readCompanyId(parameter);
		const contactId = readContactId(parameter);
		const mayRefuse =
			readOutcomeOption(parameter, 'ifAlreadyLinked', 'If Already Linked') === 'error';

		return {
			call: {
				method: 'crm.company.contact.add',
				// The last of a contact's links becomes its main company (server source: contactcompany.php).
				orderingKeys: () => [`contact ${contactId}`],
				params: {
					id: companyId,
					fields: { CONTACT_ID: contactId, ...readAdditional(parameter) },
				},
			},
			ids: { companyId, contactId },
			undone: `Contact ${contactId} was not linked to company ${companyId}`,
			mayRefuse,

			read(result, afterRetry) {
				// `false` says that the link was there before; nothing has changed then (REST docs and server source agree).
				const added = readBoolean(result);
				if (!added && mayRefuse) {
					throw new UserError(`Contact ${contactId} is already linked to company ${companyId}`, {
						description: afterRetry
							? 'A first attempt was cut off and may have made this link itself. Look at the company in Bitrix24.'
							: "Nothing was changed. To let such items pass, set the option 'If Already Linked' to 'Report'.",
					});
				}
				return {
					rows: [
						linkRow(
							{ companyId, contactId },
							result,
							added ? 'added' : 'alreadyLinked',
							afterRetry,
						),
					],
					summary: `contact ${contactId} was ${added ? '' : 'already '}linked to company ${companyId}`,
				};
			},
		};
	},
};

function readAdditional(parameter: ReadParameter) {
	const { isPrimary, sort } = parameter('additionalFields', {}) as IDataObject;
	return {
		...(isGiven(isPrimary) && { IS_PRIMARY: readFlag(isPrimary, "'Is Primary'") }),
		...(isGiven(sort) && { SORT: readSort(sort, "'Sort'") }),
	};
}
