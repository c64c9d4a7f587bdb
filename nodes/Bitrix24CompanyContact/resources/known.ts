import type { Change } from './changes';
import { Foreseen } from './foreseen';
import { linksOf, nextSort, placesOf } from './linkQueries';
import { type Query, queryKey, type RecordKey } from './queries';
import { companySide } from './side';

interface Entry {
	records: RecordKey[];
	result: unknown;
}

/** What has been read so far. */
export class Known {
	private readonly results = new Map<string, Entry>();

	private foreseen?: Foreseen;

	set(query: Query, result: unknown): void {
		const { record } = query;
		const after =
			this.foreseen && query.foreseeOnce ? query.foreseeOnce(result, this.foreseen) : result;
		const records = [...(record ? [record] : []), ...(query.recordsIn?.(result) ?? [])];
		this.results.set(queryKey(query), { records, result: after });
	}

	/** What makes the results of the queries outdated, as far as they have been read. */
	recordsOf(queries: Query[]): RecordKey[] {
		return queries.flatMap((query) => {
			const { record } = query;
			return this.results.get(queryKey(query))?.records ?? (record ? [record] : []);
		});
	}

	get isEmpty(): boolean {
		return this.results.size === 0;
	}

	has(query: Query): boolean {
		return this.results.has(queryKey(query));
	}

	/** The result of a query that has been read, after the changes that were assumed. */
	get<Result>(query: Query<Result>): Result {
		const result = this.read(query) as Result;
		return this.foreseen && query.foresee ? query.foresee(result, this.foreseen, this) : result;
	}

	/** The result of a query as it was read. */
	read<Result>(query: Query<Result>): Result | undefined {
		return this.results.get(queryKey(query))?.result as Result | undefined;
	}

	/** From now on, all results are as if the change had been made. Its places were foreseen before. */
	assume(change: Change): void {
		this.foreseen ??= new Foreseen();
		this.foreseen.add(change, this.endFor(change));
	}

	/** Where a link goes that is added without a sort. */
	private endFor(change: Change): number {
		const { side, ownerId } = change;
		const otherId = change.kind === 'add' ? change.otherId : undefined;
		const places = this.read(placesOf(side, ownerId));
		const links = linksOf(side, ownerId);
		const sorts = () => (this.has(links) ? this.get(links).map(({ sort }) => sort) : []);
		return (otherId && places?.get(otherId)) ?? nextSort(sorts());
	}

	/** Forgets the results that the changes make outdated. */
	forget(records: Set<RecordKey>): void {
		for (const [key, entry] of this.results) {
			if (entry.records.some((record) => records.has(record))) this.results.delete(key);
		}
	}

	/** Keeps the places in companies' lists up to date, so that the next link that is planned finds what is free after this one. */
	foresee(change: Change): void {
		if (change.kind === 'add') {
			const { otherId, sort } = change;
			const { places, contactId } = this.placesFor(change, otherId);
			// A contact that is linked keeps the place that it has.
			if (!places?.has(contactId)) places?.set(contactId, sort ?? nextSort(places.values()));
		} else if (change.kind === 'replace') {
			for (const { otherId, sort } of change.links) {
				const { places, contactId } = this.placesFor(change, otherId);
				places?.set(contactId, sort);
			}
			for (const otherId of change.removed) {
				const { places, contactId } = this.placesFor(change, otherId);
				places?.delete(contactId);
			}
		}
	}

	private placesFor({ side, ownerId }: Change, otherId: number) {
		const [companyId, contactId] = side === companySide ? [ownerId, otherId] : [otherId, ownerId];
		const query = placesOf(companySide, companyId);
		return { places: this.has(query) ? this.get(query) : undefined, contactId };
	}
}
