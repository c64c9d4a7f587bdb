/**
 * A value as PHP sees it: lists and maps are one array type, and casts never fail. Some odd answers of the portal follow
 * from that, e.g. a list where an object is expected, or an object that is read as the ID 1.
 *
 * Known limit: JavaScript iterates whole-number keys first and in ascending order, PHP in the order of insertion.
 */
export type Php = null | boolean | number | string | PhpArray;
export interface PhpArray {
	[key: string]: Php;
}

export function phpArray(entries: Record<string, Php> = {}): PhpArray {
	return Object.assign(Object.create(null) as PhpArray, entries);
}

export function isArray(value: Php | undefined): value is PhpArray {
	return typeof value === 'object' && value !== null;
}

/** Converts a JSON value or the result of a method to a PHP value. */
export function toPhp(value: unknown): Php {
	if (value === undefined || value === null) return null;
	if (typeof value !== 'object') return value as Php;
	const array = phpArray();
	for (const [key, element] of Object.entries(value)) array[key] = toPhp(element);
	return array;
}

/** Converts a PHP value to plain data. An array with the keys 0..n-1 becomes a list, an empty array too. */
export function toPlain(value: Php): unknown {
	if (!isArray(value)) return value;
	const entries = Object.entries(value);
	const isList = entries.every(([key], index) => key === String(index));
	if (isList) return entries.map(([, element]) => toPlain(element));
	return Object.fromEntries(entries.map(([key, element]) => [key, toPlain(element)]));
}

function count(value: PhpArray): number {
	return Object.keys(value).length;
}

/** PHP's `(int)$value`. */
export function toInt(value: Php | undefined): number {
	if (isArray(value)) return count(value) > 0 ? 1 : 0;
	if (typeof value === 'string') {
		const numeric = /^\s*[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?/i.exec(value);
		return numeric ? toInt(Number(numeric[0])) : 0;
	}
	const number = Number(value ?? 0);
	return Number.isFinite(number) ? Math.trunc(number) || 0 : 0;
}

/** PHP's `(string)$value`. */
export function toText(value: Php | undefined): string {
	if (isArray(value)) return 'Array';
	return typeof value === 'boolean' ? (value ? '1' : '') : String(value ?? '');
}

/** PHP's `(bool)$value`. */
export function isTruthy(value: Php | undefined): boolean {
	return isArray(value) ? count(value) > 0 : !!value && value !== '0';
}

/** PHP 8's `$value > 0`, which compares a text that is not a number with "0" as text. */
export function isPositive(value: Php | undefined): boolean {
	if (isArray(value)) return true;
	if (typeof value !== 'string') return Number(value ?? 0) > 0;
	return Number.isNaN(Number(value)) ? value > '0' : Number(value) > 0;
}

/** The value of the first key that is set, in the sense of PHP's isset(): present and not null. */
export function firstSet(array: PhpArray, ...keys: string[]): Php | undefined {
	return keys.map((key) => array[key]).find((value) => value !== undefined && value !== null);
}

export function upperKeys(array: PhpArray): PhpArray {
	return phpArray(Object.fromEntries(Object.entries(array).map(([k, v]) => [k.toUpperCase(), v])));
}
