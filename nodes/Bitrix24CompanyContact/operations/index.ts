import type { INodeProperties } from 'n8n-workflow';

import { add } from './add';
import { getAll } from './getAll';
import { getFields } from './getFields';
import type { Operation } from './operation';
import { remove } from './remove';
import { removeAll } from './removeAll';
import { replaceAll } from './replaceAll';

const all: Operation[] = [add, getFields, getAll, remove, removeAll, replaceAll];

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
