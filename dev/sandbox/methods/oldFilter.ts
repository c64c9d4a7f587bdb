import { isArray, toInt, toText, type Php, type PhpArray } from '../php/values';
import type { PortalState } from '../state/portalState';
import type { EntityType } from '../state/user';
import { crmFields, isWholeNumber, type CrmField } from './crmFields';
import {
	compares,
	contains,
	isCast,
	isFilled,
	isLike,
	LIKE_OPERATORS,
	parseKey,
	type FilterKey,
} from './filter';
import type { Dropped } from './method';
import { ormMatches } from './ormFilter';
import type { CrmRecord, Scalar } from './records';

type Condition = (record: CrmRecord) => boolean;

/**
 * The conditions of a filter of the older lists. Bitrix24 drops, without a word, each condition that it does not
 * understand, so that a typo finds every record (internalizeFilterFields in crm/classes/general/restservice.php,
 * PrepareWhere in main/classes/general/sql_util.php).
 */
export function oldConditions(
	filter: PhpArray,
	state: PortalState,
	type: EntityType,
	dropped: Dropped,
): Condition[] {
	const fields = crmFields(state, type);
	return Object.entries(filter).flatMap(([key, wanted]): Condition[] => {
		const { field: name } = parseKey(key);
		const note = (reason: string) => dropped(`${key}: ${reason}`);
		const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
		if (field?.type === 'crm_multifield') return multifieldCondition(key, name, wanted, note);
		if (!field || field.isVirtual) {
			note('no field to filter by, so every record matches');
			return [];
		}
		if (isArray(wanted) && Object.keys(wanted).length === 0) {
			note('an empty list is no condition');
			return [];
		}
		return field.isDynamic
			? userFieldCondition(key, wanted, state.userFields[type].get(name), note)
			: columnCondition(key, wanted, field, note);
	});
}

/**
 * E-mail addresses and phones: only the bare name counts, and means "begins with". Of a list, the first value counts
 * (PrepareMultiFieldFilter in crm/classes/general/entity_helper.php; the REST docs call the match exact).
 */
function multifieldCondition(key: string, name: string, wanted: Php, note: Dropped): Condition[] {
	const values = isArray(wanted) ? [wanted[0], ...Object.values(wanted).slice(1)] : [wanted];
	const prefix = toText(values[0]).trim();
	if (key !== name) note('an operator is not known here, so every record matches');
	else if (prefix === '') note('a blank value is no condition');
	else {
		if (values.length > 1) note('only the first value of a list counts');
		const pattern = `${prefix.replaceAll('%', '')}%`;
		return [
			({ multifields }) =>
				multifields.some(({ type, value }) => type === name && isLike(value, pattern)),
		];
	}
	return [];
}

/** Custom fields (crm/classes/general/crm_usertype.php, ListPrepareFilter). */
function userFieldCondition(
	key: string,
	wanted: Php,
	filter: string | undefined,
	note: Dropped,
): Condition[] {
	const { field } = parseKey(key);
	const isBare = key === field;
	if (isBare && !isArray(wanted) && toText(wanted) === '' && wanted !== false) {
		note('a blank value is no condition');
		return [];
	}
	const own = filter === 'exact' ? '=' : filter === 'contains' ? '%' : '';
	const operator = isBare ? own : key.slice(0, key.length - field.length);
	return [({ row }) => ormMatches(row[field], false, operator, wanted)];
}

function columnCondition(key: string, wanted: Php, field: CrmField, note: Dropped): Condition[] {
	const parsed = parseKey(key);
	const isLikeKey = LIKE_OPERATORS.includes(parsed.operator);
	const isStatus = field.type === 'crm_status' && !parsed.isNegative;
	if (isLikeKey && (isWholeNumber(field) || isStatus)) {
		note('the portal compares for equality');
		parsed.operator = '=';
	} else if (isLikeKey && parsed.isNegative) {
		note('the negation of LIKE is ignored');
	}
	if (isWholeNumber(field) && isCast(wanted)) note('the value is cast to a whole number');
	const values = isArray(wanted) ? Object.values(wanted) : [wanted];
	const matches = isWholeNumber(field) ? matchesNumber : matchesText;
	return [({ row }) => combine(row[parsed.field] as Scalar, parsed, values, matches)];
}

type Matches = (actual: Scalar, key: FilterKey, wanted: Php) => boolean;

function combine(actual: Scalar, key: FilterKey, values: Php[], matches: Matches): boolean {
	if (key.operator !== '@') {
		const test = (wanted: Php) => matches(actual, key, wanted);
		return key.isNegative ? values.every(test) : values.some(test);
	}
	// In SQL, NULL is neither in a list nor outside it.
	if (actual === null) return false;
	const equals = { ...key, operator: '=', isNegative: false };
	return values.some((wanted) => matches(actual, equals, wanted)) !== key.isNegative;
}

/** 0, "" and null find NULL as well, by every operator with "=". A text is cast, so that "1abc" means 1. */
function matchesNumber(actual: Scalar, { operator, isNegative }: FilterKey, wanted: Php): boolean {
	const number = toInt(wanted);
	if (actual === null) return (number === 0 && operator.includes('=')) !== isNegative;
	return compares(actual, operator, number) !== isNegative;
}

function matchesText(actual: Scalar, { operator, isNegative }: FilterKey, wanted: Php): boolean {
	const text = toText(wanted);
	if (LIKE_OPERATORS.includes(operator)) {
		if (text === '') return !isFilled(actual);
		return operator === '%' ? contains(actual, text) : isLike(actual, text);
	}
	// "?" and "*" search by words. The sandbox looks for the text as a whole.
	if (/^[?*]/.test(operator)) return contains(actual, text) !== isNegative;
	if (text === '' && operator.includes('=')) {
		return (!isFilled(actual) || compares(actual, operator, '')) !== isNegative;
	}
	return (actual !== null && compares(actual, operator, text)) !== isNegative;
}
