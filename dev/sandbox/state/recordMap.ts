/** How an index finds records: which values a record has, and the order of values. Two that compare as 0 are equal. */
export interface IndexedBy<R> {
	valuesOf(record: R): string[];
	compare(left: string, right: string): number;
}

interface Entry<R> {
	value: string;
	record: R;
}

/**
 * Records by ID, with an index for each way to look them up, so that 10,000 look-ups do not read every record 10,000
 * times. Like a database's index it is sorted, since equal titles need not be the same text.
 */
export class RecordMap<R extends { id: number }> extends Map<number, R> {
	private readonly indexes = new Map<IndexedBy<R>, Array<Entry<R>>>();

	private highest = 0;

	get nextId(): number {
		return this.highest + 1;
	}

	/** Keeps a copy that is watched: tests change records directly, and the indexes have to learn of that. */
	override set(id: number, record: R): this {
		this.indexes.clear();
		this.highest = Math.max(this.highest, id);
		return super.set(
			id,
			watched(record, () => this.indexes.clear()),
		);
	}

	/** A database gives the ID of a deleted record to no other one, so `nextId` does not go back. */
	override delete(id: number): boolean {
		this.indexes.clear();
		return super.delete(id);
	}

	override clear(): void {
		super.clear();
		this.indexes.clear();
		this.highest = 0;
	}

	/** The records that have the value, by ID. */
	having(by: IndexedBy<R>, value: string): R[] {
		let index = this.indexes.get(by);
		if (!index) this.indexes.set(by, (index = makeIndex([...this.values()], by)));
		const found = new Set<R>();
		for (let place = firstPlace(index, value, by); place < index.length; place++) {
			if (by.compare(index[place].value, value) !== 0) break;
			found.add(index[place].record);
		}
		return [...found].sort((one, other) => one.id - other.id);
	}
}

function makeIndex<R>(records: R[], by: IndexedBy<R>): Array<Entry<R>> {
	return records
		.flatMap((record) => by.valuesOf(record).map((value) => ({ value, record })))
		.sort((one, other) => by.compare(one.value, other.value));
}

/** The place of the first entry whose value is not lower. */
function firstPlace<R>(index: Array<Entry<R>>, value: string, by: IndexedBy<R>): number {
	let low = 0;
	let high = index.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if (by.compare(index[middle].value, value) < 0) low = middle + 1;
		else high = middle;
	}
	return low;
}

/** Lists and maps of a record are frozen: a change inside one would go unseen, so it has to fail. */
function watched<R extends object>(record: R, changed: () => void): R {
	const entries = Object.entries(record).map(([name, value]) => [name, frozen(value)]);
	return new Proxy(Object.fromEntries(entries) as R, {
		set(target, name, value) {
			// Each link that is made writes the cached main company, which no index holds.
			if (name !== 'companyId') changed();
			return Reflect.set(target, name, frozen(value));
		},
	});
}

function frozen(value: unknown): unknown {
	if (typeof value !== 'object' || value === null) return value;
	return Object.freeze(Array.isArray(value) ? [...(value as unknown[])] : { ...value });
}
