import type { PortalError } from '../bitrix24/call';
import { explain, quote, REPORT } from '../bitrix24/errors';
import type { LinkIds } from '../parameters/recordId';
import { linkErrors } from '../resources/linkErrors';
import type { Side } from '../resources/side';

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

/** How far an item came that takes several changes. */
export interface Parts {
	/** Changes that were made, as clauses. */
	done?: string[];
	/** The change that failed, as the clause that it would be. */
	failed?: string;
}

/** The node, or n8n's expressions, refused an item's parameters or the answer to its calls. */
export function fromThrown(
	thrown: unknown,
	ids: LinkIds,
	{ indeterminate = false, done = [] }: Parts & { indeterminate?: boolean } = {},
): Failure {
	const { message, description } = thrown as Error & { description?: string | null };
	return {
		message,
		description: [description, ...partSentences({ done })].filter(Boolean).join(' '),
		ids,
		indeterminate,
	};
}

/** Something that the node does not expect ended the run before the item. */
export function fromUnexpected(thrown: unknown, ids: LinkIds): Failure {
	const { message } = thrown as Error;
	return { message: `The run was cut short: ${message}`, description: REPORT, ids };
}

/** The call that failed, and what the item asked for. */
interface Context extends Parts {
	failureMessage: string;
	ids: LinkIds;
	/** The side whose method was called. */
	side: Side;
	/** A lost response to a read leaves nothing in doubt. */
	isRead?: boolean;
}

/** Bitrix24 refused a call, or did not answer. */
export function fromPortalError(
	portalError: PortalError,
	{ failureMessage, ids, side, isRead = false, done = [], failed }: Context,
): Failure {
	const { reason, advice } = explain(portalError, linkErrors(side));
	const indeterminate = portalError.mayHaveRun && !isRead;
	const start = done.length ? partly(failureMessage) : failureMessage;
	return {
		message: `${indeterminate ? uncertain(failureMessage) : start}: ${reason}`,
		description: [
			portalError.skipped &&
				`${done.length ? 'The rest of the item' : 'The item'} was not sent, as the request could not have gone through.`,
			advice,
			indeterminate &&
				'Bitrix24 may still have carried it out. Check the record in Bitrix24, or run the item again: it is safe to run again.',
			...partSentences({ done, failed }),
			quote(portalError),
		]
			.filter(Boolean)
			.join(' '),
		portalError,
		indeterminate: indeterminate || done.length > 0,
		ids,
	};
}

function partSentences({ done = [], failed }: Parts): string[] {
	return [
		failed ? `What failed: ${failed.replace(/ (was|were) /, ' $1 not ')}.` : '',
		done.length ? `Part of the item was done: ${list(done)}.` : '',
	];
}

/** The run stopped in the middle of the item. */
export function fromCutOff({
	failureMessage,
	ids,
}: Pick<Context, 'failureMessage' | 'ids'>): Failure {
	return { message: uncertain(failureMessage), description: '', ids, indeterminate: true };
}

/** "The contacts of company 5 were not replaced" where some of the changes were made. */
function partly(failureMessage: string): string {
	return failureMessage.replace(/ (was|were) not /, ' $1 not fully ');
}

/** "Contact 5 was not linked …" as a possibility: a lost attempt may have run. */
function uncertain(failureMessage: string): string {
	return failureMessage.replace(/ (was|were) not /, ' may not have been ');
}

/** The first three, and how many more. */
export function list(summaries: string[]): string {
	const more = summaries.length - 3;
	return summaries.slice(0, 3).join('; ') + (more > 0 ? `; and ${more} more` : '');
}
