import type { FoundRow } from './finders';
import { Found, type Hit, type LookUpResult, toHit } from './found';
import { groupOf, type LookUp } from './lookUp';
import type { Chunk } from './tasks';

/** Gives each look-up the records that have its value, or the failure of a command that looked for the value. */
export function matchAll(lookUps: LookUp[], chunks: Chunk[], rows: Map<string, FoundRow>): Found {
	const results = new Map<string, LookUpResult[]>();
	for (const chunk of chunks) {
		const hits = hitsOf(chunk, rows);
		for (const value of chunk.values.keys()) {
			const key = `${chunk.group} ${value}`;
			const result = chunk.failure ?? { hits: hits.get(value) ?? [] };
			results.set(key, [...(results.get(key) ?? []), result]);
		}
	}
	const finders = new Map(chunks.map(({ group, finder }) => [group, finder]));
	const found = new Found();
	for (const lookUp of lookUps) {
		const group = groupOf(lookUp);
		const value = finders.get(group)?.normalize(lookUp.value);
		found.set(lookUp, join(results.get(`${group} ${value}`) ?? []));
	}
	return found;
}

/** The hits of a chunk by the values that they have. A candidate that was not shown may not be read by the user. */
function hitsOf({ kind, finder, candidates }: Chunk, rows: Map<string, FoundRow>) {
	const hits = new Map<string, Hit[]>();
	for (const { id, value, row = rows.get(`${kind} ${id}`) } of candidates) {
		if (!row) continue;
		for (const own of value === undefined ? finder.valuesOf(row) : [value]) {
			hits.set(own, [...(hits.get(own) ?? []), toHit(kind, row)]);
		}
	}
	return hits;
}

/** Several finders may have looked for the value, and a record may have the value twice. */
function join(results: LookUpResult[]): LookUpResult {
	const failure = results.find((result) => !('hits' in result));
	if (failure) return failure;
	const hits = new Map(
		results.flatMap((result) => ('hits' in result ? result.hits : [])).map((hit) => [hit.id, hit]),
	);
	return { hits: [...hits.values()].sort((one, other) => one.id - other.id) };
}
