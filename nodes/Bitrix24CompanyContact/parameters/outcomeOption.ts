import { type INodeProperties, UserError } from 'n8n-workflow';

import type { ReadParameter } from '../resources/operation';
import { isGiven } from './values';

/**
 * An option that says what to do with an outcome that changed nothing.
 *
 * @param outcome the value of the output field `outcome`
 */
export function outcomeOption({
	displayName,
	name,
	outcome,
	description,
}: {
	displayName: string;
	name: string;
	outcome: string;
	description: string;
}): INodeProperties {
	return {
		displayName,
		name,
		type: 'options',
		options: [
			{
				name: 'Report',
				value: 'report',
				description: `Output the item with the outcome '${outcome}'`,
			},
			{
				name: 'Fail',
				value: 'error',
				description: 'Fail the item. A workflow that stops on fail then sends each item by itself.',
			},
		],
		default: 'report',
		description,
	};
}

/**
 * Reads the option by itself, as an expression in another option may have no value for this item.
 *
 * @throws UserError for a value that the option does not have
 */
export function readOutcomeOption(
	parameter: ReadParameter,
	{ name, displayName }: INodeProperties,
): 'report' | 'error' {
	const value = parameter(`options.${name}`, 'report');
	if (!isGiven(value)) return 'report';
	if (value === 'report' || value === 'error') return value;
	throw new UserError(`The option '${displayName}' has a value that is not known`, {
		description: "It must be 'report' or 'error'. Check the expression that it comes from.",
	});
}
