/** Makes a node of a workflow. All that the engine needs is a unique name. */
export function makeNode(name: string, type: string, more: object = {}): object {
	return { id: name, name, type, typeVersion: 1, position: [0, 0], parameters: {}, ...more };
}
