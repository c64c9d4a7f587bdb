import { asRecord, asString } from '../bitrix24/json';
import type { RecordKind } from '../parameters/recordId';
import { unexpectedResponse } from '../resources/answers';
import { ENTITY_TYPE_IDS } from '../resources/recordQueries';
import type { Finder, FoundRow } from './finders';

/** Rows that Bitrix24 returns at once. REST docs: "Features of list methods". */
const PAGE = 50;

/** What tells people which record it is. */
export const NAME_FIELDS = { company: ['title'], contact: ['name', 'lastName'] };

/**
 * Finds records by a field of their own. `crm.item.list` refuses an unknown field name, where the older list methods drop
 * the condition and return every record (server source: crm_company.php).
 *
 * Fewer values than a page has rows: where each value has one record, one page is enough.
 */
export function fieldFinder(
	kind: RecordKind,
	field: string,
	normalize: (value: string) => string,
): Finder {
	return {
		size: 40,
		normalize,
		call: (values, after) => ({
			method: 'crm.item.list',
			params: {
				entityTypeId: ENTITY_TYPE_IDS[kind],
				select: [...new Set(['id', field, ...NAME_FIELDS[kind]])],
				filter: { [`@${field}`]: values, ...(after !== undefined && { '>id': after }) },
				order: { id: 'ASC' },
				start: -1,
			},
		}),
		read(result) {
			const rows = asRecord(result).items;
			if (!Array.isArray(rows)) throw unexpectedResponse(result);
			const candidates = rows.map((one) => {
				const row: FoundRow = asRecord(one);
				return { id: Number(row.id), row };
			});
			return { candidates, nextAfter: rows.length < PAGE ? undefined : candidates.at(-1)?.id };
		},
		valuesOf: (row) => [normalize(asString(row[field]))],
	};
}
