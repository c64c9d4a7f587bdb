import { type INodeProperties, UserError } from 'n8n-workflow';

import type { ReadParameter } from '../resources/operation';
import { isGiven } from './values';

/** What holds for a whole run: `batchSize` in commands, the others in seconds. */
export interface RunOptions {
	batchSize: number;
	maxWait: number;
	timeout: number;
}

interface NumberOption extends INodeProperties {
	name: keyof RunOptions;
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

/** @param oncePerRun operations that send one call, so that there is no batch to size */
export function runOptions(oncePerRun: string[]): INodeProperties[] {
	return [
		{ ...batchSize, displayOptions: { hide: { '/operation': oncePerRun } } },
		maxWait,
		timeout,
	];
}

/** @throws UserError for a value outside its bounds */
export function readRunOptions(parameter: ReadParameter): RunOptions {
	const read = (option: NumberOption, isWhole = false) =>
		readNumber(option, parameter(`options.${option.name}`, option.default), isWhole);
	return { batchSize: read(batchSize, true), maxWait: read(maxWait), timeout: read(timeout) };
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
