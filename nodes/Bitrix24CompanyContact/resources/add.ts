import { type IDataObject, type INodeProperties, UserError } from 'n8n-workflow';

import { readLinkIds, recordLocators } from '../parameters/locator';
import { outcomeOption, readOutcomeOption } from '../parameters/outcomeOption';
import { isGiven, readSort, readSwitch } from '../parameters/values';
import { linkRow, readBoolean } from './answers';
import type { MakeOperation, ReadParameter } from './operation';

const additionalFields: INodeProperties = {
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
};

const ifAlreadyLinked = outcomeOption({
	displayName: 'If Already Linked',
	name: 'ifAlreadyLinked',
	outcome: 'alreadyLinked',
	description:
		'What to do if the contact was linked to the company before. Bitrix24 changes nothing then, not even the sort.',
});

/** REST docs: `crm.company.contact.add`. */
export const add: MakeOperation = (side) => ({
	option: {
		name: 'Add',
		value: 'add',
		action: 'Add contact to company',
		description: 'Link a contact to a company. A contact that is linked already stays as it is.',
	},
	fields: [...recordLocators(side), additionalFields],
	options: [ifAlreadyLinked],

	parse(parameter) {
		const ids = readLinkIds(parameter);
		const { companyId, contactId } = ids;
		const { isPrimary, sort } = readAdditionalFields(parameter);
		const mayRefuse = readOutcomeOption(parameter, ifAlreadyLinked) === 'error';
		const [ownerId, otherId] = [ids[side.ownerId], ids[side.otherId]];

		return {
			ids,
			failureMessage: `Contact ${contactId} was not linked to company ${companyId}`,
			// The last of a contact's links becomes its main company (server source: contactcompany.php).
			writes: () => [`contact ${contactId}`],
			plan: () => ({
				changes: [{ kind: 'add', side, ownerId, otherId, isPrimary, sort }],
				mayRefuse,

				report([{ result, afterRetry }]) {
					// `false` says that the link was there before; nothing has changed then (REST docs and server source agree).
					const added = readBoolean(result);
					if (!added && mayRefuse) {
						throw new UserError(`Contact ${contactId} is already linked to company ${companyId}`, {
							description: afterRetry
								? 'A first attempt was cut off and may have made this link itself. Check the company in Bitrix24.'
								: "Nothing was changed. To let such items pass, set the option 'If Already Linked' to 'Report'.",
						});
					}
					return {
						rows: [linkRow(ids, result, added ? 'added' : 'alreadyLinked', afterRetry)],
						summary: `contact ${contactId} was ${added ? '' : 'already '}linked to company ${companyId}`,
					};
				},
			}),
		};
	},
});

function readAdditionalFields(parameter: ReadParameter): { isPrimary?: boolean; sort?: number } {
	const { isPrimary, sort } = parameter('additionalFields', {}) as IDataObject;
	return {
		...(isGiven(isPrimary) && { isPrimary: readSwitch(isPrimary, "'Is Primary'") }),
		...(isGiven(sort) && { sort: readSort(sort, "'Sort'") }),
	};
}
