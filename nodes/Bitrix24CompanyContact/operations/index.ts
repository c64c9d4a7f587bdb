import type { INodeProperties } from 'n8n-workflow';

import { add } from './add';
import type { Operation } from './operation';

const all: Operation[] = [add];

export const operations = Object.fromEntries(
	all.map((operation) => [operation.option.value, operation]),
);

export const operationProperties: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		options: all.map(({ option }) => option),
		default: 'add',
	},
	...all.flatMap(({ fields }) => fields),
];
