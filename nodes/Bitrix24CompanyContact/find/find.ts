import type { Client } from '../bitrix24/client';
import { type Finder, findersOf } from './finders';
import type { Found } from './found';
import { groupOf, type LookUp, lookUpKey } from './lookUp';
import { matchAll } from './match';
import { nearTitleTasks } from './nearTitles';
import { nameTasks, valueTasks } from './readRecords';
import { runTasks, type Search, type Task } from './tasks';

/**
 * Makes the look-ups of a run, each once, with many values in a command and many commands in a request.
 *
 * Bitrix24 only proposes records. What a record has is compared again with the whole of what was looked for. A record that
 * the user may not read, or that the CRM's lists do not show, counts as not found.
 */
export async function findAll(client: Client, lookUps: LookUp[]): Promise<Found> {
	const distinct = [...new Map(lookUps.map((one) => [lookUpKey(one), one])).values()];
	const searches = makeSearches(distinct);
	await runTasks(
		client,
		searches.flatMap((search) => searchTask(search)),
	);
	await runTasks(client, nameTasks(searches));
	await runTasks(client, valueTasks(searches));
	await runTasks(client, searches.flatMap(capTasks));
	const found = matchAll(distinct, searches);
	await runTasks(client, nearTitleTasks(distinct, found));
	return found;
}

function makeSearches(lookUps: LookUp[]): Search[] {
	const groups = new Map<string, LookUp[]>();
	for (const lookUp of lookUps) {
		const group = groups.get(groupOf(lookUp)) ?? [];
		group.push(lookUp);
		groups.set(groupOf(lookUp), group);
	}
	return [...groups.values()].flatMap((group) =>
		findersOf(group[0]).flatMap((finder) => searchesOf(group, finder)),
	);
}

/** Values are put together only where they are the same text: what Bitrix24 takes for equal is Bitrix24's to say. */
function searchesOf(lookUps: LookUp[], finder: Finder): Search[] {
	const [{ kind }] = lookUps;
	const group = groupOf(lookUps[0]);
	const values = [...new Set(lookUps.flatMap(({ asked }) => asked))];
	const count = Math.ceil(values.length / finder.size);
	return Array.from({ length: count }, (_, position): Search => {
		const own = values.slice(position * finder.size, (position + 1) * finder.size);
		return { kind, group, finder, values: own, candidates: [], capped: new Set() };
	});
}

/** Without a call, the values are IDs themselves. */
function searchTask(search: Search, after?: number): Task[] {
	const { finder, values } = search;
	if (!finder.call) {
		search.candidates = values.map((value) => ({ id: Number(value), value }));
		return [];
	}
	return [
		{
			call: finder.call(values, after),
			use(result) {
				const { candidates, nextAfter } = finder.read(result, values, after);
				for (const candidate of candidates) search.candidates.push(candidate);
				return nextAfter === undefined ? [] : searchTask(search, nextAfter);
			},
			fail(failure) {
				search.failure = failure;
			},
		},
	];
}

/**
 * Asks again for a value alone where Bitrix24 may have named as many records for the value as it ever does: the answer to
 * several values does not say which of them a record has that the user may not read.
 */
function capTasks({ finder, values, candidates, capped, failure }: Search): Task[] {
	const { cap = Infinity } = finder;
	if (failure || candidates.length < cap) return [];
	const unread = candidates.filter(({ record }) => !record).length;
	const mayBeCapped = (value: string) => {
		const key = finder.keyOf(value);
		const known = candidates.filter(({ record }) =>
			record?.values.some((own) => finder.keyOf(own) === key),
		);
		return known.length + unread >= cap;
	};
	return values.filter(mayBeCapped).map((value) => ({
		call: finder.call!([value]),
		use(result) {
			if (finder.read(result, [value]).candidates.length >= cap) capped.add(value);
			return [];
		},
		// Whether there are more remains unknown.
		fail: () => capped.add(value),
	}));
}
