import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { ownerLocator, readOwnerId } from '../parameters/locator';
import { isGiven, readSwitch } from '../parameters/values';
import type { Intent, MakeOperation, ReadParameter } from './operation';
import { detailsOf } from './recordQueries';
import type { Side } from './side';
import { type Link, linksOf } from './linkQueries';

const simplifyField: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};

function detailsField({ others }: Side): INodeProperties {
	return {
		displayName: 'Include Details',
		name: 'details',
		type: 'boolean',
		default: false,
		description: `Whether to also return the names, email addresses and phone numbers of the ${others}`,
		displayOptions: { show: { simplify: [true] } },
	};
}

/** REST docs: `crm.company.contact.items.get`, `crm.contact.company.items.get`. */
export const getAll: MakeOperation = (side) => ({
	option: {
		name: 'Get Many',
		value: 'getAll',
		action: `Get ${side.others} of ${side.owner}`,
		description: `Get all ${side.others} that are linked to a ${side.owner}, in the order of their sort`,
	},
	fields: [ownerLocator(side), simplifyField, detailsField(side)],
	parse: (parameter) => parse(parameter, side),
});

function parse(parameter: ReadParameter, side: Side): Intent {
	const ownerId = readOwnerId(parameter, side);
	const ids = { [side.ownerId]: ownerId };
	const isSimple = readFlag(parameter, 'simplify', true, "'Simplify'");
	const withDetails = isSimple && readFlag(parameter, 'details', false, "'Include Details'");
	const query = linksOf(side, ownerId);
	const detailsOfLink = ({ otherId }: Link) => detailsOf(side.other, otherId);

	return {
		ids,
		failureMessage: `The ${side.others} of ${side.owner} ${ownerId} were not read`,
		needs: (known) => [
			query,
			...(withDetails && known.has(query) ? known.get(query).map(detailsOfLink) : []),
		],
		plan(known) {
			const links = known.get(query);
			const count = `${links.length} ${links.length === 1 ? side.other : side.others}`;
			const rows = links.map((link): IDataObject => {
				if (!isSimple) return link.row;
				const { otherId, sort, roleId, isPrimary } = link;
				const row = { ...ids, [side.otherId]: otherId, sort, roleId, isPrimary };
				return withDetails ? { ...row, [side.other]: known.get(detailsOfLink(link)) } : row;
			});
			const summary = `${side.owner} ${ownerId} has ${count}`;
			return { stages: [], report: () => ({ rows, summary }) };
		},
	};
}

function readFlag(
	parameter: ReadParameter,
	name: string,
	byDefault: boolean,
	label: string,
): boolean {
	const value = parameter(name, byDefault);
	return isGiven(value) ? readSwitch(value, label) : byDefault;
}
