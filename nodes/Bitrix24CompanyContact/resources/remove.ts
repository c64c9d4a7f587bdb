import { UserError } from 'n8n-workflow';

import { readLinkIds, recordLocators } from '../parameters/locator';
import { outcomeOption, readOutcomeOption } from '../parameters/outcomeOption';
import { linkRow, readBoolean } from './answers';
import type { MakeOperation } from './operation';

const ifNotLinked = outcomeOption({
	displayName: 'If Not Linked',
	name: 'ifNotLinked',
	outcome: 'notLinked',
	description: 'What to do if the contact was not linked to the company',
});

/** REST docs: `crm.company.contact.delete`. */
export const remove: MakeOperation = (side) => ({
	option: {
		name: 'Remove',
		value: 'remove',
		action: 'Remove contact from company',
		description: 'Remove the link between a contact and a company. Both records stay.',
	},
	fields: recordLocators(side),
	options: [ifNotLinked],

	parse(parameter) {
		const ids = readLinkIds(parameter);
		const { companyId, contactId } = ids;
		const mayRefuse = readOutcomeOption(parameter, ifNotLinked) === 'error';

		return {
			ids,
			failureMessage: `Contact ${contactId} was not removed from company ${companyId}`,
			writes: () => [`contact ${contactId}`],
			plan: () => ({
				changes: [{ kind: 'remove', side, ownerId: ids[side.ownerId], otherId: ids[side.otherId] }],
				mayRefuse,

				report([{ result, afterRetry }]) {
					// `false` says that there was no such link (REST docs and server source agree).
					const removed = readBoolean(result);
					if (!removed && mayRefuse) {
						throw new UserError(`Contact ${contactId} is not linked to company ${companyId}`, {
							description: afterRetry
								? 'A first attempt was cut off and may have removed the link itself. Check the company in Bitrix24.'
								: "Nothing was changed. To let such items pass, set the option 'If Not Linked' to 'Report'.",
						});
					}
					return {
						rows: [linkRow(ids, result, removed ? 'removed' : 'notLinked', afterRetry)],
						summary: removed
							? `contact ${contactId} was removed from company ${companyId}`
							: `contact ${contactId} was not linked to company ${companyId}`,
					};
				},
			}),
		};
	},
});
