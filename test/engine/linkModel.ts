import type { IDataObject } from 'n8n-workflow';

export interface Item {
	companyId: number;
	contactId: number;
	isPrimary?: boolean;
	sort?: number;
	list: Array<{ id: number; isPrimary?: boolean; sort?: number }>;
}

export interface ModelRun {
	resource: 'companyContact' | 'contactCompany';
	operation: string;
	ifAlreadyLinked: 'report' | 'update' | 'error';
	ifNotLinked: 'report' | 'error';
}

/** What an item is said to have done, without the IDs of the item. */
export type Outcome = IDataObject | 'failed';

/** The contract as a small model: who is linked to whom, at which place, and each contact's main company. */
export class LinkModel {
	/** Sorts by contact and company. */
	readonly links = new Map<number, Map<number, number>>();
	/** Null for none, undefined where Bitrix24's own rule decides. */
	readonly mains = new Map<number, number | null | undefined>();

	constructor(
		private readonly run: ModelRun,
		private readonly companies: number[],
		private readonly contacts: number[],
	) {
		for (const contactId of contacts) {
			this.links.set(contactId, new Map());
			this.mains.set(contactId, null);
		}
	}

	apply(item: Item): Outcome {
		switch (this.run.operation) {
			case 'add':
				return this.add(item);
			case 'remove':
				return this.remove(item);
			case 'setMain':
				return this.setMain(item);
			case 'removeAll':
				return this.removeAll(item);
			default:
				return this.isCompanySide ? this.replaceContacts(item) : this.replaceCompanies(item);
		}
	}

	private get isCompanySide(): boolean {
		return this.run.resource === 'companyContact';
	}

	private of(contactId: number): Map<number, number> {
		return this.links.get(contactId) ?? new Map<number, number>();
	}

	private endOfCompany(companyId: number): number {
		return Math.max(0, ...[...this.links.values()].map((links) => links.get(companyId) ?? 0)) + 10;
	}

	private endOfContact(contactId: number): number {
		return Math.max(0, ...this.of(contactId).values()) + 10;
	}

	private ownerExists({ companyId, contactId }: Item): boolean {
		return this.isCompanySide
			? this.companies.includes(companyId)
			: this.contacts.includes(contactId);
	}

	private link(
		companyId: number,
		contactId: number,
		isPrimary: boolean | undefined,
		sort: number,
	): boolean {
		this.of(contactId).set(companyId, sort);
		const main = this.mains.get(contactId);
		const moves = isPrimary ?? this.isCompanySide;
		if (moves || main === null) this.mains.set(contactId, companyId);
		return main === null && isPrimary === false;
	}

	/** @returns whether anything changed */
	private update(
		companyId: number,
		contactId: number,
		isPrimary?: boolean,
		sort?: number,
	): boolean {
		const links = this.of(contactId);
		const main = this.mains.get(contactId);
		const changes =
			(sort !== undefined && links.get(companyId) !== sort) ||
			(isPrimary === true && main !== companyId);
		if (!changes) return false;
		if (sort !== undefined) links.set(companyId, sort);
		if (isPrimary || main === null) this.mains.set(contactId, companyId);
		return true;
	}

	/** Bitrix24 gives the contact the linked company with the lowest ID, or its own choice from the contact's side. */
	private unlink(companyId: number, contactId: number): void {
		const links = this.of(contactId);
		links.delete(companyId);
		if (!this.isCompanySide) this.mains.set(contactId, undefined);
		else if (this.mains.get(contactId) === companyId) {
			this.mains.set(contactId, links.size ? Math.min(...links.keys()) : null);
		}
	}

	private add(item: Item): Outcome {
		const { companyId, contactId, isPrimary, sort } = item;
		const { ifAlreadyLinked } = this.run;
		if (this.of(contactId).has(companyId)) {
			if (ifAlreadyLinked === 'error') return 'failed';
			const becameMain = !isPrimary && this.mains.get(contactId) === null;
			const updated =
				ifAlreadyLinked === 'update' && this.update(companyId, contactId, isPrimary, sort);
			return updated
				? { result: true, outcome: 'updated', ...(becameMain && { isPrimary: true }) }
				: { result: false, outcome: 'alreadyLinked' };
		}
		if (!this.ownerExists(item)) return 'failed';
		const end = this.isCompanySide ? this.endOfCompany(companyId) : this.endOfContact(contactId);
		const becameMain = this.link(companyId, contactId, isPrimary, sort ?? end);
		return { result: true, outcome: 'added', ...(becameMain && { isPrimary: true }) };
	}

