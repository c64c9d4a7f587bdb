import { toText, type PhpArray } from '../php/values';
import { compare } from './filter';
import type { Value } from './records';

/** Records of a page. */
const PAGE = 50;

export interface Page<T> {
	rows: T[];
	/** `undefined` if the caller asked not to count, by start=-1. */
	total?: number;
	next?: number;
}

/** Cuts out a page. Bitrix24 rounds `start` down to a whole page (getNavData in rest/classes/general/rest.php). */
export function paged<T>(rows: T[], start: number): Page<T> {
	if (start < 0) return { rows: rows.slice(0, PAGE) };
	const offset = Math.floor(start / PAGE) * PAGE;
	const next = offset + PAGE;
	return {
		rows: rows.slice(offset, next),
		total: rows.length,
		...(next < rows.length && { next }),
	};
}

/**
 * Cuts out a page of an older list. After the last page comes the first again (calculatePageNumber in
 * main/classes/general/dbresult.php). Without counting, `total` is 0.
 */
export function pagedInCircle<T>(rows: T[], start: number): Page<T> & { total: number } {
	return { total: 0, ...paged(rows, start < rows.length ? start : 0) };
}

/** @param isDescending tells the directions that sort from the end */
export function sorted<T extends { id: number }>(
	rows: T[],
	order: PhpArray,
	valueOf: (record: T, field: string) => Value,
	isDescending: (direction: string) => boolean,
): T[] {
	return [...rows].sort((a, b) => {
		for (const [field, direction] of Object.entries(order)) {
			const difference = compare(valueOf(a, field), valueOf(b, field));
			const descending = isDescending(toText(direction).toUpperCase());
			if (difference !== 0) return descending ? -difference : difference;
		}
		return a.id - b.id;
	});
}
