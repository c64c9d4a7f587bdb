import { isArray, toInt, toText, type Php } from '../php/values';
import { compares, contains, isFilled, isLike } from './filter';
import type { Scalar, Value } from './records';

/**
 * Whether a value fits a condition of Bitrix24's newer queries, by which crm.item.list and crm.requisite.list filter, and
 * the older lists their custom fields (main/classes/general/sqlwhere.php).
 *
 * @param operator as it was sent, "" for none, which means LIKE
 */
export function ormMatches(
	actual: Value,
	isWholeNumber: boolean,
	operator: string,
	wanted: Php,
): boolean {
	if (Array.isArray(actual)) {
		return actual.some((element) => ormMatches(element, isWholeNumber, operator, wanted));
	}
	const values = isArray(wanted) ? Object.values(wanted) : [wanted];
	const isList = isArray(wanted) || operator.endsWith('@');
	return isWholeNumber
		? matchesNumber(actual, operator, values.map(toInt), isList)
		: matchesText(actual, operator, values.length > 0 ? values.map(toText) : ['']);
}

/** LIKE operators compare for equality. Except in a list, 0 stands for NULL too. */
function matchesNumber(
	actual: Scalar,
	operator: string,
	wanted: number[],
	isList: boolean,
): boolean {
	if (/[<>]/.test(operator)) {
		return actual !== null && wanted.some((number) => compares(actual, operator, number));
	}
	const isNegative = operator.startsWith('!');
	if (isList) {
		const isIn = wanted.some((number) => actual === number);
		return isNegative ? actual !== null && !isIn : isIn;
	}
	// NULL is not unequal to a number either.
	if (actual === null) return wanted[0] === 0 && !isNegative;
	return (actual === wanted[0]) !== isNegative;
}

function matchesText(actual: Scalar, operator: string, wanted: string[]): boolean {
	const bare = operator.replace('!', '');
	if (/[<>]/.test(bare)) {
		return actual !== null && wanted.some((text) => compares(actual, bare, text));
	}
	const isNegative = operator.startsWith('!');
	if (bare === '@') {
		const isIn = wanted.some((text) => compares(actual, '=', text));
		return actual !== null && isIn !== isNegative;
	}
	return wanted.some((text) => fits(actual, bare, text)) !== isNegative;
}

function fits(actual: Scalar, operator: string, text: string): boolean {
	if (text === '') return !isFilled(actual);
	if (operator === '=') return compares(actual, '=', text);
	if (operator === '%') return contains(actual, text);
	return isLike(actual, text);
}