	private remove(item: Item): Outcome {
		const { companyId, contactId } = item;
		if (!this.ownerExists(item)) return 'failed';
		if (!this.of(contactId).has(companyId)) {
			return this.run.ifNotLinked === 'error' ? 'failed' : { result: false, outcome: 'notLinked' };
		}
		this.unlink(companyId, contactId);
		return { result: true, outcome: 'removed' };
	}

	private setMain({ companyId, contactId }: Item): Outcome {
		const before = this.mains.get(contactId) ?? null;
		if (!this.of(contactId).has(companyId)) {
			return this.run.ifNotLinked === 'error' ? 'failed' : { outcome: 'notLinked', before };
		}
		const changed = this.update(companyId, contactId, true);
		return { outcome: changed ? 'mainSet' : 'alreadyMain', before };
	}

	private removeAll(item: Item): Outcome {
		const pairs = this.pairsOf(item);
		pairs.forEach((pair) => this.unlink(pair.companyId, pair.contactId));
		if (!this.isCompanySide && pairs.length) this.mains.set(item.contactId, null);
		const ids = pairs.map((pair) => (this.isCompanySide ? pair.contactId : pair.companyId));
		return { result: true, outcome: 'removedAll', removed: ids };
	}

	private pairsOf({ companyId, contactId }: Item): Array<{ companyId: number; contactId: number }> {
		if (!this.isCompanySide) {
			return [...this.of(contactId).keys()].map((id) => ({ companyId: id, contactId }));
		}
		return [...this.links]
			.filter(([, links]) => links.has(companyId))
			.map(([id]) => ({ companyId, contactId: id }));
	}

	private replaceContacts(item: Item): Outcome {
		const { companyId, list } = item;
		if (!this.companies.includes(companyId)) return 'failed';
		const present = this.pairsOf(item).map(({ contactId }) => contactId);
		const sorts = this.placed(item, (id) => this.of(id).get(companyId));
		const added = list.filter(({ id }) => !present.includes(id));
		const removed = present.filter((id) => !list.some((one) => one.id === id));
		let changed = added.length + removed.length > 0;
		for (const { id, isPrimary } of list) {
			const sort = sorts.get(id)!;
			if (!present.includes(id)) this.link(companyId, id, isPrimary, sort);
			else if (this.update(companyId, id, isPrimary, sort)) changed = true;
		}
		removed.forEach((id) => this.unlink(companyId, id));
		return report(list, added, removed, changed);
	}

	private replaceCompanies(item: Item): Outcome {
		const { contactId, list } = item;
		if (!this.contacts.includes(contactId)) return 'failed';
		const links = this.of(contactId);
		const main = this.mains.get(contactId) ?? null;
		const sorts = this.placed(item, (id) => links.get(id));
		const added = list.filter(({ id }) => !links.has(id));
		const removed = [...links.keys()].filter((id) => !list.some((one) => one.id === id));
		const asked = list.find(({ isPrimary }) => isPrimary)?.id;
		const moved = list.some(({ id }) => links.get(id) !== sorts.get(id));
		const changed = moved || removed.length > 0 || (asked !== undefined && asked !== main);
		if (changed) {
			this.links.set(contactId, sorts);
			const stays = list.find(({ id }) => id === main)?.id;
			const first = list.find(({ isPrimary }) => isPrimary !== false) ?? list[0];
			this.mains.set(contactId, asked ?? stays ?? first.id);
		}
		return report(list, added, removed, changed);
	}

	/** The sort of each entry: the one given, or the one that the link has, or the next one at the end. */
	private placed({ list }: Item, sortOf: (id: number) => number | undefined): Map<number, number> {
		let end = Math.max(0, ...list.map(({ id, sort }) => sort ?? sortOf(id) ?? 0));
		return new Map(list.map(({ id, sort }) => [id, sort ?? sortOf(id) ?? (end += 10)]));
	}
}

function report(
	list: Item['list'],
	added: Item['list'],
	removed: number[],
	changed: boolean,
): Outcome {
	return {
		result: true,
		outcome: changed ? 'replaced' : 'unchanged',
		added: added.map(({ id }) => id),
		removed,
		kept: list.filter((one) => !added.includes(one)).map(({ id }) => id),
	};
}
