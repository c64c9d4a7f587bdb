import { UserError } from 'n8n-workflow';

import { outcomeOption } from '../parameters/outcomeOption';
import type { LinkIds } from '../parameters/recordId';

export const ifNotLinked = outcomeOption({
	displayName: 'If Not Linked',
	name: 'ifNotLinked',
	outcome: 'notLinked',
	description: 'What to do if the contact is not linked to the company',
});

/** Fails an item whose link is not there, where the user wants that. */
export function notLinked({ companyId, contactId }: LinkIds, afterRetry = false): UserError {
	return new UserError(`Contact ${contactId} is not linked to company ${companyId}`, {
		description: afterRetry
			? 'A first attempt was cut off and may have removed the link itself. Check the company in Bitrix24.'
			: "Nothing was changed. To let these items pass, set the option 'If Not Linked' to 'Report'.",
	});
}
