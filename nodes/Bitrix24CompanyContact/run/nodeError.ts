import { type INode, NodeApiError, NodeOperationError } from 'n8n-workflow';

import type { Failure } from './failure';

export type NodeFailure = NodeApiError | NodeOperationError;

/**
 * n8n's error for a failure. Made of a plain object: n8n drops message and description when given an error that its own
 * HTTP helper threw.
 */
export function toNodeError(node: INode, failure: Failure, itemIndex?: number): NodeFailure {
	const { message, description, portalError } = failure;
	const error = portalError
		? new NodeApiError(
				node,
				{ error: portalError.code, error_description: portalError.text },
				{ message, description, httpCode: portalError.status?.toString(), itemIndex },
			)
		: new NodeOperationError(node, message, { description, itemIndex });
	// n8n puts a text of its own in the place of a message that holds e.g. "ENOTFOUND", though a user's input may hold
	// that word (n8n-workflow, node.error.ts, setDescriptiveErrorMessage).
	error.message = message;
	error.messages = [];
	return error;
}
