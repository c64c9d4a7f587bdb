import { type INodeProperties, UserError } from 'n8n-workflow';

import { add } from './add';
import { getAll } from './getAll';
import { getFields } from './getFields';
import type { Operation } from './operation';
import { remove } from './remove';
import { removeAll } from './removeAll';
import { replaceAll } from './replaceAll';

/** In the order of their names in the editor. */
export const operations: Operation[] = [add, getFields, getAll, remove, removeAll, replaceAll];

export function operationOf(name: unknown): Operation {
	return operations.find(({ option }) => option.value === name) ?? unknownOperation(String(name));
}

/** A workflow may come from a newer version of the node. Each of its items fails, or the run stops at the first. */
function unknownOperation(name: string): Operation {
	return {
		option: { name, value: name },
		fields: [],
		prepare() {
			throw new UserError(`This version of the node does not know the operation '${name}'`, {
				description: 'Update the node, or choose another operation.',
			});
		},
	};
}

export const operationProperties: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		options: operations.map(({ option }) => option),
		default: 'add',
	},
	...operations.flatMap(({ fields }) => fields),
];
