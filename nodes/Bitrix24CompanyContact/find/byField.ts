import { asString } from '../bitrix24/json';
import { visibleText } from '../bitrix24/text';
import type { RecordKind } from '../parameters/recordId';
import { itemsCall, PAGE, readItems, SHOWN } from '../resources/items';
import type { Finder } from './finders';
import { nameIn, NAME_FIELDS } from './names';
import { nextAfter } from './pages';

/**
 * Finds records by a field of their own.
 *
 * Fewer values than a page has rows: where each value has one record, one page is enough.
 */
export function fieldFinder(
	kind: RecordKind,
	field: string,
	keyOf: (value: string) => string,
): Finder {
	return {
		size: 40,
		keyOf: (value) => keyOf(visibleText(value)),
		call: (values, after) =>
			itemsCall(kind, {
				select: [...new Set(['id', field, ...NAME_FIELDS[kind]])],
				filter: {
					[`@${field}`]: values,
					...SHOWN[kind],
					...(after !== undefined && { '>id': after }),
				},
				order: { id: 'ASC' },
			}),
		read(result, _, after) {
			const rows = readItems(result);
			const candidates = rows.map((row) => {
				const record = { id: row.id, name: nameIn(kind, row), values: [asString(row[field])] };
				return { id: row.id, record };
			});
			const ids = rows.map(({ id }) => id);
			return { candidates, nextAfter: nextAfter(ids, PAGE, after, result) };
		},
	};
}
