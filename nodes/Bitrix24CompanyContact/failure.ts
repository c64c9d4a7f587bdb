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

/** How far a run came that stopped at an item. */
export interface Progress {
	/** Summaries of the items before it, all of which went through. */
	before: string[];
	/** Summaries of later items that went through as well, as they travelled in the same request. */
	after: string[];
	/** How many later items of the same request may have gone through. */
	inDoubt: number;
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
		message: `${inDoubt ? uncertain(step.undone) : step.undone}: ${reason}`,
		description: [
			portalError.skipped && 'The item was not sent, as no request could have gone through.',
			advice,
			inDoubt && 'Bitrix24 may still have carried it out.',
			quote(portalError),
		]
			.filter(Boolean)
			.join(' '),
		portalError,
		ids: step.ids,
	};
}

/** "Contact 5 was not linked …" as what may be so: a lost attempt may have run. */
function uncertain(undone: string): string {
	return undone.replace(/ (was|were) not /, ' may not have been ');
}

/** The error that a stopped run ends with also tells how far it came. */
export function withProgress(
	failure: Failure,
	index: number,
	count: number,
	progress: Progress,
): Failure {
	const { companyId, contactId } = failure.ids;
	const ids = [
		companyId !== undefined && `company ${companyId}`,
		contactId !== undefined && `contact ${contactId}`,
	].filter(Boolean);
	const place = `Item ${index + 1} of ${count}${ids.length ? ` (${ids.join(', ')})` : ''}.`;
	return {
		...failure,
		description: [failure.description, place, ...sentences(progress)].filter(Boolean).join(' '),
	};
}

function sentences({ before, after, inDoubt }: Progress): string[] {
	return [
		before.length
			? `${items(before.length)} went through before it: ${list(before)}.`
			: 'No item went through before it.',
		after.length
			? `${items(after.length)} after it travelled in the same request and went through as well: ${list(after)}.`
			: '',
		inDoubt
			? `${items(inDoubt)} after it travelled in the same request and may have gone through.`
			: '',
	];
}

function items(count: number): string {
	return `${count} ${count === 1 ? 'item' : 'items'}`;
}

function list(summaries: string[]): string {
	const more = summaries.length - 3;
	return summaries.slice(0, 3).join('; ') + (more > 0 ? `; and ${more} more` : '');
}

/**
 * n8n's error for a failure. Made of a plain object: n8n drops message and description when it is given an error that
 * its own HTTP helper threw.
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
	// n8n puts a text of its own in the place of a message that holds e.g. "ENOTFOUND", though it be a user's input
	// (n8n-workflow, node.error.ts, setDescriptiveErrorMessage).
	error.message = message;
	error.messages = [];
	return error;
}
