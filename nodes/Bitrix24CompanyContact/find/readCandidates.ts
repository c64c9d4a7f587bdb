import { asRecord } from '../bitrix24/json';
import { unexpectedResponse } from '../resources/answers';
import { ENTITY_TYPE_IDS } from '../resources/recordQueries';
import { asRows, type FoundRow } from './finders';
import type { Chunk, Task } from './tasks';

/** Rows that Bitrix24 returns at once. REST docs: "Features of list methods". */
const PAGE = 50;

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
				call: {
					method: 'crm.item.list',
					params: {
						entityTypeId: ENTITY_TYPE_IDS[kind],
						select: ['*'],
						filter: { '@id': page },
						start: -1,
					},
				},
				use(result) {
					const { items } = asRecord(result);
					if (!Array.isArray(items)) throw unexpectedResponse(result);
					for (const row of asRows(items)) rows.set(`${kind} ${Number(row.id)}`, row);
					return [];
				},
				fail(failure) {
					for (const id of page) users.get(id)!.forEach((chunk) => (chunk.failure = failure));
				},
			}),
		);
	});
}
