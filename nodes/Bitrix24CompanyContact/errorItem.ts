import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { Failure, NodeFailure } from './failure';

/**
 * The output item of an input item that failed.
 *
 * Only an item with `error` reaches the error output, but n8n's engine then reduces the `json` of whatever carries
 * `error` to the bare message (n8n-core, workflow-execute.ts, normalizeNodeErrors): company and contact would be lost.
 * So `json` outlives this one reduction, while any other assignment to it works as always. On its way to the error
 * output the engine copies the item, and with it would copy `error`: there it stays behind.
 */
export function errorItem(
	error: NodeFailure,
	{ portalError, ids }: Failure,
	itemIndex: number,
	toErrorOutput: boolean,
): INodeExecutionData {
	let json: IDataObject = {
		error: error.message,
		...(portalError?.code && { code: portalError.code }),
		...ids,
	};
	return Object.defineProperties({} as INodeExecutionData, {
		json: {
			enumerable: true,
			configurable: true,
			get: () => json,
			set: (value: IDataObject) => {
				if (!isReduced(value, error.message)) json = value;
			},
		},
		error: { value: error, enumerable: !toErrorOutput, configurable: true, writable: true },
		pairedItem: {
			value: { item: itemIndex },
			enumerable: true,
			configurable: true,
			writable: true,
		},
	});
}

function isReduced(json: IDataObject, message: string): boolean {
	return Object.keys(json).length === 1 && json.error === message;
}
