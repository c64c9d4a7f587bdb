import { type IDataObject, UserError } from 'n8n-workflow';

import type { KnownIds } from './operation';

/**
 * The `true` or `false` that a link method returned.
 *
 * @throws UserError for any other answer: what it would mean is not known, so nothing is claimed
 */
export function readBoolean(result: unknown): boolean {
	if (typeof result === 'boolean') return result;
	throw unknownAnswer(result);
}

/** For the methods that return `true` or an error, and nothing else. */
export function readTrue(result: unknown): void {
	if (result !== true) throw unknownAnswer(result);
}

/** A list of links as `crm.company.contact.items.get` returns it. */
export function readLinks(result: unknown): Array<IDataObject & { CONTACT_ID: number }> {
	const rows = Array.isArray(result) ? result : [undefined];
	return rows.map((row: IDataObject | undefined) => {
		const contactId = Number(row?.CONTACT_ID);
		if (!Number.isSafeInteger(contactId)) throw unknownAnswer(result);
		return { ...row, CONTACT_ID: contactId };
	});
}

/** The output of an operation on one link. An outcome that changed nothing tells where a first try may have. */
export function linkRow(
	ids: KnownIds,
	result: unknown,
	outcome: string,
	afterRetry: boolean,
): IDataObject {
	return {
		...ids,
		result: result as boolean,
		outcome,
		...(result === false && afterRetry && { afterRetry }),
	};
}

/** What it holds is not shown: it may be anything. */
export function unknownAnswer(result: unknown): UserError {
	const kind = Array.isArray(result) ? 'list' : result === null ? 'null' : typeof result;
	return new UserError('Bitrix24 gave an answer that this node does not know', {
		description: `It is of the kind '${kind}'. What became of the item is best seen in Bitrix24.`,
	});
}
