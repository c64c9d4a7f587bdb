import { isArray, phpArray, toInt, toText, type Php, type PhpArray } from '../php/values';
import { RestError } from '../rest/errors';
import type { EntityType } from '../state/user';
import { matches, splitKey } from './filter';
import type { MethodContext, MethodResult, Methods } from './method';
import { paged, sorted } from './paging';
import { fieldNames, full, records, type CrmRecord, type Phone, type Row } from './records';

const ENTITY_TYPES: Record<number, EntityType> = { 3: 'contact', 4: 'company' };

/**
 * crm.item.list (crm/lib/controller/item.php). Unlike the older lists, the method writes camelCase names and numbers, and
 * rejects a field that it does not know.
 */
function list(params: PhpArray, { state, user, start }: MethodContext): MethodResult {
	const type = entityType(params.entityTypeId);
	const found = records(state, type).filter(({ id }) => user.canRead(type, id));
	const filter = upperFilter(isArray(params.filter) ? params.filter : phpArray());
	const order = upperOrder(isArray(params.order) ? params.order : phpArray());
	const known = fieldNames(type);
	checkFilter(filter, known);
	checkOrder(order, known);
	const passing = found.filter((record) => passes(full(record), filter));
	const { rows, total, next } = paged(
		sorted(passing, order, (record, field) => full(record)[field]),
		start,
	);
	const select = isArray(params.select) ? Object.values(params.select).map(toText) : ['*'];
	return { result: { items: rows.map((record) => written(record, select)) }, total, next };
}

function entityType(value: Php | undefined): EntityType {
	if (value === undefined) {
		throw new RestError(400, '100', 'Could not find value for parameter {entityTypeId}');
	}
	const type = ENTITY_TYPES[toInt(value)];
	if (!type) throw new RestError(400, 'NOT_FOUND', 'SPA not found');
	return type;
}

/** lastName → LAST_NAME. A name in capitals stays as it is. */
function upper(name: string): string {
	return /[a-z]/.test(name) ? name.replace(/[A-Z]/g, '_$&').toUpperCase() : name;
}

/** LAST_NAME → lastName. */
function camel(name: string): string {
	return name.toLowerCase().replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
}

function upperFilter(filter: PhpArray): PhpArray {
	const entries = Object.entries(filter).map(([key, value]): [string, Php] => {
		const [operator, field] = splitKey(key);
		const nested = /^\d+$/.test(key) && isArray(value);
		return [operator + upper(field), nested ? upperFilter(value) : value];
	});
	return phpArray(Object.fromEntries(entries));
}

function upperOrder(order: PhpArray): PhpArray {
	return phpArray(
		Object.fromEntries(
			Object.entries(order).map(([field, direction]) => [
				upper(field),
				toText(direction).toUpperCase(),
			]),
		),
	);
}

function checkFilter(filter: PhpArray, known: string[]): void {
	for (const [key, value] of Object.entries(filter)) {
		if (/^\d+$/.test(key)) {
			if (isArray(value)) checkFilter(value, known);
			continue;
		}
		const [operator, field] = splitKey(key);
		if (field !== 'LOGIC' && !known.includes(field)) {
			throw invalid(`Invalid filter: field '${key}' is not allowed in filter`);
		}
		if (isArray(value) && !['@', '!@', '!=', '=', ''].includes(operator)) {
			throw invalid(`Invalid filter: field '${key}' has invalid value`);
		}
	}
}

function checkOrder(order: PhpArray, known: string[]): void {
	for (const [field, direction] of Object.entries(order)) {
		if (!known.includes(field)) {
			throw invalid(`Invalid order: field '${field}' is not allowed in order`);
		}
		if (direction !== 'ASC' && direction !== 'DESC') {
			throw invalid(
				`Invalid order: allowed sort directions are ASC, DESC. But got '${toText(direction)}' for field '${field}'`,
			);
		}
	}
}

function invalid(description: string) {
	return new RestError(400, 'INVALID_ARG_VALUE', description);
}

/** With `LOGIC: "OR"`, one condition has to hold, else all. A condition with a number as its key is a nested filter. */
function passes(row: Row, { LOGIC: logic, ...conditions }: PhpArray): boolean {
	const results = Object.entries(conditions).map(([key, wanted]) => {
		if (/^\d+$/.test(key) && isArray(wanted)) return passes(row, wanted);
		const [operator, field] = splitKey(key);
		return matches(row[field], operator, wanted);
	});
	const isOr = toText(logic).toUpperCase() === 'OR';
	return isOr ? results.some(Boolean) : results.every(Boolean);
}

function written(record: CrmRecord, select: string[]): Record<string, unknown> {
	const row = full(record);
	const all = select.includes('*');
	const fields = all ? Object.keys(row) : select.map(upper).filter((field) => field in row);
	return {
		...Object.fromEntries(fields.map((field) => [camel(field), row[field]])),
		...(all && { fm: record.phones.map(multifield) }),
	};
}

function multifield({ id, type, value }: Phone) {
	return {
		id,
		valueType: 'WORK',
		value,
		typeId: type,
	};
}

export const itemMethods: Methods = { 'crm.item.list': list };
