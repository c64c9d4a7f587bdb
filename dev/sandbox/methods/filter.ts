import { isArray, type Php } from '../php/values';
import type { Value } from './records';

/** "!=%NAME" → ["!=%", "NAME"] */
export function splitKey(key: string): [operator: string, field: string] {
	const field = key.replace(/^[=%><@!]*/, '');
	return [key.slice(0, key.length - field.length), field];
}

/** The operators of the list methods; text compares without regard to case, as in the database. */
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

/** Numbers as numbers, everything else as text. */
export function compare(left: Value | Scalar, right: Value | Scalar): number {
	if (typeof left === 'number' && text(right) !== '') return left - Number(right);
	return text(left).localeCompare(text(right), 'en', { sensitivity: 'base' });
}

function text(value: Value | Scalar): string {
	return String(value ?? '').toLowerCase();
}

/** An SQL LIKE pattern: % stands for anything, _ for one character. */
function like(pattern: string): RegExp {
	const escaped = pattern.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
	return new RegExp(`^${escaped.replaceAll('%', '.*').replaceAll('_', '.')}$`, 's');
}
