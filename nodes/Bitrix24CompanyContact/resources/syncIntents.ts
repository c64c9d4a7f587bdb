import type { LinkIds } from '../parameters/recordId';
import { planAdd } from './addPlan';
import { contactLinks, contactQueries } from './contactLinks';
import type { WantedLink } from './difference';
import type { Known } from './known';
import { type LinkChange, type LinkState, resultOf, stateOf } from './linkChange';
import type { Link } from './linkQueries';
import type { ChangeAnswer, Intent, Plan } from './operation';
import { companiesOf } from './recordQueries';
import { companySide } from './side';

type LinkIntent = Intent & { ids: Required<LinkIds> };

/** A link that the list does not name. */
export function removalOf(companyId: number, link: Link): LinkIntent {
	const ids = { companyId, contactId: link.otherId };
	return {
		ids,
		failureMessage: `Contact ${ids.contactId} was not removed from company ${companyId}`,
		plan: () => ({
			stages: [[{ kind: 'remove', side: companySide, ownerId: companyId, otherId: link.otherId }]],
			report([answer]) {
				const change = { ids, before: stateOf(link), after: null };
				return report(answer, { ...change, change: 'remove', outcome: 'removed' }, 'notLinked');
			},
		}),
	};
}

/** A link that the list names: it is added, changed in place, or left as it is. */
export function wantedOf(companyId: number, link: WantedLink, showsUnchanged: boolean): LinkIntent {
	const { otherId: contactId, present, sort, isPrimary } = link;
	const ids = { companyId, contactId };
	if (!present) return additionOf(ids, link);
	const isSame = sort === present.sort;
	const before = stateOf(present);
	const unchanged: LinkChange = {
		ids,
		change: 'none',
		before,
		after: before,
		outcome: 'unchanged',
	};
	const keep: Plan = { stages: [], report: () => resultOf(unchanged, showsUnchanged) };
	const failureMessage = `The link of contact ${contactId} and company ${companyId} was not changed`;
	if (isSame && !isPrimary) return { ids, failureMessage, plan: () => keep };

	const update = planAdd({ ...ADD, ids, failureMessage, sort, isPrimary, ifLinked: 'update' });
	// Most links of a list are as they should be, and 50 contacts tell their main companies in one command.
	const isMain = (known: Known) => known.get(companiesOf(contactId))?.mainId === companyId;
	const mayStay = (known: Known) => isSame && (!known.has(companiesOf(contactId)) || isMain(known));
	return {
		...update,
		ids,
		needs: (known) => (mayStay(known) ? [companiesOf(contactId)] : contactQueries(contactId)),
		plan(known) {
			if (mayStay(known)) return keep;
			const { stages } = update.plan(known);
			if (!stages.length) return keep;
			const { mainId = companyId } = contactLinks(known, contactId);
			const after: LinkState = { sort, isPrimary: isPrimary === true || mainId === companyId };
			const updated: LinkChange = { ids, change: 'update', before, after, outcome: 'updated' };
			return { stages, report: () => resultOf(updated, true) };
		},
	};
}

const ADD = { side: companySide, dryRun: false };

function additionOf(ids: Required<LinkIds>, { sort, isPrimary }: WantedLink): LinkIntent {
	const failureMessage = `Contact ${ids.contactId} was not linked to company ${ids.companyId}`;
	const add = planAdd({ ...ADD, ids, failureMessage, sort, isPrimary, ifLinked: 'report' });
	return {
		...add,
		ids,
		plan(known) {
			const { stages } = add.plan(known);
			const becomesMain =
				isPrimary !== false || contactLinks(known, ids.contactId).mainId === undefined;
			const after: LinkState = { sort, isPrimary: becomesMain };
			const added: LinkChange = { ids, change: 'add', before: null, after, outcome: 'added' };
			return {
				stages,
				report: (answers) => report(answers.at(-1), added, 'alreadyLinked'),
			};
		},
	};
}

/**
 * Where somebody else made the change since the links were read, nothing has changed now.
 *
 * @param outcome what is said then
 */
function report(
	answer: ChangeAnswer | undefined,
	made: LinkChange,
	outcome: 'alreadyLinked' | 'notLinked',
) {
	if (answer?.result === true) return resultOf(made, true);
	const { ids } = made;
	const { afterRetry } = answer ?? {};
	const moot: LinkChange = { ids, change: 'none', before: null, after: null, outcome, afterRetry };
	return resultOf(moot, true);
}
