import type { INodeProperties } from 'n8n-workflow';

import type { ReadParameter } from '../resources/operation';
import type { Side } from '../resources/side';
import { listNames } from './linkList';
import { exampleOf } from './listedLink';
import { locator } from './locator';
import { readSwitchOption } from './values';

/** The list of links that a record has afterwards: given one by one, or as JSON. */
export function linkListFields(side: Side): INodeProperties[] {
	const { owner, others, otherId } = side;
	const { input, json } = listNames(side);
	return [
		{
			displayName: input.label,
			name: input.name,
			type: 'options',
			options: [
				{ name: 'Define Below', value: 'define', description: `Choose the ${others} one by one` },
				{ name: 'JSON', value: 'json', description: `Give all ${others} in one list` },
			],
			default: 'define',
			description: `How to say which ${others} the ${owner} has afterwards. All others are unlinked.`,
		},
		definedList(side),
		{
			displayName: json.label,
			name: json.name,
			type: 'json',
			default: '[]',
			required: true,
			description: `The ${others} that the ${owner} has afterwards: a list of IDs, or of objects with '${otherId}', 'isPrimary' and 'sort'. All others are unlinked. A link without 'sort' keeps its position.`,
			hint: `E.g. ${exampleOf(side)}`,
			displayOptions: { show: { [input.name]: ['json'] } },
		},
	];
}

function definedList(side: Side): INodeProperties {
	const { owner, other, Other, others } = side;
	const { input, defined } = listNames(side);
	return {
		displayName: defined.label,
		name: defined.name,
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true },
		placeholder: `Add ${Other}`,
		default: {},
		description: `The ${others} that the ${owner} has afterwards. All others are unlinked.`,
		displayOptions: { show: { [input.name]: ['define'] } },
		options: [
			{
				displayName: Other,
				name: defined.element,
				values: [
					locator(other, `A ${other} that the ${owner} has afterwards`),
					{
						displayName: 'Is Primary',
						name: 'isPrimary',
						type: 'boolean',
						default: false,
						description:
							"Whether the company becomes the contact's main company. Turned off, the contact keeps its main company, or gets this one if it has none.",
					},
					{
						displayName: 'Sort',
						name: 'sort',
						type: 'number',
						typeOptions: { minValue: 0 },
						default: 0,
						description: `Position in the ${owner}'s list of ${others}, lowest first. With 0, a ${other} that is linked keeps its position, and a new one goes to the end.`,
					},
				],
			},
		],
	};
}

export const allowEmpty: INodeProperties = {
	displayName: 'Allow Empty List',
	name: 'allowEmpty',
	type: 'boolean',
	default: false,
	description: 'Whether an empty list, given as JSON, may remove all links',
};

export function readAllowEmpty(parameter: ReadParameter): boolean {
	return readSwitchOption(parameter, allowEmpty);
}
