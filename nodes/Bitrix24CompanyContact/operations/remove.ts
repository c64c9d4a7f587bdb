import { UserError } from 'n8n-workflow';

import { linkRow, readBoolean } from './answer';
import type { Operation } from './operation';
import {
	company,
	contact,
	onlyFor,
	readCompanyId,
	readContactId,
	readOutcomeOption,
} from './parameters';

/** REST docs: `crm.company.contact.delete`. */
export const remove: Operation = {
	option: {
		name: 'Remove',
		value: 'remove',
		action: 'Remove contact from company',
		description: 'Remove the link between a contact and a company. Both records stay.',
	},
	fields: onlyFor('remove', [company, contact]),

	prepare(parameter) {
		const companyId = readCompanyId(parameter);
		const contactId = readContactId(parameter);
		const mayRefuse = readOutcomeOption(parameter, 'ifNotLinked', 'If Not Linked') === 'error';

		return {
			call: {
				method: 'crm.company.contact.delete',
				orderingKeys: () => [`contact ${contactId}`],
				params: { id: companyId, fields: { CONTACT_ID: contactId } },
			},
			ids: { companyId, contactId },
			undone: `Contact ${contactId} was not removed from company ${companyId}`,
			mayRefuse,

			read(result, afterRetry) {
				// `false` says that there was no such link (REST docs and server source agree).
				const removed = readBoolean(result);
				if (!removed && mayRefuse) {
					throw new UserError(`Contact ${contactId} is not linked to company ${companyId}`, {
						description: afterRetry
							? 'A first attempt was cut off and may have removed the link itself. Look at the company in Bitrix24.'
							: "Nothing was changed. To let such items pass, set the option 'If Not Linked' to 'Report'.",
					});
				}
				return {
					rows: [
						linkRow(
							{ companyId, contactId },
							result,
							removed ? 'removed' : 'notLinked',
							afterRetry,
						),
					],
					summary: removed
						? `contact ${contactId} was removed from company ${companyId}`
						: `contact ${contactId} was not linked to company ${companyId}`,
				};
			},
		};
	},
};
