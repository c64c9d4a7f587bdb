import type { Client } from '../bitrix24/client';
import { type Finder, findersOf, type FoundRow } from './finders';
import type { Found } from './found';
import { groupOf, type LookUp, lookUpKey } from './lookUp';
import { matchAll } from './match';
import { readTasks } from './readCandidates';
import { type Chunk, runTasks, type Task } from './tasks';

/**
 * Makes the look-ups of a run, each once, with many values in a command and many commands in a request.
 *
 * What Bitrix24 returns is compared again with what was looked for: a hit that does not equal the value is not a hit. A
 * record that the user may not read counts as not found.
 */
export async function findAll(client: Client, lookUps: LookUp[]): Promise<Found> {
	const distinct = [...new Map(lookUps.map((one) => [lookUpKey(one), one])).values()];
	const chunks = makeChunks(distinct);
	await runTasks(
		client,
		chunks.flatMap((chunk) => searchTask(chunk)),
	);
	const rows = new Map<string, FoundRow>();
	await runTasks(client, readTasks(chunks, rows));
	return matchAll(distinct, chunks, rows);
}

function makeChunks(lookUps: LookUp[]): Chunk[] {
	const groups = new Map<string, LookUp[]>();
	for (const lookUp of lookUps) {
		const group = groups.get(groupOf(lookUp)) ?? [];
		group.push(lookUp);
		groups.set(groupOf(lookUp), group);
	}
	return [...groups.values()].flatMap((group) =>
		findersOf(group[0]).flatMap((finder) => chunksOf(group, finder)),
	);
}

function chunksOf(lookUps: LookUp[], finder: Finder): Chunk[] {
	const [{ kind }] = lookUps;
	const group = groupOf(lookUps[0]);
	const values = new Map(lookUps.map(({ value }) => [finder.normalize(value), value]));
	values.delete('');
	const entries = [...values];
	const count = Math.ceil(entries.length / finder.size);
	return Array.from({ length: count }, (_, position): Chunk => {
		const own = entries.slice(position * finder.size, (position + 1) * finder.size);
		return { kind, group, finder, values: new Map(own), candidates: [] };
	});
}

/** Without a call, the values are IDs themselves. */
function searchTask(chunk: Chunk, after?: number): Task[] {
	const { finder, values } = chunk;
	if (!finder.call) {
		chunk.candidates = [...values.keys()].map((value) => ({ id: Number(value), value }));
		return [];
	}
	const sent = [...values.values()];
	return [
		{
			call: finder.call(sent, after),
			use(result) {
				const { candidates, nextAfter } = finder.read(result, sent);
				chunk.candidates.push(...candidates);
				return nextAfter === undefined ? [] : searchTask(chunk, nextAfter);
			},
			fail(failure) {
				chunk.failure = failure;
			},
		},
	];
}
