import type { Change } from './changes';
import { addLink, contactLinks, contactQueries, refuseUnknown, updateLink } from './contactLinks';
import type { Difference, WantedLink } from './difference';
import type { Known } from './known';
import type { Query } from './queries';
import { isShown } from './recordQueries';
import { setLinks } from './setLinks';
import { joinStages } from './stages';
import { companySide } from './side';

/** How Replace All applies a difference, seen from one side. */
export interface ReplacePlan {
	/** What must be read besides the owner's links, as far as that can be told by now. */
	needs(ownerId: number, difference?: Difference): Query[];
	/** Additions go before removals, so that no contact is without a company in between. */
	stages(ownerId: number, difference: Difference, known: Known, failureMessage: string): Change[][];
}

/**
 * `crm.company.contact.items.set` makes the company the main one of each contact whose link is new, or is written again
 * as its sort changes (server source: contactcompany.php). So that method serves only where it can move no main company
 * that it should not: where no link is kept, and no entry says that its contact keeps its main company.
 */
export const companyPlan: ReplacePlan = {
	needs: (companyId, { wanted } = { wanted: [], gone: [] }) => [
		...wanted.filter(changesInPlace).flatMap(({ otherId }) => contactQueries(otherId)),
		...(wanted.some(linksFromContact) ? [isShown('company', companyId)] : []),
	],

	stages(companyId, { wanted, gone }, known, failureMessage) {
		const side = companySide;
		const mayMoveMain = ({ present, isPrimary }: WantedLink) => !present && isPrimary !== false;
		if (wanted.every(mayMoveMain)) {
			if (!wanted.length && !gone.length) return [];
			const links = wanted.map(({ otherId, sort }) => ({ otherId, sort }));
			const removed = gone.map(({ otherId }) => otherId);
			return [[{ kind: 'replace', side, ownerId: companyId, links, removed }]];
		}
		if (wanted.some(linksFromContact)) refuseUnknown(known, 'company', companyId, failureMessage);
		const added = wanted.filter(({ present }) => !present);
		const kept = wanted.filter((link) => link.present && changesInPlace(link));
		const additions = added.map((link): Change[][] => {
			const { otherId, sort } = link;
			return changesInPlace(link)
				? addLink(contactLinks(known, otherId), companyId, { sort, isPrimary: false })
				: [[{ kind: 'add', side, ownerId: companyId, otherId, sort }]];
		});
		const updates = kept.map((link) =>
			updateLink(contactLinks(known, link.otherId), companyId, link),
		);
		const removals = gone.map(({ otherId }): Change => {
			return { kind: 'remove', side, ownerId: companyId, otherId };
		});
		const stages = [...joinStages(additions), ...joinStages(updates), removals];
		return stages.filter(({ length }) => length);
	},
};

function linksFromContact(link: WantedLink): boolean {
	return !link.present && changesInPlace(link);
}

/** Whether the change of a link needs the other links of its contact. */
function changesInPlace({ present, sort, isPrimary }: WantedLink): boolean {
	return present ? isPrimary === true || sort !== present.sort : isPrimary === false;
}

/** From the contact's side, one call sets all links, with the main company that the node chooses. */
export const contactPlan: ReplacePlan = {
	needs: (contactId) => contactQueries(contactId),

	stages(contactId, { wanted, gone }, known) {
		const contact = contactLinks(known, contactId);
		const asked = wanted.find(({ isPrimary }) => isPrimary)?.otherId;
		const isSame = !gone.length && wanted.every(({ present, sort }) => present?.sort === sort);
		if (isSame && (asked === undefined || asked === contact.mainId)) return [];
		const stays = wanted.find(({ otherId }) => otherId === contact.mainId)?.otherId;
		// Bitrix24 would take the first one.
		const first = (wanted.find(({ isPrimary }) => isPrimary !== false) ?? wanted.at(0))?.otherId;
		return setLinks(contact, wanted, asked ?? stays ?? first);
	},
};
