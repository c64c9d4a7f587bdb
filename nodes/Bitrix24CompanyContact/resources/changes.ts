import type { Call, Params } from '../bitrix24/call';
import { unexpectedResponse } from './answers';
import { flagsKey, mainKey, type RecordKey, recordKey } from './queries';
import type { Side } from './side';

/** A change of links, as the link methods offer them. IDs belong to the side's owner and to the record at the other end. */
export type Change =
	| {
			kind: 'add';
			side: Side;
			ownerId: number;
			otherId: number;
			sort?: number;
			isPrimary?: boolean;
			/** The contact has a main company, and keeps that one. */
			keepsMain?: boolean;
	  }
	| { kind: 'remove'; side: Side; ownerId: number; otherId: number }
	/** The owner has exactly these links afterwards; `removed` are those that it loses. */
	| { kind: 'replace'; side: Side; ownerId: number; links: PlacedLink[]; removed: number[] }
	| { kind: 'removeAll'; side: Side; ownerId: number; removed: number[] };

/** A link with its place in the owner's list. */
export interface PlacedLink {
	otherId: number;
	/** Above 0: Bitrix24 puts its own in the place of any other (server source: restservice.php). */
	sort: number;
	isPrimary?: boolean;
}

/**
 * The call that makes a change. Each may be sent again: a second run changes nothing more, though Add and Remove then
 * answer `false` (REST docs and server source agree).
 */
export function callOf(change: Change): Call {
	const { side, ownerId } = change;
	const call = (method: string, params: Params): Call => ({
		method: `${side.family}.${method}`,
		params: { id: ownerId, ...params },
		idempotent: true,
		verdicts: /^(Not found|The parameter )/,
		// The last of a contact's links may become its main company (server source: contactcompany.php).
		orderingKeys: () => contactsOf(change).map((contactId) => recordKey('contact', contactId)),
	});
	switch (change.kind) {
		case 'add':
			return call('add', { fields: fieldsOf(side, change) });
		case 'remove':
			return call('delete', { fields: fieldsOf(side, change) });
		case 'replace':
			return call('items.set', { items: change.links.map((link) => fieldsOf(side, link)) });
		case 'removeAll':
			return call('items.delete', {});
	}
}

function fieldsOf(
	{ otherField }: Side,
	{ otherId, sort, isPrimary }: Partial<PlacedLink> & { otherId: number },
): Params {
	return {
		[otherField]: otherId,
		...(sort !== undefined && { SORT: sort }),
		...(isPrimary !== undefined && { IS_PRIMARY: isPrimary ? 'Y' : 'N' }),
	};
}

/** Whether the answer says what became of the change: Add and Remove answer with a boolean, the others with `true`. */
export function isConfirmed({ kind }: Change, result: unknown): boolean {
	return kind === 'add' || kind === 'remove' ? typeof result === 'boolean' : result === true;
}

/** @throws UserError for an answer whose meaning is not known, so that nothing is claimed */
export function confirm(change: Change, result: unknown): void {
	if (!isConfirmed(change, result)) throw unexpectedResponse(result);
}

/** What a change writes. */
export function recordsOf(change: Change): RecordKey[] {
	const { side, ownerId } = change;
	return [
		recordKey(side.owner, ownerId),
		...othersOf(change).map((otherId) => recordKey(side.other, otherId)),
		...(change.kind === 'add' && change.keepsMain ? [] : contactsOf(change).map(mainKey)),
		...flaggedAnew(change).map(flagsKey),
	];
}

/** Contacts of which other links may lose or get the flag (server source: contactcompany.php). */
function flaggedAnew(change: Change): number[] {
	const { side, ownerId } = change;
	switch (change.kind) {
		case 'add':
			if (side.owner === 'company') return [change.otherId];
			return change.isPrimary ? [ownerId] : [];
		case 'replace':
			return side.owner === 'company' ? change.links.map(({ otherId }) => otherId) : [ownerId];
		case 'remove':
			return side.owner === 'contact' ? [ownerId] : [];
		case 'removeAll':
			return [];
	}
}

function contactsOf(change: Change): number[] {
	return change.side.owner === 'contact' ? [change.ownerId] : othersOf(change);
}

function othersOf(change: Change): number[] {
	switch (change.kind) {
		case 'add':
		case 'remove':
			return [change.otherId];
		case 'replace':
			return [...change.links.map(({ otherId }) => otherId), ...change.removed];
		case 'removeAll':
			return change.removed;
	}
}

/** A change that was made, as a clause. */
export function describeChange(change: Change): string {
	const { side, ownerId } = change;
	switch (change.kind) {
		case 'add':
			return `${side.other} ${change.otherId} was linked to ${side.owner} ${ownerId}`;
		case 'remove':
			return `${side.other} ${change.otherId} was removed from ${side.owner} ${ownerId}`;
		case 'replace':
			return `the links of ${side.owner} ${ownerId} were updated`;
		case 'removeAll':
			return `all ${side.others} were removed from ${side.owner} ${ownerId}`;
	}
}
