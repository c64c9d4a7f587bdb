import { isArray, type Php } from '../php/values';
import type { Value } from './records';

/** "!=%NAME" → ["!=%", "NAME"] */
export function splitKey(key: string): [operator: string, field: string] {
	const field = key.replace(/^[=%><@!]*/, '');
	return [key.slice(0, key.length - field.length), field];
}

/** Applies an operator of the list methods. Upper and lower case are equal, as in the portal's database. */
export function matches(actual: Value, operator: string, wanted: Php): boolean {
	if (operator.startsWith('!')) return !matches(actual, operator.slice(1), wanted);
	if (Array.isArray(actual)) return actual.some((element) => matches(element, operator, wanted));
	if (isArray(wanted)) return Object.values(wanted).some((one) => matches(actual, operator, one));
	const test = OPERATORS[operator] ?? OPERATORS['='];
	return test(actual, wanted);
}

type Scalar = string | number | boolean | null;

const OPERATORS: Record<string, (actual: Scalar, wanted: Scalar) => boolean> = {
	'=': (actual, wanted) => compare(actual, wanted) === 0,
	'>': (actual, wanted) => compare(actual, wanted) > 0,
	'<': (actual, wanted) => compare(actual, wanted) < 0,
	'>=': (actual, wanted) => compare(actual, wanted) >= 0,
	'<=': (actual, wanted) => compare(actual, wanted) <= 0,
	'%': (actual, wanted) => text(actual).includes(text(wanted)),
	'%=': (actual, wanted) => like(text(wanted)).test(text(actual)),
	'=%': (actual, wanted) => like(text(wanted)).test(text(actual)),
};

/** Compares numbers as numbers, everything else as text. */
export function compare(left: Value | Scalar, right: Value | Scalar): number {
	if (typeof left === 'number' && text(right) !== '') return left - Number(right);
	return text(left).localeCompare(text(right), 'en', { sensitivity: 'base' });
}

function text(value: Value | Scalar): string {
	return String(value ?? '').toLowerCase();
}

/** Converts an SQL LIKE pattern: % matches any text, _ one character. */
function like(pattern: string): RegExp {
	const escaped = pattern.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
	return new RegExp(`^${escaped.replaceAll('%', '.*').replaceAll('_', '.')}$`, 's');
}
