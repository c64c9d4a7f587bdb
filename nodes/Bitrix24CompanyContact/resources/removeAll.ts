import { dryRun } from '../parameters/dryRun';
import { ownerLocator, readOwnerId } from '../parameters/locator';
import { notice } from '../parameters/notice';
import { removedLink } from './answers';
import type { MakeOperation } from './operation';
import { linksOf } from './linkQueries';

/** REST docs: `crm.company.contact.items.delete`, `crm.contact.company.items.delete`. */
export const removeAll: MakeOperation = (side) => ({
	option: {
		name: 'Remove All',
		value: 'removeAll',
		action: `Remove all ${side.others} from ${side.owner}`,
		description: `Remove the links between a ${side.owner} and all its ${side.others}. The records stay.`,
		builderHint: {
			propertyHint: `Removes links that no item names. To remove one ${side.other}, use remove.`,
		},
	},
	fields: [
		notice(
			'removeAllNotice',
			`Unlinks all ${side.others} of the ${side.owner}, whoever linked them. The output lists what was removed, so that Add can restore it.`,
		),
		ownerLocator(side),
	],
	options: [dryRun],

	parse(parameter) {
		const ownerId = readOwnerId(parameter, side);
		const ids = { [side.ownerId]: ownerId };
		const query = linksOf(side, ownerId);

		return {
			ids,
			failureMessage: `The ${side.others} of ${side.owner} ${ownerId} were not removed`,
			needs: () => [query],
			plan(known) {
				const links = known.get(query);
				const otherIds = links.map(({ otherId }) => otherId);
				const removed = links.map((link) => removedLink(side, link));
				return {
					stages: links.length ? [[{ kind: 'removeAll', side, ownerId, removed: otherIds }]] : [],
					report: () => ({
						rows: [{ ...ids, result: true, outcome: 'removedAll', removed }],
						summary: `all ${side.others} were removed from ${side.owner} ${ownerId}`,
					}),
				};
			},
		};
	},
});
