import { UserError } from 'n8n-workflow';

/**
 * The `true` or `false` that a link method returned.
 *
 * @throws UserError for any other answer: what it would mean is not known, so nothing is claimed
 */
export function readBoolean(result: unknown): boolean {
	if (typeof result === 'boolean') return result;
	throw new UserError('Bitrix24 gave an answer that this node does not know', {
		description: `It is neither true nor false: ${JSON.stringify(result)?.slice(0, 100)}. Look at the company in Bitrix24.`,
	});
}
