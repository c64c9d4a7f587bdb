import type { LinkIds } from '../parameters/recordId';
import type { Change } from './changes';
import type { Link } from './linkQueries';
import { type RecordKey, recordKey } from './queries';
import { companySide, type Side } from './side';

/** What a change does to one link. */
type Effect = Required<LinkIds> &
	(
		| {
				kind: 'put';
				sort: number;
				/** Whether the company becomes the contact's main one; undefined: only if the contact has none. */
				takesMain?: boolean;
		  }
		| {
				kind: 'drop';
				/** Whether a main company that goes is followed by the one with the lowest ID, or by the first one. */
				next: 'lowest' | 'first';
		  }
	);

interface Contact {
	links: Link[];
	/** What the contact's record says. */
	main?: number;
}

/**
 * What the changes of a dry run would have done, so that a later item sees what an earlier one would have written.
 *
 * Bitrix24 moves main companies by rules of its own (server source: contactcompany.php).
 */
export class Foreseen {
	private readonly effects = new Map<RecordKey, Effect[]>();

	/** @param end the sort of a link that goes to the end of the owner's list */
	add(change: Change, end: number): void {
		for (const effect of effectsOf(change, end)) {
			this.effectsOn('company', effect.companyId).push(effect);
			this.effectsOn('contact', effect.contactId).push(effect);
		}
	}

	/** The links that the record will have. */
	linksOf({ owner, otherId }: Side, ownerId: number, links: Link[]): Link[] {
		if (owner === 'contact') return this.contact(ownerId, { links }).links;
		const after = this.effectsOn(owner, ownerId).reduce(
			(list, effect) => withEffect(list, effect, effect[otherId]),
			links,
		);
		return after.map((link) => ({ ...link, isPrimary: this.isFlagged(link, ownerId) }));
	}

	/** The places that the links of the record will have. */
	placesOf(
		{ owner, otherId }: Side,
		ownerId: number,
		places: Map<number, number>,
	): Map<number, number> {
		const after = new Map(places);
		for (const effect of this.effectsOn(owner, ownerId)) {
			if (effect.kind === 'drop') after.delete(effect[otherId]);
			else after.set(effect[otherId], effect.sort);
		}
		return after;
	}

	/** The main company that the contact's record will name. */
	mainOf(contactId: number, contact: Contact): number | undefined {
		return this.contact(contactId, contact).main;
	}

	private contact(contactId: number, contact: Contact): Contact {
		return this.effectsOn('contact', contactId).reduce(afterEffect, contact);
	}

	private isFlagged({ otherId: contactId, isPrimary }: Link, companyId: number): boolean {
		const taker = this.effectsOn('contact', contactId)
			.filter((effect) => effect.kind === 'put' && effect.takesMain)
			.at(-1);
		return taker ? taker.companyId === companyId : isPrimary;
	}

	private effectsOn(kind: 'company' | 'contact', id: number): Effect[] {
		const key = recordKey(kind, id);
		const effects = this.effects.get(key) ?? [];
		this.effects.set(key, effects);
		return effects;
	}
}

function effectsOf(change: Change, end: number): Effect[] {
	const { side, ownerId } = change;
	const isCompany = side === companySide;
	const ids = (otherId: number) =>
		isCompany
			? { companyId: ownerId, contactId: otherId }
			: { companyId: otherId, contactId: ownerId };
	const drop = (otherId: number): Effect => {
		return { kind: 'drop', ...ids(otherId), next: isCompany ? 'lowest' : 'first' };
	};
	switch (change.kind) {
		case 'add': {
			const { otherId, sort = end, isPrimary, keepsMain } = change;
			const takesMain = isCompany || isPrimary || (keepsMain ? false : undefined);
			return [{ kind: 'put', ...ids(otherId), sort, takesMain }];
		}
		case 'remove':
			return [drop(change.otherId)];
		case 'replace':
			return [
				...change.links.map(({ otherId, sort, isPrimary }): Effect => {
					return { kind: 'put', ...ids(otherId), sort, takesMain: isCompany || isPrimary };
				}),
				...change.removed.map(drop),
			];
		case 'removeAll':
			return change.removed.map(drop);
	}
}

function afterEffect({ links, main }: Contact, effect: Effect): Contact {
	const { companyId } = effect;
	const after = withEffect(links, effect, companyId);
	if (effect.kind === 'put') {
		const hasMain = links.some(({ otherId }) => otherId === main);
		const takes = effect.takesMain ?? !hasMain;
		if (!takes) return { links: after, main };
		const flagged = after.map((link) => ({ ...link, isPrimary: link.otherId === companyId }));
		return { links: flagged, main: companyId };
	}
	if (main !== companyId) return { links: after, main };
	const ids = after.map(({ otherId }) => otherId);
	if (!ids.length) return { links: after, main: 0 };
	const lowest = ids.reduce((least, id) => Math.min(least, id));
	return { links: after, main: effect.next === 'first' ? ids[0] : lowest };
}

/** Links of the same sort keep their order. */
function withEffect(links: Link[], effect: Effect, otherId: number): Link[] {
	if (effect.kind === 'drop') return links.filter((link) => link.otherId !== otherId);
	const { sort, takesMain = false } = effect;
	const present = links.find((link) => link.otherId === otherId);
	const put: Link = { roleId: 0, row: {}, ...present, otherId, sort, isPrimary: takesMain };
	const list = present ? links.map((link) => (link === present ? put : link)) : [...links, put];
	return list.sort((one, other) => one.sort - other.sort);
}
