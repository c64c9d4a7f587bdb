import { type IDataObject, UserError } from 'n8n-workflow';

import type { LinkIds } from '../parameters/recordId';
import { linkRow } from './answers';
import type { Change } from './changes';
import { addLink, contactLinks, contactQueries, refuseUnknown, updateLink } from './contactLinks';
import type { Known } from './known';
import { nextSort, placesOf } from './linkQueries';
import type { Intent, Plan } from './operation';
import { mainKey } from './queries';
import { isShown } from './recordQueries';
import { companySide, contactSide, type Side } from './side';

/** What one item asks for. */
export interface Wish {
	side: Side;
	ids: Required<LinkIds>;
	/** Start of an error message. */
	failureMessage: string;
	sort?: number;
	isPrimary?: boolean;
	ifLinked: 'report' | 'update' | 'error';
	/** Bitrix24 cannot be asked whether the link is there by adding it. */
	dryRun: boolean;
}

/** Adds a link with as few reads as its flag and options allow. */
export function planAdd(wish: Wish): Intent {
	const { ids, failureMessage } = wish;
	const { companyId, contactId } = ids;
	if (!mustRead(wish)) return { ids, failureMessage, plan: () => planPlainAdd(wish) };
	return {
		ids,
		failureMessage,
		needs: () => [
			...contactQueries(contactId),
			...(linksFromContact(wish) ? [isShown('company', companyId)] : []),
			...(goesToEnd(wish) ? [placesOf(companySide, companyId)] : []),
		],
		// An add that Bitrix24 answers itself may rest on links that earlier items have added to.
		...(wish.ifLinked !== 'update' && !wish.dryRun && { standsOn: () => [mainKey(contactId)] }),
		plan: (known) => planWithLinks(wish, known),
	};
}

/** Whether a plain add cannot do what is asked for. */
function mustRead({ side, isPrimary, sort, ifLinked, dryRun }: Wish): boolean {
	if (dryRun) return true;
	const updates = ifLinked === 'update' && (isPrimary !== undefined || sort !== undefined);
	// From the contact's side, Bitrix24 moves the main company only where no other company is flagged.
	return updates || isPrimary === false || (isPrimary === true && side === contactSide);
}

/** From the company's side, a link takes the contact's main company. */
function linksFromContact({ side, isPrimary }: Wish): boolean {
	return side === companySide && isPrimary === false;
}

/** A link that is made from the contact's side, or not made at all, gets no place in the company's list by itself. */
function goesToEnd(wish: Wish): boolean {
	const { side, sort, dryRun } = wish;
	return sort === undefined && (linksFromContact(wish) || (dryRun && side === companySide));
}

/**
 * Bitrix24 itself adds the link, or says that the link is there. From the company's side the flag is not sent: the link
 * takes the contact's main company without the flag too, and with the flag Bitrix24 also writes the link of the contact
 * that was flagged before, which would move that contact's main company (server source: entitybinding.php,
 * contactcompany.php).
 */
function planPlainAdd({ side, ids, sort, ifLinked }: Wish): Plan {
	const [ownerId, otherId] = [ids[side.ownerId], ids[side.otherId]];
	return planChange(ids, [[{ kind: 'add', side, ownerId, otherId, sort }]], ifLinked);
}

function planWithLinks(wish: Wish, known: Known): Plan {
	const { ids, isPrimary, ifLinked } = wish;
	const { companyId, contactId } = ids;
	const contact = contactLinks(known, contactId);
	// A contact without a main company gets the company in any case (server source: contactcompany.php).
	const becameMain = !isPrimary && contact.mainId === undefined ? { isPrimary: true } : undefined;
	if (contact.links.some(({ otherId }) => otherId === companyId)) {
		const updates = ifLinked === 'update' ? updateLink(contact, companyId, wish) : [];
		if (updates.length) return planUpdate(ids, updates, becameMain);
		if (ifLinked === 'error') throw alreadyLinked(ids);
		// What Bitrix24 would answer to an add.
		return { stages: [], report: () => reportAdd(ids, false, false) };
	}
	if (isPrimary === undefined || (isPrimary && wish.side === companySide))
		return planPlainAdd(wish);
	if (linksFromContact(wish)) refuseUnknown(known, 'company', companyId, wish.failureMessage);
	const end = goesToEnd(wish)
		? nextSort(known.get(placesOf(companySide, companyId)).values())
		: wish.sort;
	const changes = addLink(contact, companyId, { sort: end, isPrimary });
	return planChange(ids, changes, ifLinked, becameMain);
}

function planChange(
	ids: Required<LinkIds>,
	stages: Change[][],
	ifLinked: Wish['ifLinked'],
	more?: IDataObject,
): Plan {
	const mayRefuse = ifLinked === 'error';
	return {
		stages,
		mayRefuse,
		report(answers) {
			const { result, afterRetry } = answers.at(-1)!;
			// `false` says that the link was there before; nothing has changed then (REST docs and server source agree).
			const added = result === true;
			if (!added && mayRefuse) throw alreadyLinked(ids, afterRetry);
			return reportAdd(ids, added, afterRetry, added ? more : undefined);
		},
	};
}

function planUpdate(ids: Required<LinkIds>, stages: Change[][], more?: IDataObject): Plan {
	const rows = [{ ...linkRow(ids, true, 'updated', false), ...more }];
	const summary = `the link of contact ${ids.contactId} and company ${ids.companyId} was updated`;
	return { stages, report: () => ({ rows, summary }) };
}

function reportAdd(
	ids: Required<LinkIds>,
	added: boolean,
	afterRetry: boolean,
	more?: IDataObject,
) {
	const row = linkRow(ids, added, added ? 'added' : 'alreadyLinked', afterRetry);
	return {
		rows: [more ? { ...row, ...more } : row],
		summary: `contact ${ids.contactId} was ${added ? '' : 'already '}linked to company ${ids.companyId}`,
	};
}

function alreadyLinked({ companyId, contactId }: LinkIds, afterRetry = false): UserError {
	return new UserError(`Contact ${contactId} is already linked to company ${companyId}`, {
		description: afterRetry
			? 'A first attempt was cut off and may have made this link itself. Check the company in Bitrix24.'
			: "Nothing was changed. To let these items pass, set the option 'If Already Linked' to 'Report'.",
	});
}
