import { itemsCall, PAGE, readItems } from '../resources/items';
import type { FoundRow } from './finders';
import type { Chunk, Task } from './tasks';

/** Reads the candidates that the answers only name. E-mail addresses and phones come only along with all other fields. */
export function readTasks(chunks: Chunk[], rows: Map<string, FoundRow>): Task[] {
	return (['company', 'contact'] as const).flatMap((kind) => {
		const users = new Map<number, Chunk[]>();
		for (const chunk of chunks.filter((one) => one.kind === kind)) {
			for (const { id, row } of chunk.candidates) {
				if (!row) users.set(id, [...(users.get(id) ?? []), chunk]);
			}
		}
		const ids = [...users.keys()];
		const pages = Array.from({ length: Math.ceil(ids.length / PAGE) }, (_, page) =>
			ids.slice(page * PAGE, (page + 1) * PAGE),
		);
		return pages.map(
			(page): Task => ({
				call: itemsCall(kind, { select: ['*'], filter: { '@id': page } }),
				use(result) {
					for (const row of readItems(result)) rows.set(`${kind} ${Number(row.id)}`, row);
					return [];
				},
				fail(failure) {
					for (const id of page) users.get(id)!.forEach((chunk) => (chunk.failure = failure));
				},
			}),
		);
	});
}
