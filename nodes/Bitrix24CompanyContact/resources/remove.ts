import { dryRun } from '../parameters/dryRun';
import { readLinkIds, recordLocators } from '../parameters/locator';
import { readOutcomeOption } from '../parameters/outcomeOption';
import { linkRow } from './answers';
import { ifNotLinked, notLinked } from './notLinked';
import type { Known } from './known';
import { refuseUnknown } from './contactLinks';
import { isShown } from './recordQueries';
import { linksOf } from './linkQueries';
import type { ChangeAnswer, MakeOperation } from './operation';

/** What Bitrix24 answers where no link is there. */
const NOT_THERE: ChangeAnswer = { result: false, afterRetry: false };

/** REST docs: `crm.company.contact.delete`, `crm.contact.company.delete`. */
export const remove: MakeOperation = (side) => ({
	option: {
		name: 'Remove',
		value: 'remove',
		action: `Remove ${side.other} from ${side.owner}`,
		description: `Remove the link between a ${side.other} and a ${side.owner}. Both records stay.`,
		builderHint: {
			propertyHint: "Removes one link per item. The outcome is 'removed' or 'notLinked'.",
		},
	},
	fields: recordLocators(side),
	options: [dryRun, ifNotLinked],

	parse(parameter, run) {
		const ids = readLinkIds(parameter);
		const { companyId, contactId } = ids;
		const [ownerId, otherId] = [ids[side.ownerId], ids[side.otherId]];
		const mayRefuse = readOutcomeOption(parameter, ifNotLinked) === 'error';

		const failureMessage = `${side.Other} ${otherId} was not removed from ${side.owner} ${ownerId}`;
		const links = linksOf(side, ownerId);
		const isAbsent = (known: Known) =>
			known.has(links) && !known.get(links).some((link) => link.otherId === otherId);

		return {
			ids,
			failureMessage,
			...(run.dryRun && { needs: () => [links, isShown(side.owner, ownerId)] }),
			plan(known) {
				if (run.dryRun) refuseUnknown(known, side.owner, ownerId, failureMessage);
				return {
					stages: isAbsent(known) ? [] : [[{ kind: 'remove', side, ownerId, otherId }]],
					mayRefuse,

					report([{ result, afterRetry } = NOT_THERE]) {
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
				};
			},
		};
	},
});
