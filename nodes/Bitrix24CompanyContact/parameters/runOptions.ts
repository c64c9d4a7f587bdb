import { type INodeProperties, updateDisplayOptions, UserError } from 'n8n-workflow';

import type { ReadParameter } from '../resources/operation';
import { isGiven, readSwitchOption } from './values';

/** How requests are sent: `batchSize` in commands, the others in seconds. */
export interface RequestOptions {
	batchSize: number;
	maxWait: number;
	timeout: number;
}

/** What holds for a whole run. */
export interface RunOptions extends RequestOptions {
	/** Whether the fields of the input item go out beside the result's. */
	includeInputFields: boolean;
}

interface NumberOption extends INodeProperties {
	name: keyof RequestOptions;
	default: number;
	typeOptions: { minValue: number; maxValue?: number };
}

const batchSize: NumberOption = {
	displayName: 'Batch Size',
	name: 'batchSize',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 50 },
	default: 50,
	description: 'How many items travel in one request, at most 50',
};

const maxWait: NumberOption = {
	displayName: 'Max Wait (Seconds)',
	name: 'maxWait',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: 600,
	description:
		'How long one request may wait for a limit of Bitrix24 to pass before its items fail',
};

const timeout: NumberOption = {
	displayName: 'Timeout (Seconds)',
	name: 'timeout',
	type: 'number',
	typeOptions: { minValue: 0.1 },
	default: 60,
	description: 'How long one request may take, with its whole answer',
};

const includeInputFields: INodeProperties = {
	displayName: 'Include Input Fields',
	name: 'includeInputFields',
	type: 'boolean',
	default: false,
	description:
		'Whether to output the fields of the input item beside those of the result. Where both have a field, the result wins.',
};

/** @param oncePerRun operations that send one call for all items */
export function runOptions(oncePerRun: string[]): INodeProperties[] {
	return [
		...updateDisplayOptions({ hide: { '/operation': oncePerRun } }, [
			batchSize,
			includeInputFields,
		]),
		maxWait,
		timeout,
	];
}

/** @throws UserError for a value outside its bounds */
export function readRunOptions(parameter: ReadParameter): RunOptions {
	const read = (option: NumberOption, isWhole = false) =>
		readNumber(option, parameter(`options.${option.name}`, option.default), isWhole);
	return {
		batchSize: read(batchSize, true),
		maxWait: read(maxWait),
		timeout: read(timeout),
		includeInputFields: readSwitchOption(parameter, includeInputFields),
	};
}

function readNumber(option: NumberOption, value: unknown, isWhole: boolean): number {
	const { minValue: min, maxValue: max = Infinity } = option.typeOptions;
	const number = isGiven(value) ? Number(value) : option.default;
	if (number >= min && number <= max && (!isWhole || Number.isInteger(number))) return number;
	const bounds = `from ${min}${Number.isFinite(max) ? ` to ${max}` : ' up'}`;
	throw new UserError(`The option '${option.displayName}' is out of bounds`, {
		description: `It must be a ${isWhole ? 'whole ' : ''}number ${bounds}.`,
	});
}
