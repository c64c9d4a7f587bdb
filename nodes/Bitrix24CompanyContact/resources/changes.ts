import type { Call, Params } from '../bitrix24/call';
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
	  }
	| { kind: 'remove'; side: Side; ownerId: number; otherId: number }
	/** The owner has exactly these links afterwards. */
	| { kind: 'replace'; side: Side; ownerId: number; links: PlacedLink[] }
	| { kind: 'removeAll'; side: Side; ownerId: number };

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
