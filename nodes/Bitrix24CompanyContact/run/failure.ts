import { type INode, NodeApiError, NodeOperationError } from 'n8n-workflow';

import type { PortalError } from '../bitrix24/call';
import { explain, quote } from '../bitrix24/errors';
import type { LinkIds } from '../parameters/recordId';
import { linkErrors } from '../resources/linkErrors';
import type { Side } from '../resources/side';

export type NodeFailure = NodeApiError | NodeOperationError;

/** Why one item failed, before n8n's error is made. */
export interface Failure {
	message: string;
	description: string;
	/** What Bitrix24 said; absent where the node itself refused the item. */
	portalError?: PortalError;
	/** Whether the item may have changed something all the same. */
	indeterminate?: boolean;
	ids: LinkIds;
}

/** How far a run came that stopped at an item. */
export interface Progress {
	/** Summaries of the items before, all of which went through. */
	before: string[];
	/** Summaries of later items that went through as well, as they travelled in the same request. */
	after: string[];
	/** How many later items of the same request may have gone through. */
	inDoubt: number;
}

/** The node, or n8n's expressions, refused an item's parameters or the answer to its calls. */
export function fromThrown(thrown: unknown, ids: LinkIds, indeterminate = false): Failure {
	const { message, description } = thrown as Error & { description?: string | null };
	return { message, description: description ?? '', ids, indeterminate };
}

/** The call that failed, and what the item asked for. */
interface Context {
	failureMessage: string;
	ids: LinkIds;
	/** The side whose method was called. */
	side: Side;
	/** A lost response to a read leaves nothing in doubt. */
	isRead?: boolean;
	/** Changes of the item that were made before, as clauses. */
	done?: string[];
}

/** Bitrix24 refused a call, or did not answer. */
export function fromPortalError(
	portalError: PortalError,
	{ failureMessage, ids, side, isRead = false, done = [] }: Context,
): Failure {
	const { reason, advice } = explain(portalError, linkErrors(side));
	const indeterminate = portalError.mayHaveRun && !isRead;
	return {
		message: `${indeterminate ? uncertain(failureMessage) : failureMessage}: ${reason}`,
		description: [
			portalError.skipped && 'The item was not sent, as no request could have gone through.',
			advice,
			indeterminate &&
				'Bitrix24 may still have carried it out. Check the record in Bitrix24, or run the item again: it is safe to run again.',
			done.length && `Part of the item was done before: ${list(done)}.`,
			quote(portalError),
		]
			.filter(Boolean)
			.join(' '),
		portalError,
		indeterminate: indeterminate || done.length > 0,
		ids,
	};
}

/** The run stopped in the middle of the item. */
export function fromCutOff({
	failureMessage,
	ids,
}: Pick<Context, 'failureMessage' | 'ids'>): Failure {
	return { message: uncertain(failureMessage), description: '', ids, indeterminate: true };
}

/** "Contact 5 was not linked …" as a possibility: a lost attempt may have run. */
function uncertain(failureMessage: string): string {
	return failureMessage.replace(/ (was|were) not /, ' may not have been ');
}

/** The error that a stopped run ends with also tells how far the run came. */
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
	if (count === 1) return failure;
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
