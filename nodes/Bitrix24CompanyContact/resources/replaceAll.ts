import { type IDataObject, UserError } from 'n8n-workflow';

import { readLinkList } from '../parameters/linkList';
import { allowEmpty, linkListFields, readAllowEmpty } from '../parameters/linkListFields';
import { dryRun } from '../parameters/dryRun';
import { checkContacts } from '../parameters/lookUpOptions';
import { ownerLocator, readOwnerId } from '../parameters/locator';
import { notice } from '../parameters/notice';
import { removedLink } from './answers';
import type { Change } from './changes';
import { compareLists, type WantedLink } from './difference';
import type { ChangeAnswer, Intent, ItemResult, MakeOperation, ReadParameter } from './operation';
import { linksOf } from './linkQueries';
import { companyPlan, contactPlan } from './replacePlan';
import { companySide, type Side } from './side';

/** REST docs: `crm.company.contact.items.set`, `crm.contact.company.items.set`. */
export const replaceAll: MakeOperation = (side) => ({
	option: {
		name: 'Replace All',
		value: 'replaceAll',
		action: `Replace all ${side.others} of ${side.owner}`,
		description: `Give a ${side.owner} exactly the ${side.others} of a list: missing ones are linked, all others unlinked`,
		builderHint: {
			propertyHint: `Removes every link that the list leaves out. To link more ${side.others} and keep the rest, use add.`,
		},
	},
	fields: [
		notice(
			'replaceAllNotice',
			`Unlinks all ${side.others} of the ${side.owner} that the list leaves out, whoever linked them. The output lists what was removed, so that Add can restore it.`,
		),
		ownerLocator(side),
		...linkListFields(side),
	],
	options: [allowEmpty, checkContacts, dryRun],

	parse: (parameter) => parse(parameter, side),
});

function parse(parameter: ReadParameter, side: Side): Intent {
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
			const { wanted, gone } = compareLists(list, known.get(links));
			const stages = replacePlan.stages(ownerId, { wanted, gone }, known, failureMessage);
			return {
				stages,
				report(answers) {
					const moot = mootChanges(stages.flat(), answers);
					const isMade = ({ otherId }: { otherId: number }) => !moot.has(otherId);
					const added = wanted.filter((link) => !link.present && isMade(link));
					const removed = gone.filter(isMade).map((link) => removedLink(side, link));
					return report(side, ownerId, { isChanged: stages.length > 0, wanted, added, removed });
				},
			};
		},
	};
}

function emptyList({ others, owner }: Side, ownerId: number): UserError {
	return new UserError(`The list of ${others} is empty`, {
		description: `All ${others} of ${owner} ${ownerId} would be unlinked. To do that on purpose, turn on the option 'Allow Empty List'.`,
	});
}

interface Outcome {
	isChanged: boolean;
	wanted: WantedLink[];
	added: WantedLink[];
	removed: IDataObject[];
}

function report(
	side: Side,
	ownerId: number,
	{ isChanged, wanted, added, removed }: Outcome,
): ItemResult {
	const idsOf = (links: WantedLink[]) => links.map(({ otherId }) => otherId);
	const addedIds = new Set(idsOf(added));
	const row = {
		[side.ownerId]: ownerId,
		// What `items.set` answers, also where nothing changes.
		result: true,
		outcome: isChanged ? 'replaced' : 'unchanged',
		[`${side.other}Ids`]: idsOf(wanted),
		added: idsOf(added),
		removed,
		kept: idsOf(wanted.filter((link) => !addedIds.has(link.otherId))),
	};
	const owner = `${side.owner} ${ownerId}`;
	const summary = isChanged
		? `${owner} got its new ${side.others}`
		: `${owner} already had these ${side.others}`;
	return { rows: [row], summary };
}

/** IDs of links that somebody else made or removed since the links were read, so that Bitrix24 had nothing to do. */
function mootChanges(changes: Change[], answers: ChangeAnswer[]): Set<number> {
	const moot = new Set<number>();
	answers.forEach(({ result, afterRetry }, position) => {
		const change = changes[position];
		if ((change.kind !== 'add' && change.kind !== 'remove') || result === true || afterRetry)
			return;
		moot.add(change.side === companySide ? change.otherId : change.ownerId);
	});
	return moot;
}
