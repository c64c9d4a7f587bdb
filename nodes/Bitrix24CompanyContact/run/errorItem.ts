import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { Failure } from './failure';
import type { NodeFailure } from './nodeError';

/**
 * The output item of an input item that failed.
 *
 * n8n's engine reduces the `json` of every item that carries `error` to the bare message, after this node and after any
 * later one that hands the item on (n8n-core, workflow-execute.ts, normalizeNodeErrors). So `error` is given only where
 * the error output needs `error` to tell the item from the others, and `json` then ignores that one assignment. `error`
 * is not enumerable on the error output, so the engine's copy drops it.
 *
 * @param input fields of the input item that go out as well
 */
export function errorItem(
	error: NodeFailure,
	{ message, description, portalError, ids }: Failure,
	pairedItem: INodeExecutionData['pairedItem'],
	input: IDataObject = {},
): INodeExecutionData {
	const full: IDataObject = {
		...input,
		error: message,
		description,
		outcome: 'failed',
		...(portalError?.code && { code: portalError.code }),
		...ids,
	};
	const item: INodeExecutionData = { json: full, pairedItem };
	if (error.node.onError !== 'continueErrorOutput') return item;

	let json = full;
	Object.defineProperty(item, 'json', {
		enumerable: true,
		configurable: true,
		get: () => json,
		set: (value: IDataObject) => {
			if (!isReduced(value, message)) json = value;
		},
	});
	return Object.defineProperty(item, 'error', { value: error, configurable: true, writable: true });
}

function isReduced(json: IDataObject, message: string): boolean {
	return Object.keys(json).length === 1 && json.error === message;
}
