import { type INodeProperties, UserError } from 'n8n-workflow';

import { wholeNumber } from '../bitrix24/json';
import type { ReadParameter } from '../resources/operation';
import { isGiven, readProtectingSwitch, withoutValue } from './values';

export const maxRemovals: INodeProperties = {
	displayName: 'Max Removals',
	name: 'maxRemovals',
	type: 'number',
	typeOptions: { minValue: 0, numberPrecision: 0 },
	default: 50,
	required: true,
	description:
		'How many links the run may remove. If it would remove more, nothing is changed. This guards against a list that is incomplete.',
};

export const removeOthers: INodeProperties = {
	displayName: 'Remove Others',
	name: 'removeOthers',
	type: 'boolean',
	default: true,
	description:
		'Whether to remove all links of the named companies that the input items do not name',
};

export const includeUnchanged: INodeProperties = {
	displayName: 'Include Unchanged',
	name: 'includeUnchanged',
	type: 'boolean',
	default: false,
	description: 'Whether to also output links that stay as they are',
};

export function readRemoveOthers(parameter: ReadParameter): boolean {
	return readProtectingSwitch(parameter, removeOthers);
}

/** @throws UserError for anything but a whole number from 0 up */
export function readMaxRemovals(parameter: ReadParameter): number {
	const value = parameter(maxRemovals.name, maxRemovals.default);
	if (!isGiven(value)) throw withoutValue(`'${maxRemovals.displayName}'`);
	const number = wholeNumber(value);
	if (number !== undefined && number >= 0) return number;
	throw new UserError(`'${maxRemovals.displayName}' is not a whole number from 0 up`, {
		description: 'Check the field or expression that it comes from. Nothing was changed.',
	});
}
