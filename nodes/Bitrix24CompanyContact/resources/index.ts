import { type INodeProperties, updateDisplayOptions, UserError } from 'n8n-workflow';

import { runOptions } from '../parameters/runOptions';
import type { Operation } from './operation';
import { operations } from './operations';

export function operationOf(name: unknown): Operation {
	return operations.find(({ option }) => option.value === name) ?? unknownOperation(String(name));
}

/** A workflow may come from a newer version of the node. Each of its items fails, or the run stops at the first. */
function unknownOperation(name: string): Operation {
	return {
		option: { name, value: name },
		fields: [],
		parse() {
			throw new UserError(`This version of the node does not know the operation '${name}'`, {
				description: 'Update the node, or choose another operation.',
			});
		},
	};
}

const oncePerRun = operations.filter(({ oncePerRun: once }) => once);

/** Operation, the fields of each operation, and Options. */
export const properties: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		options: operations.map(({ option }) => option),
		default: 'add',
	},
	...operations.flatMap(({ option, fields }) =>
		updateDisplayOptions({ show: { operation: [option.value] } }, fields),
	),
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: [
			...runOptions(oncePerRun.map(({ option }) => option.value)),
			...operations.flatMap(({ option, options = [] }) =>
				updateDisplayOptions({ show: { '/operation': [option.value] } }, options),
			),
		].sort((one, other) => one.displayName.localeCompare(other.displayName)),
	},
];
