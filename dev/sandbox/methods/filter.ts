import { isArray, toText, type Php } from '../php/values';
import type { Scalar, Value } from './records';

/** A key of a filter, e.g. "!=%NAME". */
export interface FilterKey {
	isNegative: boolean;
	/** The operator without "!", "=" if there is none. */
	operator: string;
	field: string;
}

/** In the order in which Bitrix24 looks for them (main/classes/general/sql_util.php, GetFilterOperation). */
const OPERATORS = ['>=', '>', '<=', '<', '@', '=%', '%=', '%', '?', '*=', '*%', '*', '='];

export const LIKE_OPERATORS = ['%', '=%', '%='];

export function parseKey(key: string): FilterKey {
	const isNegative = key.startsWith('!');
	const rest = isNegative ? key.slice(1) : key;
	const sent = OPERATORS.find((operator) => rest.startsWith(operator)) ?? '';
	return { isNegative, operator: sent || '=', field: rest.slice(sent.length) };
}

/** "!=%NAME" → ["!=%", "NAME"] */
export function splitKey(key: string): [operator: string, field: string] {
	const field = key.replace(/^[=%><@!]*/, '');
	return [key.slice(0, key.length - field.length), field];
}

/** Whether a whole-number column is compared with something else than was sent, e.g. with 1 for "1abc". */
export function isCast(wanted: Php): boolean {
	const values = isArray(wanted) ? Object.values(wanted) : [wanted];
	return values.some((value) => !/^\s*(-?\d+)?\s*$/.test(toText(value)));
}

/** Orders texts as a database does that ignores case. */
export const compareTexts = new Intl.Collator('en', { sensitivity: 'base' }).compare;

/** Compares as a database does that ignores case: numbers as numbers, everything else as text. */
export function compare(left: Value, right: Value): number {
	if (typeof left === 'number' && String(right ?? '') !== '') return left - Number(right);
	return compareTexts(String(left ?? ''), String(right ?? ''));
}

/** `actual` is not empty in the sense of SQL: neither NULL nor "". */
export function isFilled(actual: Scalar): boolean {
	return actual !== null && actual !== '';
}

/** Whether `left operator right` holds. An operator other than a comparison means equal. */
export function compares(left: Scalar, operator: string, right: Scalar): boolean {
	const difference = compare(left, right);
	const tests: Record<string, boolean> = {
		'>': difference > 0,
		'>=': difference >= 0,
		'<': difference < 0,
		'<=': difference <= 0,
	};
	return tests[operator] ?? difference === 0;
}

export function contains(actual: Scalar, part: string): boolean {
	return String(actual ?? '')
		.toLowerCase()
		.includes(part.toLowerCase());
}

/** SQL's LIKE: % matches any text, _ one character. */
export function isLike(actual: Scalar, pattern: string): boolean {
	const escaped = pattern.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
	const expression = escaped.replaceAll('%', '.*').replaceAll('_', '.');
	return new RegExp(`^${expression}$`, 'is').test(String(actual ?? ''));
}
