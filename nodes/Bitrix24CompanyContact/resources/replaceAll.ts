import { UserError } from 'n8n-workflow';

import { readLinkList } from '../parameters/linkList';
import { allowEmpty, linkListFields, readAllowEmpty } from '../parameters/linkListFields';
import { ownerLocator, readOwnerId } from '../parameters/locator';
import { readBoolean, readTrue, removedLink } from './answers';
import type { Change } from './changes';
import { compareLists, type Difference } from './difference';
import type { ChangeAnswer, ItemResult, MakeOperation } from './operation';
import { linksOf } from './linkQueries';
import { companyPlan, contactPlan } from './replacePlan';
import { companySide, type Side } from './side';

/** REST docs: `crm.company.contact.items.set`, `crm.contact.company.items.set`. */
export const replaceAll: MakeOperation = (side) => ({
	option: {
		name: 'Replace All',
		value: 'replaceAll',
		action: `Replace all ${side.others} of ${side.owner}`,
		description: `Give a ${side.owner} exactly the ${side.others} of a list: those that are missing are linked, all others are unlinked`,
	},
	fields: [ownerLocator(side), ...linkListFields(side)],
	options: [allowEmpty],

	parse(parameter) {
		const ownerId = readOwnerId(parameter, side);
		const list = readLinkList(parameter, side);
		if (!list.length && !readAllowEmpty(parameter)) throw emptyList(side, ownerId);
		const failureMessage = `The ${side.others} of ${side.owner} ${ownerId} were not replaced`;
		const links = linksOf(side, ownerId);
		const replacePlan = side === companySide ? companyPlan : contactPlan;

		return {
			ids: { [side.ownerId]: ownerId },
			failureMessage,
			needs(known) {
				const difference = known.has(links) ? compareLists(list, known.get(links)) : undefined;
				return [links, ...replacePlan.needs(ownerId, difference)];
			},
			plan(known) {
				const difference = compareLists(list, known.get(links));
				const stages = replacePlan.stages(ownerId, difference, known, failureMessage);
				return {
					stages,
					report: (answers) => report(side, ownerId, difference, stages.flat(), answers),
				};
			},
		};
	},
});

function emptyList({ others, owner }: Side, ownerId: number): UserError {
	return new UserError(`The list of ${others} is empty`, {
		description: `All ${others} of ${owner} ${ownerId} would be unlinked. To do that on purpose, turn on the option 'Allow Empty List'.`,
	});
}

function report(
	side: Side,
	ownerId: number,
	{ wanted, gone }: Difference,
	changes: Change[],
	answers: ChangeAnswer[],
): ItemResult {
	const idsOf = (links: Array<{ otherId: number }>) => links.map(({ otherId }) => otherId);
	const moot = mootChanges(changes, answers);
	const isNew = ({ otherId, present }: Difference['wanted'][number]) =>
		!present && !moot.has(otherId);
	const row = {
		[side.ownerId]: ownerId,
		// What `items.set` answers, also where nothing changes.
		result: true,
		outcome: changes.length ? 'replaced' : 'unchanged',
		[`${side.other}Ids`]: idsOf(wanted),
		added: idsOf(wanted.filter(isNew)),
		removed: gone
			.filter(({ otherId }) => !moot.has(otherId))
			.map((link) => removedLink(side, link)),
		kept: idsOf(wanted.filter((link) => !isNew(link))),
	};
	const owner = `${side.owner} ${ownerId}`;
	const summary = changes.length
		? `${owner} got its new ${side.others}`
		: `${owner} already had these ${side.others}`;
	return { rows: [row], summary };
}

/** IDs of links that somebody else made or removed since the links were read, so that Bitrix24 had nothing to do. */
function mootChanges(changes: Change[], answers: ChangeAnswer[]): Set<number> {
	const moot = new Set<number>();
	answers.forEach(({ result, afterRetry }, position) => {
		const change = changes[position];
		if (change.kind === 'replace' || change.kind === 'removeAll') {
			readTrue(result);
		} else if (!readBoolean(result) && !afterRetry) {
			moot.add(change.side === companySide ? change.otherId : change.ownerId);
		}
	});
	return moot;
}
