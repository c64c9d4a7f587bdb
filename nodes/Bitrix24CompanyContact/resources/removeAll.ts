import { ownerLocator, readOwnerId } from '../parameters/locator';
import { readTrue } from './answers';
import type { MakeOperation } from './operation';

/** REST docs: `crm.company.contact.items.delete`. */
export const removeAll: MakeOperation = (side) => ({
	option: {
		name: 'Remove All',
		value: 'removeAll',
		action: 'Remove all contacts from company',
		description:
			'Remove the links between a company and all its contacts. The records stay. Bitrix24 reports success even for a company that does not exist.',
	},
	fields: [ownerLocator(side)],

	parse(parameter) {
		const ownerId = readOwnerId(parameter, side);
		const ids = { [side.ownerId]: ownerId };

		return {
			ids,
			failureMessage: `The ${side.others} of ${side.owner} ${ownerId} were not removed`,
			writes: () => [`${side.owner} ${ownerId}`],
			plan: () => ({
				changes: [{ kind: 'removeAll', side, ownerId }],

				report([{ result }]) {
					readTrue(result);
					return {
						rows: [{ ...ids, result: true, outcome: 'removedAll' }],
						summary: `all ${side.others} were removed from ${side.owner} ${ownerId}`,
					};
				},
			}),
		};
	},
});
