import type { ListedLink } from '../parameters/listedLink';
import { type Link, nextSort } from './linkQueries';

/** A link that a record has afterwards. */
export interface WantedLink {
	otherId: number;
	isPrimary?: boolean;
	sort: number;
	/** The link as it is now, where there is one. */
	present?: Link;
}

/** How a record's links differ from a list. */
export interface Difference {
	/** In the order of the list. */
	wanted: WantedLink[];
	/** Links that the list does not name. */
	gone: Link[];
}

/**
 * Compares a list with the links that a record has.
 *
 * Every link gets a sort: the one asked for, or the one that it has, or for a new link the next one at the end, as Add
 * gives it.
 *
 * @param beside links that the record still has when new ones are added
 */
export function compareLists(list: ListedLink[], links: Link[], beside: Link[] = []): Difference {
	const presents = new Map(links.map((link) => [link.otherId, link]));
	const placed = list.map(({ otherId, isPrimary, sort }) => {
		const present = presents.get(otherId);
		return { otherId, isPrimary, present, sort: sort ?? present?.sort };
	});
	let next = nextSort([...placed, ...beside].map(({ sort = 0 }) => sort));
	const wanted: WantedLink[] = [];
	for (const { sort, ...link } of placed) {
		wanted.push({ ...link, sort: sort ?? next });
		if (sort === undefined) next = nextSort([next]);
	}
	const named = new Set(list.map(({ otherId }) => otherId));
	return { wanted, gone: links.filter(({ otherId }) => !named.has(otherId)) };
}
