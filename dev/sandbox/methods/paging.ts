import { toText, type PhpArray } from '../php/values';
import { compare } from './filter';
import type { CrmRecord, Value } from './records';

/** Records of a page. */
const PAGE = 50;

export interface Page {
	rows: CrmRecord[];
	/** `undefined` if the caller asked not to count, by start=-1. */
	total?: number;
	next?: number;
}

/** Cuts out a page. Bitrix24 rounds `start` down to a whole page (getNavData in rest/classes/general/rest.php). */
export function paged(rows: CrmRecord[], start: number): Page {
	if (start < 0) return { rows: rows.slice(0, PAGE) };
	const offset = Math.floor(start / PAGE) * PAGE;
	const next = offset + PAGE;
	return {
		rows: rows.slice(offset, next),
		total: rows.length,
		...(next < rows.length && { next }),
	};
}

export function sorted(
	rows: CrmRecord[],
	order: PhpArray,
	valueOf: (record: CrmRecord, field: string) => Value,
): CrmRecord[] {
	return [...rows].sort((a, b) => {
		for (const [field, direction] of Object.entries(order)) {
			const difference = compare(valueOf(a, field), valueOf(b, field));
			const descending = toText(direction).toUpperCase() === 'DESC';
			if (difference !== 0) return descending ? -difference : difference;
		}
		return a.id - b.id;
	});
}
