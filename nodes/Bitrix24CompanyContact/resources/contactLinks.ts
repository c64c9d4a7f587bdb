import { UserError } from 'n8n-workflow';

import { USER } from '../bitrix24/errors';
import type { RecordKind } from '../parameters/recordId';
import type { Change } from './changes';
import type { Known } from './known';
import { type Link, linksOf, nextSort } from './linkQueries';
import type { Query } from './queries';
import { companiesOf, isShown } from './recordQueries';
import { setLinks } from './setLinks';
import { contactSide } from './side';

/**
 * A contact's links and its main company: what the change of one link must leave as it is.
 *
 * A link that is added from the company's side takes the contact's main company, and no method changes a single link in
 * place. From the contact's side the flag does what it says (server source: contactcompany.php).
 */
export interface ContactLinks {
	contactId: number;
	links: Link[];
	/** What the contact's record says: the flags of its links may say something else. */
	mainId?: number;
}

/** What must be read to know a contact's links. */
export function contactQueries(contactId: number): Query[] {
	return [linksOf(contactSide, contactId), companiesOf(contactId)];
}

export function contactLinks(known: Known, contactId: number): ContactLinks {
	const links = known.get(linksOf(contactSide, contactId));
	const named = known.get(companiesOf(contactId))?.mainId ?? lowest(flaggedIds(links));
	const mainId = links.find(({ otherId }) => otherId === named)?.otherId;
	return { contactId, links, mainId };
}

/**
 * Bitrix24 checks only the record whose links a method writes, so that a contact could be linked to a company that does
 * not exist.
 *
 * @throws UserError
 */
export function refuseUnknown(
	known: Known,
	kind: RecordKind,
	id: number,
	failureMessage: string,
): void {
	if (known.get(isShown(kind, id))) return;
	throw new UserError(`${failureMessage}: the ${kind} does not exist, or ${USER} may not view it`, {
		description: `Nothing was changed. Check the ${kind} ID: the ${kind} may have been deleted, or belong to another portal.`,
	});
}

/**
 * Links the contact to one more company, from the contact's side.
 *
 * @param isPrimary whether the contact gets this main company; a contact without one gets the company in any case
 * @returns the changes in stages
 * @throws UserError for a sort that this link cannot get
 */
export function addLink(
	contact: ContactLinks,
	companyId: number,
	{ sort, isPrimary }: { sort?: number; isPrimary: boolean },
): Change[][] {
	const { contactId: ownerId, links, mainId } = contact;
	const flagged = flaggedIds(links);
	// After an add, Bitrix24 takes the flagged company with the lowest ID for the main one.
	const isPlain = isPrimary ? flagged.length < 2 : lowest(flagged) === mainId;
	if (isPlain) {
		const keepsMain = !isPrimary && mainId !== undefined;
		const link = { ownerId, otherId: companyId, sort, isPrimary, keepsMain };
		return [[{ kind: 'add', side: contactSide, ...link }]];
	}
	refuseLowSort(contact, companyId, sort);
	const added = { otherId: companyId, sort: sort ?? nextSort(links.map((link) => link.sort)) };
	return setLinks(contact, [...links, added], isPrimary ? companyId : (mainId ?? companyId));
}

/**
 * Gives a link that the contact has a sort, or makes its company the main one.
 *
 * @returns the changes in stages; none where all of this is so already
 * @throws UserError for a sort that this link cannot get
 */
export function updateLink(
	contact: ContactLinks,
	companyId: number,
	{ sort, isPrimary }: { sort?: number; isPrimary?: boolean },
): Change[][] {
	const { links, mainId } = contact;
	const isSame = (link: Link) => sort === undefined || link.sort === sort;
	const link = links.find(({ otherId }) => otherId === companyId);
	if (!link || (isSame(link) && (!isPrimary || mainId === companyId))) return [];
	if (!isSame(link)) refuseLowSort(contact, companyId, sort);
	return setLinks(
		contact,
		links.map((one) => (one === link ? { ...one, sort: sort ?? one.sort } : one)),
		isPrimary ? companyId : (mainId ?? companyId),
	);
}

/** Where the contact's complete list is sent, Bitrix24 takes a sort below 1 for none (server source: restservice.php). */
function refuseLowSort({ contactId }: ContactLinks, companyId: number, sort = 1): void {
	if (sort >= 1) return;
	throw new UserError(
		`The link of contact ${contactId} and company ${companyId} cannot get the sort ${sort}`,
		{ description: 'Bitrix24 takes only a sort above 0 here.' },
	);
}

function flaggedIds(links: Link[]): number[] {
	return links.filter(({ isPrimary }) => isPrimary).map(({ otherId }) => otherId);
}

function lowest(ids: number[]): number | undefined {
	return ids.length ? ids.reduce((least, id) => Math.min(least, id)) : undefined;
}
