import { dryRun } from '../parameters/dryRun';
import { readLinkIds, recordLocators } from '../parameters/locator';
import { readOutcomeOption } from '../parameters/outcomeOption';
import { contactLinks, contactQueries, updateLink } from './contactLinks';
import { ifNotLinked, notLinked } from './notLinked';
import type { MakeOperation, Plan } from './operation';

/** No method changes the flag of a link alone. REST docs: `crm.contact.company.items.set`. */
export const setMain: MakeOperation = (side) => ({
	option: {
		name: 'Set Main',
		value: 'setMain',
		action: 'Set main company of contact',
		description:
			"Make a linked company the contact's main company. The other links stay as they are.",
	},
	fields: recordLocators(side),
	options: [dryRun, ifNotLinked],

	parse(parameter) {
		const ids = readLinkIds(parameter);
		const { companyId, contactId } = ids;
		const mayRefuse = readOutcomeOption(parameter, ifNotLinked) === 'error';

		return {
			ids,
			failureMessage: `Company ${companyId} was not made the main company of contact ${contactId}`,
			needs: () => contactQueries(contactId),
			plan(known): Plan {
				const contact = contactLinks(known, contactId);
				const isLinked = contact.links.some(({ otherId }) => otherId === companyId);
				if (!isLinked && mayRefuse) throw notLinked(ids);
				const stages = updateLink(contact, companyId, { isPrimary: true });
				const outcome = !isLinked ? 'notLinked' : stages.length ? 'mainSet' : 'alreadyMain';
				return {
					stages,
					report() {
						return {
							rows: [{ ...ids, outcome, before: contact.mainId ?? null }],
							summary: SUMMARIES[outcome](`company ${companyId}`, `contact ${contactId}`),
						};
					},
				};
			},
		};
	},
});

const SUMMARIES = {
	mainSet: (company: string, contact: string) => `${company} is now the main company of ${contact}`,
	alreadyMain: (company: string, contact: string) =>
		`${company} already was the main company of ${contact}`,
	notLinked: (company: string, contact: string) => `${contact} is not linked to ${company}`,
};
