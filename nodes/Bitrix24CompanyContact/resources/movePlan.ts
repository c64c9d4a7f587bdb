import type { Change } from './changes';
import { contactLinks } from './contactLinks';
import type { Known } from './known';
import type { LinkChange, LinkState } from './linkChange';
import { type Link, linksOf, nextSort, placesOf } from './linkQueries';
import { raiseSorts, setLinks } from './setLinks';
import { companySide } from './side';

/** What becomes of one contact. */
export interface Move {
	contactId: number;
	/** The link that goes. */
	left: LinkState;
	/** The link to the target before, where there was one. */
	before: LinkState | null;
	after: LinkState;
	stages: Change[][];
}

/** One list a contact: the link to the target is there before, or with the same request, as the old link goes. */
export function planMoves(known: Known, companyId: number, targetId: number): Move[] {
	const links = known.get(linksOf(companySide, companyId));
	const sorts = sortsInTarget(links, known.get(placesOf(companySide, targetId)));
	return links.map((link) =>
		planMove(known, link, { companyId, targetId, sort: sorts.get(link.otherId)! }),
	);
}

/** A link keeps its sort, unless another link has that sort. It then goes behind the links that the target has. */
function sortsInTarget(links: Link[], places: ReadonlyMap<number, number>): Map<number, number> {
	const sorts = new Map(places);
	const taken = new Set(places.values());
	const place = (contactId: number, sort: number) => {
		sorts.set(contactId, sort);
		taken.add(sort);
	};
	const moved = links.filter(({ otherId }) => !places.has(otherId));
	for (const { otherId, sort } of moved) if (sort > 0 && !taken.has(sort)) place(otherId, sort);
	let next = nextSort(places.values());
	for (const { otherId } of moved.filter((link) => !sorts.has(link.otherId))) {
		while (taken.has(next)) next = nextSort([next]);
		place(otherId, next);
	}
	return sorts;
}

function planMove(
	known: Known,
	link: Link,
	{ companyId, targetId, sort }: { companyId: number; targetId: number; sort: number },
): Move {
	const contactId = link.otherId;
	const contact = contactLinks(known, contactId);
	const present = contact.links.find(({ otherId }) => otherId === targetId);
	const others = contact.links.filter(({ otherId }) => otherId !== companyId);
	const wanted = raiseSorts(present ? others : [...others, { otherId: targetId, sort }]);
	const inTarget = wanted.find(({ otherId }) => otherId === targetId)!;
	const stays = contact.mainId === companyId ? undefined : contact.mainId;
	const mainId = stays ?? targetId;
	return {
		contactId,
		left: { sort: link.sort, isPrimary: contact.mainId === companyId },
		before: present ? { sort: present.sort, isPrimary: contact.mainId === targetId } : null,
		after: { sort: inTarget.sort, isPrimary: mainId === targetId },
		stages: setLinks(contact, wanted, mainId),
	};
}

export function changesOf(
	{ contactId, left, before, after }: Move,
	companyId: number,
	targetId: number,
): LinkChange[] {
	const target = { ids: { companyId: targetId, contactId }, before, after };
	const isSame = before?.isPrimary === after.isPrimary && before.sort === after.sort;
	return [
		{
			ids: { companyId, contactId },
			change: 'remove',
			before: left,
			after: null,
			outcome: 'removed',
		},
		!before
			? { ...target, change: 'add', outcome: 'added' }
			: isSame
				? { ...target, change: 'none', outcome: 'unchanged' }
				: { ...target, change: 'update', outcome: 'updated' },
	];
}
