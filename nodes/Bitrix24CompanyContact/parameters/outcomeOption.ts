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
	update,
	description,
}: {
	displayName: string;
	name: string;
	outcome: string;
	/** What the value `update` does, where the option has that value. */
	update?: string;
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
			...(update ? [{ name: 'Update', value: 'update', description: update }] : []),
			{ name: 'Fail', value: 'error', description: 'Fail the item' },
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
export function readOutcomeOption<Value extends string = 'report' | 'update' | 'error'>(
	parameter: ReadParameter,
	{ name, displayName, options = [], default: byDefault }: INodeProperties,
): Value {
	const value = parameter(`options.${name}`, byDefault);
	if (!isGiven(value)) return byDefault as Value;
	const values = options.map((option) => ('value' in option ? option.value : undefined));
	if (values.includes(value as string)) return value as Value;
	throw new UserError(`The option '${displayName}' has a value that is not known`, {
		description: `It must be ${values.map((one) => `'${one}'`).join(' or ')}. Check the expression that it comes from.`,
	});
}
