import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { ownerLocator, readOwnerId } from '../parameters/locator';
import { isGiven, readSwitch } from '../parameters/values';
import type { MakeOperation } from './operation';
import { type Link, linksOf } from './linkQueries';

const simplifyField: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};

/** REST docs: `crm.company.contact.items.get`, `crm.contact.company.items.get`. */
export const getAll: MakeOperation = (side) => ({
	option: {
		name: 'Get Many',
		value: 'getAll',
		action: `Get ${side.others} of ${side.owner}`,
		description: `Get all ${side.others} that are linked to a ${side.owner}, in the order of their sort. A ${side.owner} without ${side.others}, or one that does not exist, gives no items.`,
	},
	fields: [ownerLocator(side), simplifyField],

	parse(parameter) {
		const ownerId = readOwnerId(parameter, side);
		const ids = { [side.ownerId]: ownerId };
		const simplify = parameter('simplify', true);
		const simplified = !isGiven(simplify) || readSwitch(simplify, "'Simplify'");
		const query = linksOf(side, ownerId);

		const toRow = ({ otherId, sort, roleId, isPrimary, row }: Link): IDataObject =>
			simplified ? { ...ids, [side.otherId]: otherId, sort, roleId, isPrimary } : row;

		return {
			ids,
			failureMessage: `The ${side.others} of ${side.owner} ${ownerId} were not read`,
			needs: () => [query],
			plan(known) {
				const links = known.get(query);
				const count = `${links.length} ${links.length === 1 ? side.other : side.others}`;
				return {
					stages: [],
					report: () => ({
						rows: links.map(toRow),
						summary: `${side.owner} ${ownerId} has ${count}`,
					}),
				};
			},
		};
	},
});
