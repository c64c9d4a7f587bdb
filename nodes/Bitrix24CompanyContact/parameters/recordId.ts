import { UserError } from 'n8n-workflow';

import { wholeNumber } from './values';

export type RecordKind = 'company' | 'contact';

/** The two ends of a link. */
export interface LinkIds {
	companyId?: number;
	contactId?: number;
}

/** The URL of a card and nothing else: `…/crm/company/details/32/`, on older portals `…/crm/company/show/32/`. */
const CARD =
	/^\s*(?:https?:\/\/)?[^\s?#,]*\/crm\/(company|contact)\/(?:details|show|edit)\/(\d+)\/?(?:[?#]\S*)?\s*$/i;

/** What the two kinds of record are called in the editor, and an ID to show. */
export const RECORDS = {
	company: { label: 'Company', example: 32 },
	contact: { label: 'Contact', example: 54 },
};

/**
 * The ID of a company or contact, from a number, its digits, or the URL of its card.
 *
 * Anything else is refused: Bitrix24 itself would read "54abc" as 54 and a list as 1.
 *
 * @param name what the message calls the value
 * @throws UserError that says what was found and what is needed
 */
export function recordId(
	value: unknown,
	kind: RecordKind,
	name = `'${RECORDS[kind].label}'`,
): number {
	const { example } = RECORDS[kind];
	const card = typeof value === 'string' ? CARD.exec(value) : null;
	if (card && card[1].toLowerCase() !== kind) {
		throw new UserError(`The URL in ${name} is that of a ${card[1].toLowerCase()}`, {
			description: `Paste the URL of a ${kind}'s card, e.g. https://your-portal.bitrix24.com/crm/${kind}/details/${example}/`,
		});
	}
	const id = wholeNumber(card ? card[2] : value);
	if (id === undefined || id < 1) {
		throw new UserError(`${name} is not the ID of a ${kind}: ${shown(value)}`, {
			description: `It must be a whole number above 0, e.g. ${example}, or the URL of a ${kind}'s card. Check the field or expression that it comes from.`,
		});
	}
	return id;
}

function shown(value: unknown): string {
	if (value === undefined || value === null || value === '') return 'it is empty';
	const raw = typeof value === 'string' ? `"${value}"` : JSON.stringify(value);
	// A webhook URL that was put into the wrong field holds a secret.
	const text = raw.replace(/\/rest\/.*/i, '/rest/…');
	return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
