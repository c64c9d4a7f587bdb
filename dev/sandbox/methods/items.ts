import { isArray, toText, type PhpArray } from '../php/values';
import { candidates } from './candidates';
import { splitKey } from './filter';
import {
	checkFilter,
	checkOrder,
	refuseEmptyLists,
	refuseExternal,
	refuseUncountable,
} from './itemChecks';
import { camel, itemFields, upper, type ItemFields } from './itemFields';
import { itemParams, type ItemParams } from './itemParams';
import type { MethodContext, MethodResult, Methods } from './method';
import { ormMatches } from './ormFilter';
import { paged, sorted } from './paging';
import { records, type CrmRecord, type Multifield, type Value } from './records';

/**
 * crm.item.list (crm/lib/controller/item.php). Unlike the older lists, the method writes camelCase names and numbers, and
 * rejects a field that it does not know.
 */
function list(params: PhpArray, { state, user, start, dropped }: MethodContext): MethodResult {
	refuseExternal(user);
	const asked = itemParams(params);
	const { type, filter, order } = asked;
	const fields = itemFields(state, type);
	checkFilter(filter, fields, dropped);
	checkOrder(order, fields);
	refuseEmptyLists(filter, dropped);
	if (start >= 0) refuseUncountable(type, filter);
	const passing = records(state, type, candidates(state, type, filter, ['=', '@']))
		.filter(({ id }) => user.canRead(type, id))
		.filter((record) => passes(record, filter, fields));
	const inOrder = sorted(
		passing,
		order,
		(record, field) => fields.get(field)?.valueOf(record) ?? null,
		(direction) => direction === 'DESC',
	);
	const { rows, ...page } = paged(inOrder, start);
	return { result: { items: rows.map((record) => written(record, fields, asked)) }, ...page };
}

/** With `LOGIC: "OR"`, one condition has to hold, else all. A condition with a number as its key is a nested filter. */
function passes(record: CrmRecord, filter: PhpArray, fields: ItemFields): boolean {
	const { LOGIC: logic, ...conditions } = filter;
	const results = Object.entries(conditions).map(([key, wanted]) => {
		if (/^\d+$/.test(key)) return !isArray(wanted) || passes(record, wanted, fields);
		const [operator, name] = splitKey(key);
		const field = fields.get(name);
		return !field || ormMatches(field.valueOf(record), field.isWholeNumber, operator, wanted);
	});
	const isOr = toText(logic).toUpperCase() === 'OR';
	return isOr ? results.some(Boolean) : results.every(Boolean);
}

/** With "*" come fm and the type as well. fm cannot be selected by its name, nor is ID added (prepareSelect). */
function written(
	record: CrmRecord,
	fields: ItemFields,
	{ type, select, originalNames }: ItemParams,
): Record<string, unknown> {
	const isAll = select.includes('*');
	const names = select.map(upper);
	const isChosen = (name: string) => names.includes(name) || isCustom(name, names);
	const write = (name: string) => (originalNames && isCustomName(name) ? name : camel(name));
	const values = [...fields]
		.filter(([name]) => isAll || isChosen(name))
		.map(([name, { valueOf }]) => [write(name), writtenValue(name, valueOf(record))] as const);
	return {
		...Object.fromEntries(values),
		...(isAll && {
			entityTypeId: type === 'company' ? 4 : 3,
			fm: record.multifields.map(multifield),
		}),
	};
}

function isCustom(name: string, selected: string[]): boolean {
	return isCustomName(name) && selected.includes('UF_*');
}

function isCustomName(name: string): boolean {
	return name.startsWith('UF_');
}

/** No main company is 0 (integerfield.php). */
function writtenValue(name: string, value: Value) {
	return name === 'COMPANY_ID' ? (value ?? 0) : value;
}

function multifield({ id, type, valueType, value }: Multifield) {
	return {
		id,
		valueType,
		value,
		typeId: type,
	};
}

export const itemMethods: Methods = { 'crm.item.list': list };
