/**
 * How PHP sees values: one array type for lists and maps, and casts that never fail. The portal's odd
 * answers (a list where an object is expected, an object read as id 1) follow from it.
 * Known limit: JavaScript walks whole-number keys first and ascending, PHP in the order they were sent.
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

/** A value of JSON or of a method's result → the same value as PHP holds it. */
export function toPhp(value: unknown): Php {
	if (value === undefined || value === null) return null;
	if (typeof value !== 'object') return value as Php;
	const array = phpArray();
	for (const [key, element] of Object.entries(value)) array[key] = toPhp(element);
	return array;
}

/** A PHP value → plain data, with a list wherever the keys are 0..n-1. An empty array is a list. */
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

/** (int)$value */
export function toInt(value: Php | undefined): number {
	if (isArray(value)) return count(value) > 0 ? 1 : 0;
	if (typeof value === 'string') {
		const numeric = /^\s*[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?/i.exec(value);
		return numeric ? toInt(Number(numeric[0])) : 0;
	}
	const number = Number(value ?? 0);
	return Number.isFinite(number) ? Math.trunc(number) || 0 : 0;
}

/** (string)$value */
export function toText(value: Php | undefined): string {
	if (isArray(value)) return 'Array';
	return typeof value === 'boolean' ? (value ? '1' : '') : String(value ?? '');
}

/** (bool)$value */
export function isTruthy(value: Php | undefined): boolean {
	return isArray(value) ? count(value) > 0 : !!value && value !== '0';
}

/** PHP 8's `$value > 0`: text that is no number is compared as text with "0". */
export function isPositive(value: Php | undefined): boolean {
	if (isArray(value)) return true;
	if (typeof value !== 'string') return Number(value ?? 0) > 0;
	return Number.isNaN(Number(value)) ? value > '0' : Number(value) > 0;
}

/** The value of the first key that is set and not null, as isset() sees it. */
export function firstSet(array: PhpArray, ...keys: string[]): Php | undefined {
	return keys.map((key) => array[key]).find((value) => value !== undefined && value !== null);
}

export function upperKeys(array: PhpArray): PhpArray {
	return phpArray(Object.fromEntries(Object.entries(array).map(([k, v]) => [k.toUpperCase(), v])));
}
