import { isArray, phpArray, toInt, toPhp, toText, type PhpArray } from '../php/values';
import { badRequest } from '../rest/errors';
import { NUMBER_FIELDS, OWNER_TYPES, type Requisite } from '../state/requisites';
import { candidateRequisites } from './candidates';
import { parseKey, splitKey } from './filter';
import { refuseEmptyLists } from './itemChecks';
import type { Dropped, MethodContext, MethodResult, Methods } from './method';
import { ormMatches } from './ormFilter';
import { pagedInCircle, sorted } from './paging';
import { arrayOrEmpty, arrayParam } from './params';
import type { Row } from './records';

const OWNERS: number[] = Object.values(OWNER_TYPES);

/** The columns that the sandbox knows (crm/lib/entityrequisite.php, getFieldsInfo) → whether they are whole numbers. */
const COLUMNS: Record<string, boolean> = {
	ID: true,
	ENTITY_TYPE_ID: true,
	ENTITY_ID: true,
	PRESET_ID: true,
	NAME: false,
	ACTIVE: false,
	SORT: true,
	...Object.fromEntries(NUMBER_FIELDS.map((field) => [field, false])),
};

/**
 * crm.requisite.list (CCrmRequisiteRestProxy in crm/classes/general/restservice.php). It checks no right to the owners of
 * the requisites, and the type of owner only if the key is exactly ENTITY_TYPE_ID.
 */
function list(params: PhpArray, { state, start, dropped }: MethodContext): MethodResult {
	const order = arrayOrEmpty(params, 'order');
	const filter = knownConditions(arrayOrEmpty(params, 'filter'), dropped);
	const select = arrayParam(params, 'select');
	const type = filter.ENTITY_TYPE_ID;
	if (type === undefined || type === null) filter['@ENTITY_TYPE_ID'] = toPhp(OWNERS);
	else if (!OWNERS.includes(toInt(type))) throw badRequest('Access denied.');
	refuseEmptyLists(filter, dropped);
	const rows = candidateRequisites(state.requisites, filter)
		.map((requisite) => ({ id: requisite.id, row: rowOf(requisite) }))
		.filter(({ row }) => passes(row, filter));
	const inOrder = sorted(
		rows,
		order,
		({ row }, field) => row[field] ?? null,
		(direction) => direction === 'DESC',
	);
	// The method always counts: start=-1 is the first page (innerGetList).
	const { rows: page, ...counts } = pagedInCircle(inOrder, Math.max(0, start));
	const chosen = isArray(select) ? Object.values(select).map(toText) : [];
	return { result: page.map(({ row }) => written(row, chosen)), ...counts };
}

/** Drops what the portal does not know (internalizeFilterFields). */
function knownConditions(filter: PhpArray, dropped: Dropped): PhpArray {
	const known = Object.entries(filter).filter(([key]) => {
		const isKnown = Object.hasOwn(COLUMNS, parseKey(key).field);
		if (!isKnown) dropped(`${key}: no field to filter by, so every record matches`);
		return isKnown;
	});
	return phpArray(Object.fromEntries(known));
}

function passes(row: Row, filter: PhpArray): boolean {
	return Object.entries(filter).every(([key, wanted]) => {
		const [operator, field] = splitKey(key);
		return ormMatches(row[field] ?? null, COLUMNS[field] ?? false, operator, wanted);
	});
}

function rowOf({ id, entityTypeId, entityId, presetId, name, numbers }: Requisite): Row {
	return {
		ID: id,
		ENTITY_TYPE_ID: entityTypeId,
		ENTITY_ID: entityId,
		PRESET_ID: presetId,
		NAME: name,
		ACTIVE: 'Y',
		SORT: 500,
		...Object.fromEntries(NUMBER_FIELDS.map((field) => [field, numbers[field] ?? null])),
	};
}

/** Numbers become text. Unlike the lists of contacts and companies, this one returns no ID that was not selected. */
function written(row: Row, select: string[]): Record<string, string | null> {
	const isAll = select.length === 0 || select.includes('*');
	const fields = Object.keys(row).filter((field) => isAll || select.includes(field));
	return Object.fromEntries(
		fields.map((field) => [field, row[field] === null ? null : String(row[field])]),
	);
}

export const requisiteMethods: Methods = { 'crm.requisite.list': list };
