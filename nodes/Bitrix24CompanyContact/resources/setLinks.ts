import type { Change, PlacedLink } from './changes';
import type { ContactLinks } from './contactLinks';
import type { Link } from './linkQueries';
import { contactSide } from './side';

/**
 * The contact has exactly these links afterwards, and this main company.
 *
 * @returns the changes in stages
 */
export function setLinks(
	{ contactId, links: before }: ContactLinks,
	links: Array<Pick<Link, 'otherId' | 'sort'>>,
	mainId: number | undefined,
): Change[][] {
	const placed = raiseSorts(links).map((link) => ({ ...link, isPrimary: link.otherId === mainId }));
	const kept = new Set(links.map(({ otherId }) => otherId));
	const gone = before.filter(({ otherId }) => !kept.has(otherId));
	const replace = (list: PlacedLink[], removed: number[]): Change => {
		return { kind: 'replace', side: contactSide, ownerId: contactId, links: list, removed };
	};
	const last = replace(
		placed,
		gone.map(({ otherId }) => otherId),
	);
	const missed = missedLinks(before, placed, gone.length > 0);
	if (!missed.size) return [[last]];
	const nudged = placed.map((link) => ({
		...link,
		sort: missed.has(link.otherId) ? link.sort + 1 : link.sort,
	}));
	// Links go with the second list, so that a run that is cut off between the two still sees what is to be done.
	const going = raiseSorts(gone).map((link) => ({ ...link, isPrimary: false }));
	return [[replace([...nudged, ...going], [])], [last]];
}

/** A sort below 1 cannot be sent. The links keep their order, so that those after a raised sort may have to give way. */
export function raiseSorts(
	links: Array<Pick<Link, 'otherId' | 'sort'>>,
): Array<Pick<Link, 'otherId' | 'sort'>> {
	let floor = 1;
	const raised = [...links]
		.sort((one, other) => one.sort - other.sort)
		.map(({ otherId, sort }): [number, number] => {
			if (sort < floor) sort = floor++;
			return [otherId, sort];
		});
	const sorts = new Map(raised);
	return links.map(({ otherId, sort }) => ({ otherId, sort: sorts.get(otherId) ?? sort }));
}

/**
 * The links that `items.set` would not write, though their flags or the contact's main company are to change. A second
 * sort in between makes Bitrix24 write them.
 *
 * Bitrix24 writes links that are new or get another sort, and one old and one new flag. It then takes the flagged company
 * with the lowest ID for the main one, and does not look where it wrote nothing (server source: entitybinding.php,
 * contactcompany.php). A company that is saved in Bitrix24 flags its first contact and leaves that contact's other flags.
 */
function missedLinks(before: Link[], placed: PlacedLink[], isAnyRemoved: boolean): Set<number> {
	const presents = new Map(before.map((link) => [link.otherId, link]));
	const same = placed.filter(({ otherId, sort }) => presents.get(otherId)?.sort === sort);
	const flagged = before.filter(({ isPrimary }) => isPrimary);
	const wasFlagged = ({ otherId }: PlacedLink) => presents.get(otherId)?.isPrimary === true;
	if (flagged.length > 1) {
		const stale = same.filter((link) => wasFlagged(link) && !link.isPrimary);
		return new Set(stale.map(({ otherId }) => otherId));
	}
	const isWritten =
		isAnyRemoved ||
		same.length < placed.length ||
		same.some((link) => wasFlagged(link) !== link.isPrimary);
	const mains = same.filter(({ isPrimary }) => isPrimary).map(({ otherId }) => otherId);
	return new Set(isWritten ? [] : mains);
}
