import { additionalFields, readAdditionalFields } from '../parameters/additionalFields';
import { dryRun } from '../parameters/dryRun';
import { checkContacts } from '../parameters/lookUpOptions';
import { readLinkIds, recordLocators } from '../parameters/locator';
import { outcomeOption, readOutcomeOption } from '../parameters/outcomeOption';
import { planAdd } from './addPlan';
import type { MakeOperation } from './operation';

const ifAlreadyLinked = outcomeOption({
	displayName: 'If Already Linked',
	name: 'ifAlreadyLinked',
	outcome: 'alreadyLinked',
	update: 'Give the link the sort and flag of Additional Fields. No other link changes.',
	description: 'What to do if the contact was linked to the company before',
});

/** REST docs: `crm.company.contact.add`, `crm.contact.company.add`. */
export const add: MakeOperation = (side) => ({
	option: {
		name: 'Add',
		value: 'add',
		action: `Add ${side.other} to ${side.owner}`,
		description: `Link a ${side.other} to a ${side.owner}. A ${side.other} that is linked already stays as it is.`,
	},
	fields: [...recordLocators(side), additionalFields(side)],
	options: [checkContacts, dryRun, ifAlreadyLinked],

	parse(parameter, { dryRun }) {
		const ids = readLinkIds(parameter);
		const ifLinked = readOutcomeOption(parameter, ifAlreadyLinked);
		const failureMessage = `${side.Other} ${ids[side.otherId]} was not linked to ${side.owner} ${ids[side.ownerId]}`;
		const fields = readAdditionalFields(parameter);
		return planAdd({ side, ids, failureMessage, ifLinked, dryRun, ...fields });
	},
});
