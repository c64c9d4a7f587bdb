import { type INodeProperties, updateDisplayOptions, UserError } from 'n8n-workflow';

import { lookUpOptions } from '../parameters/lookUpOptions';
import { runOptions } from '../parameters/runOptions';
import type { Operation } from './operation';
import { resources } from './operations';

export function operationOf(resourceName: unknown, name: unknown): Operation {
	const resource = resources.find(({ side }) => side.resource === resourceName);
	if (!resource) return unknownOperation(`the resource '${String(resourceName)}'`);
	return (
		resource.operations.find(({ option }) => option.value === name) ??
		unknownOperation(`the operation '${String(name)}'`)
	);
}

/** A workflow may come from a newer version of the node. Each of its items fails, or the run stops at the first. */
function unknownOperation(unknown: string): Operation {
	return {
		option: { name: '', value: '' },
		fields: [],
		parse() {
			throw new UserError(`This version of the node does not know ${unknown}`, {
				description: 'Update the node, or choose another operation.',
			});
		},
	};
}

/** Resource, the operations of each resource, the fields of each operation, and Options. */
export const properties: INodeProperties[] = [
	{
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		options: resources.map(({ side, description }) => ({
			name: side.name,
			value: side.resource,
			description,
		})),
		default: 'companyContact',
	},
	...resources.map(
		({ side, operations }): INodeProperties => ({
			displayName: 'Operation',
			name: 'operation',
			type: 'options',
			noDataExpression: true,
			displayOptions: { show: { resource: [side.resource] } },
			options: operations.map(({ option }) => option),
			default: 'add',
		}),
	),
	...resources.flatMap(({ side, operations }) =>
		operations.flatMap(({ option, fields }) =>
			updateDisplayOptions(
				{ show: { resource: [side.resource], operation: [option.value] } },
				fields,
			),
		),
	),
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: optionsOf(resources.flatMap(({ operations }) => operations)),
	},
];

/** The options that all operations have, and those of some, each with the operations that have it. */
function optionsOf(operations: Operation[]): INodeProperties[] {
	const oncePerRun = operations.filter((one) => 'oncePerRun' in one && one.oncePerRun);
	const ofSome = new Map<INodeProperties, Set<string>>();
	for (const { option, options = [] } of operations) {
		for (const entry of options) {
			ofSome.set(entry, (ofSome.get(entry) ?? new Set()).add(option.value));
		}
	}
	const withoutItems = [...new Set(oncePerRun.map(({ option }) => option.value))];
	return [
		...runOptions(withoutItems),
		...updateDisplayOptions({ hide: { '/operation': withoutItems } }, lookUpOptions),
		...[...ofSome].flatMap(([entry, values]) =>
			updateDisplayOptions({ show: { '/operation': [...values] } }, [entry]),
		),
	].sort((one, other) => one.displayName.localeCompare(other.displayName));
}
