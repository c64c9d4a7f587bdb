import { UserError } from 'n8n-workflow';

import { idOf } from '../bitrix24/json';
import { visibleText } from '../bitrix24/text';
import { LOOK_UP_MODES, MODES_OF } from './lookUpModes';
import { MissingField } from './missingField';
import { shownValue } from './shown';
import { isGiven } from './values';

export type RecordKind = 'company' | 'contact';

/** The two ends of a link. */
export interface LinkIds {
	companyId?: number;
	contactId?: number;
}

/** The URL of a card and nothing else: `…/crm/company/details/32/`, on older portals `…/crm/company/show/32/`. */
const CARD =
	/^(?:https?:\/\/)?([^\s/?#,@]*)(?:\/[^\s?#,]*)?\/crm\/(company|contact)\/(?:details|show|edit)\/(\d+)\/?(?:[?#]\S*)?$/i;

/** What the two kinds of record are called in the editor, and an ID to show. */
export const RECORDS = {
	company: { label: 'Company', example: 32 },
	contact: { label: 'Contact', example: 54 },
};

/** What an ID is read for. */
export interface IdContext {
	/** What the message calls the value. */
	name?: string;
	/** Whether the value is one of a list, and not a field of the item. */
	isListed?: boolean;
	/** Hosts of the portal, where they are known: the card of another portal is that of another record. */
	hosts?: readonly string[];
}

/**
 * The ID of a company or contact, from a number, its digits, or the URL of its card.
 *
 * Anything else is refused: Bitrix24 itself would read "54abc" as 54 and a list as 1.
 *
 * @throws UserError that says what was found and what is needed
 */
export function recordId(
	value: unknown,
	kind: RecordKind,
	{ name = `'${RECORDS[kind].label}'`, isListed, hosts }: IdContext = {},
): number {
	const { example } = RECORDS[kind];
	const [, host, cardKind, cardId] =
		(typeof value === 'string' ? CARD.exec(visibleText(value)) : null) ?? [];
	if (cardKind && cardKind.toLowerCase() !== kind) {
		throw new UserError(`The URL in ${name} is that of a ${cardKind.toLowerCase()}`, {
			description: `Paste the URL of a ${kind}'s card, e.g. https://your-portal.bitrix24.com/crm/${kind}/details/${example}/`,
		});
	}
	if (host && hosts && !hosts.includes(hostOf(host))) {
		throw new UserError(`The URL in ${name} is that of another portal: ${hostOf(host)}`, {
			description: `The credential belongs to ${hosts[0]}, where ${kind} ${cardId} is another one. Paste the URL of a card of that portal, or choose the credential of the other one. If your portal has a new address, put it into the credential.`,
		});
	}
	const id = idOf(cardId ?? value);
	if (id === undefined) {
		const message = `${name} is not the ID of a ${kind}: ${isGiven(value) ? shownValue(value) : 'it is empty'}`;
		if (value === undefined && !isListed) throw new MissingField(message);
		throw new UserError(message, {
			description: `It must be a whole number above 0, e.g. ${example}, or the URL of a ${kind}'s card. ${advice(value, kind)}`,
		});
	}
	return id;
}

function hostOf(host: string): string {
	return URL.canParse(`https://${host}`) ? new URL(`https://${host}`).host : host;
}

function advice(value: unknown, kind: RecordKind): string {
	if (Array.isArray(value)) {
		return 'To make an item of each entry of a list, put a Split Out node before this one.';
	}
	if (typeof value !== 'string' || value.trim() === '') {
		return 'Check the field or expression that it comes from.';
	}
	const modes = MODES_OF[kind].map((mode) => `'${LOOK_UP_MODES[mode].editor.displayName}'`);
	return `To find a ${kind} by something else, choose ${modes.slice(0, -1).join(', ')} or ${modes.at(-1)}.`;
}
