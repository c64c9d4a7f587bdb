/** A node of a workflow for the engine, which asks for no more than a name that is its own. */
export function makeNode(name: string, type: string, more: object = {}): object {
	return { id: name, name, type, typeVersion: 1, position: [0, 0], parameters: {}, ...more };
}
