import { readLinkIds, recordLocators } from '../parameters/locator';
import { readOutcomeOption } from '../parameters/outcomeOption';
import { linkRow } from './answers';
import { ifNotLinked, notLinked } from './notLinked';
import type { MakeOperation } from './operation';

/** REST docs: `crm.company.contact.delete`, `crm.contact.company.delete`. */
export const remove: MakeOperation = (side) => ({
	option: {
		name: 'Remove',
		value: 'remove',
		action: `Remove ${side.other} from ${side.owner}`,
		description: `Remove the link between a ${side.other} and a ${side.owner}. Both records stay.`,
	},
	fields: recordLocators(side),
	options: [ifNotLinked],

	parse(parameter) {
		const ids = readLinkIds(parameter);
		const { companyId, contactId } = ids;
		const [ownerId, otherId] = [ids[side.ownerId], ids[side.otherId]];
		const mayRefuse = readOutcomeOption(parameter, ifNotLinked) === 'error';

		return {
			ids,
			failureMessage: `${side.Other} ${otherId} was not removed from ${side.owner} ${ownerId}`,
			plan: () => ({
				stages: [[{ kind: 'remove', side, ownerId, otherId }]],
				mayRefuse,

				report([{ result, afterRetry }]) {
					// `false` says that there was no such link (REST docs and server source agree).
					const removed = result === true;
					if (!removed && mayRefuse) throw notLinked(ids, afterRetry);
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
