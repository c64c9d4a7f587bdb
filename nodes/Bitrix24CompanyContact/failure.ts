import { type INode, NodeApiError, NodeOperationError } from 'n8n-workflow';

import type { KnownIds, LookUp, Task } from './operations/operation';
import type { PortalError } from './portal/call';
import { explain, quote } from './portal/errors';

export type NodeFailure = NodeApiError | NodeOperationError;

/** Why one item failed, before n8n's error is made of it. */
export interface Failure {
	message: string;
	description: string;
	/** What Bitrix24 said; absent where the node itself refused the item. */
	portalError?: PortalError;
	ids: KnownIds;
}

/** The node, or n8n's expressions, refused an item's parameters or what it was answered. */
export function refused(thrown: unknown, ids: KnownIds): Failure {
	const { message, description } = thrown as Error & { description?: string | null };
	return { message, description: description ?? '', ids };
}

/** Bitrix24 refused a call, or did not answer it. */
export function unanswered(portalError: PortalError, step: Task | LookUp): Failure {
	const { reason, advice } = explain(portalError);
	const inDoubt = portalError.mayHaveRun && !step.readOnly;
	return {
		message: `${step.undone}${inDoubt ? ', as far as is known' : ''}: ${reason}`,
		description: [
			advice,
			inDoubt &&
				'Bitrix24 may still have carried it out, and items that travelled with it as well.',
			quote(portalError),
		]
			.filter(Boolean)
			.join(' '),
		portalError,
		ids: step.ids,
	};
}

/** The error that a stopped run ends with also tells how far it came. */
export function withPlace(failure: Failure, index: number, count: number, done: string[]): Failure {
	const { companyId, contactId } = failure.ids;
	const ids = [
		companyId !== undefined && `company ${companyId}`,
		contactId !== undefined && `contact ${contactId}`,
	].filter(Boolean);
	const place = `Item ${index + 1} of ${count}${ids.length ? ` (${ids.join(', ')})` : ''}.`;
	return {
		...failure,
		description: [failure.description, place, progress(done)].filter(Boolean).join(' '),
	};
}

function progress(done: string[]): string {
	if (!done.length) return 'No item went through before it.';
	const more = done.length - 3;
	const shown = done.slice(0, 3).join('; ') + (more > 0 ? `; and ${more} more` : '');
	return `${done.length} ${done.length === 1 ? 'item' : 'items'} went through before it: ${shown}.`;
}

/**
 * n8n's error for a failure. Made of a plain object: n8n drops message and description when it is given an error that
 * its own HTTP helper threw.
 */
export function toNodeError(node: INode, failure: Failure, itemIndex: number): NodeFailure {
	const { message, description, portalError } = failure;
	if (!portalError) return new NodeOperationError(node, message, { description, itemIndex });
	const { code, text, status } = portalError;
	return new NodeApiError(
		node,
		{ error: code, error_description: text },
		{ message, description, httpCode: status?.toString(), itemIndex },
	);
}
