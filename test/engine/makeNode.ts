import { type INodeType, type INodeTypeDescription, NodeConnectionTypes } from 'n8n-workflow';

/** Makes a type of node. What is not given is as plain as can be. */
export function makeNodeType(
	name: string,
	description: Partial<INodeTypeDescription>,
	execute: INodeType['execute'],
): INodeType {
	return {
		description: {
			displayName: name,
			name,
			group: [],
			version: 1,
			description: '',
			defaults: {},
			inputs: [NodeConnectionTypes.Main],
			outputs: [NodeConnectionTypes.Main],
			properties: [],
			...description,
		},
		execute,
	};
}

/** Makes a node of a workflow. All that the engine needs is a unique name. */
export function makeNode(name: string, type: string, more: object = {}): object {
	return { id: name, name, type, typeVersion: 1, position: [0, 0], parameters: {}, ...more };
}
