import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { ReadParameter } from '../resources/operation';
import type { Side } from '../resources/side';
import { isGiven, readSort, readSwitch } from './values';

/** What a link gets besides its two ends. What the user did not add is not sent. */
export function additionalFields({ owner, others, other }: Side): INodeProperties {
	const withoutIt =
		owner === 'company'
			? 'Without this field, the main company moves to this company.'
			: 'Without this field, only a contact without a main company gets this company.';
	return {
		displayName: 'Additional Fields',
		name: 'additionalFields',
		type: 'collection',
		placeholder: 'Add Field',
		default: {},
		options: [
			{
				displayName: 'Is Primary',
				name: 'isPrimary',
				type: 'boolean',
				default: true,
				description: `Whether the company becomes the contact's main company. Turned off, the contact keeps its main company, or gets this one if it has none. ${withoutIt}`,
			},
			{
				displayName: 'Sort',
				name: 'sort',
				type: 'number',
				default: 10,
				description: `Position in the ${owner}'s list of ${others}, lowest first. Without this field, the ${other} goes to the end.`,
			},
		],
	};
}

export function readAdditionalFields(parameter: ReadParameter): {
	isPrimary?: boolean;
	sort?: number;
} {
	const { isPrimary, sort } = parameter('additionalFields', {}) as IDataObject;
	return {
		...(isGiven(isPrimary) && { isPrimary: readSwitch(isPrimary, "'Is Primary'") }),
		...(isGiven(sort) && { sort: readSort(sort, "'Sort'") }),
	};
}
