import { type IDataObject, UserError } from 'n8n-workflow';

import type { LinkIds } from '../parameters/recordId';
import type { Link } from './linkQueries';
import type { Side } from './side';

/** The output of an operation on one link. Adds `afterRetry` where nothing changed now but a lost first attempt may have. */
export function linkRow(
	{ companyId, contactId }: LinkIds,
	result: unknown,
	outcome: string,
	afterRetry: boolean,
): IDataObject {
	const row: IDataObject = { companyId, contactId, result: result as boolean, outcome };
	if (result === false && afterRetry) row.afterRetry = true;
	return row;
}

/** A link that is gone, as Add takes the link to restore it. */
export function removedLink({ otherId }: Side, link: Link): IDataObject {
	return { [otherId]: link.otherId, sort: link.sort, isPrimary: link.isPrimary };
}

/** The content of the answer is not shown: it may be anything. */
export function unexpectedResponse(result: unknown): UserError {
	const kind = Array.isArray(result) ? 'list' : result === null ? 'null' : typeof result;
	return new UserError('Bitrix24 gave an answer that this node does not know', {
		description: `It is of the kind '${kind}'. Check the record in Bitrix24.`,
	});
}
