import { asString } from '../bitrix24/json';
import type { RecordKind } from '../parameters/recordId';
import { itemsCall, PAGE, readItems } from '../resources/items';
import type { Finder } from './finders';

/** What tells people which record it is. */
export const NAME_FIELDS = { company: ['title'], contact: ['name', 'lastName'] };

/**
 * Finds records by a field of their own.
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
		call: (values, after) =>
			itemsCall(kind, {
				select: [...new Set(['id', field, ...NAME_FIELDS[kind]])],
				filter: { [`@${field}`]: values, ...(after !== undefined && { '>id': after }) },
				order: { id: 'ASC' },
			}),
		read(result) {
			const candidates = readItems(result).map((row) => ({ id: Number(row.id), row }));
			const isFull = candidates.length >= PAGE;
			return { candidates, nextAfter: isFull ? candidates.at(-1)?.id : undefined };
		},
		valuesOf: (row) => [normalize(asString(row[field]))],
	};
}
