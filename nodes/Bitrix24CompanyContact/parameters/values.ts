import { type INodeProperties, UserError } from 'n8n-workflow';

import { wholeNumber } from '../bitrix24/json';
import type { ReadParameter } from '../resources/operation';

/** An empty field, or an expression without a value for this item, counts as not given. */
export function isGiven(value: unknown): boolean {
	return value !== undefined && value !== null && value !== '';
}

/**
 * A switch, or an expression that may give text: "false" and "N" must not count as true.
 *
 * @param name what the message calls the value
 */
export function readSwitch(value: unknown, name: string): boolean {
	const text = String(value).trim().toLowerCase();
	if (['true', 'y', '1'].includes(text)) return true;
	if (['false', 'n', '0'].includes(text)) return false;
	throw new UserError(`${name} is neither true nor false`, {
		description: 'Check the field or expression that it comes from.',
	});
}

/** An option that is a switch. */
export function readSwitchOption(
	parameter: ReadParameter,
	{ name, displayName, default: byDefault }: INodeProperties,
): boolean {
	const value = parameter(`options.${name}`, byDefault);
	if (!isGiven(value)) return byDefault as boolean;
	return readSwitch(value, `The option '${displayName}'`);
}

/**
 * An option that protects links. An expression that gives nothing, e.g. one on a misspelt field, would turn the protection
 * off.
 *
 * @throws UserError for anything but true and false
 */
export function readProtectingSwitch(parameter: ReadParameter, option: INodeProperties): boolean {
	const { name, displayName, default: byDefault } = option;
	const value = parameter(`options.${name}`, byDefault);
	if (!isGiven(value)) throw withoutValue(`The option '${displayName}'`);
	return readSwitch(value, `The option '${displayName}'`);
}

export function withoutValue(name: string): UserError {
	return new UserError(`${name} has no value`, {
		description: `${name} protects links, so that nothing was changed. Check the field or expression that its value comes from.`,
	});
}

/** Whether a parameter as the workflow stores it may have another value for each item. */
export function isExpression(stored: unknown): boolean {
	return typeof stored === 'string' && stored.startsWith('=');
}

export function readSort(value: unknown, name: string): number {
	const sort = wholeNumber(value);
	if (sort !== undefined) return sort;
	throw new UserError(`${name} is not a whole number`, {
		description: 'Check the field or expression that it comes from.',
	});
}
