import { type INodeProperties, UserError } from 'n8n-workflow';

import { operations } from './index';
import type { ReadParameter } from './operation';
import { isGiven } from './values';

interface NumberOption {
	name: 'batchSize' | 'maxWait' | 'timeout';
	displayName: string;
	default: number;
	min: number;
	max?: number;
	whole?: boolean;
	description: string;
}

const numberOptions: NumberOption[] = [
	{
		name: 'batchSize',
		displayName: 'Batch Size',
		default: 50,
		min: 1,
		max: 50,
		whole: true,
		description: 'How many items travel in one request, at most 50',
	},
	{
		name: 'maxWait',
		displayName: 'Max Wait (Seconds)',
		default: 600,
		min: 0,
		description:
			'How long one request may wait for a limit of Bitrix24 to pass before its items fail',
	},
	{
		name: 'timeout',
		displayName: 'Timeout (Seconds)',
		default: 60,
		min: 0.1,
		description: 'How long one request may take, with its whole answer',
	},
];

const ifAlreadyLinked = outcomeOption(
	'If Already Linked',
	'ifAlreadyLinked',
	'alreadyLinked',
	'What to do if the contact was linked to the company before. Bitrix24 changes nothing then, not even the sort.',
);

const ifNotLinked = outcomeOption(
	'If Not Linked',
	'ifNotLinked',
	'notLinked',
	'What to do if the contact was not linked to the company',
);

const allowEmpty: INodeProperties = {
	displayName: 'Allow Empty List',
	name: 'allowEmpty',
	type: 'boolean',
	default: false,
	description: 'Whether an empty list, given as JSON, may unlink all contacts of the company',
};

const alone = operations.filter(({ oncePerRun }) => oncePerRun).map(({ option }) => option.value);

const [batchSize, maxWait, timeout] = numberOptions.map(toProperty);

export const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [
		onlyFor('replaceAll', allowEmpty),
		{ ...batchSize, displayOptions: { hide: { '/operation': alone } } },
		onlyFor('add', ifAlreadyLinked),
		onlyFor('remove', ifNotLinked),
		maxWait,
		timeout,
	],
};

/** What holds for a whole run: `batchSize` in commands, the others in seconds. */
export type RunOptions = Record<NumberOption['name'], number>;

/** @throws UserError for a value outside its bounds */
export function readRunOptions(parameter: ReadParameter): RunOptions {
	return Object.fromEntries(
		numberOptions.map((option) => [
			option.name,
			readNumber(option, parameter(`options.${option.name}`, option.default)),
		]),
	) as RunOptions;
}

function readNumber(
	{ displayName, min, max = Infinity, whole, default: fallback }: NumberOption,
	value: unknown,
): number {
	const number = isGiven(value) ? Number(value) : fallback;
	if (number >= min && number <= max && (!whole || Number.isInteger(number))) return number;
	const bounds = `from ${min}${Number.isFinite(max) ? ` to ${max}` : ' up'}`;
	throw new UserError(`The option '${displayName}' is out of bounds`, {
		description: `It must be a ${whole ? 'whole ' : ''}number ${bounds}.`,
	});
}

function toProperty({
	name,
	displayName,
	default: value,
	min,
	max,
	description,
}: NumberOption): INodeProperties {
	return {
		displayName,
		name,
		type: 'number',
		typeOptions: { minValue: min, ...(max !== undefined && { maxValue: max }) },
		default: value,
		description,
	};
}

function onlyFor(operation: string, option: INodeProperties): INodeProperties {
	return { ...option, displayOptions: { show: { '/operation': [operation] } } };
}

/** What to do with an outcome that changed nothing. */
function outcomeOption(
	displayName: string,
	name: string,
	outcome: string,
	description: string,
): INodeProperties {
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
