import { firstSet, isArray, toInt, toText, type PhpArray } from '../php/values';
import { badRequest } from '../rest/errors';
import type { EntityType } from '../state/user';
import { candidates } from './candidates';
import { crmFields, type CrmFields } from './crmFields';
import type { Dropped, Method, Methods } from './method';
import { oldConditions } from './oldFilter';
import { pagedInCircle, sorted } from './paging';
import { arrayOrEmpty, arrayParam } from './params';
import { records, type CrmRecord, type Multifield, type Row, type Value } from './records';

/**
 * The older list and get methods, which write numbers as text (CCrmRestProxyBase in
 * crm/classes/general/restservice.php). They know only the records of category 0 (innerGetList, innerGet).
 */
function entity(type: EntityType): Methods {
	return {
		[`crm.${type}.list`]: list(type),
		[`crm.${type}.get`]: getOne(type),
	};
}

function list(type: EntityType): Method {
	return (params, { state, user, start, dropped }) => {
		const order = arrayOrEmpty(params, 'order');
		const filter = arrayOrEmpty(params, 'filter');
		const select = arrayParam(params, 'select');
		const fields = crmFields(state, type);
		const conditions = oldConditions(filter, state, type, dropped);
		const found = records(state, type, candidates(state, type, filter, ['', '=', '@']))
			.filter(({ id, row }) => row.CATEGORY_ID === 0 && user.canRead(type, id))
			.filter((record) => conditions.every((holds) => holds(record)));
		const inOrder = sorted(found, columnOrder(order, fields, dropped), valueOf, isNotAscending);
		const { rows, ...page } = pagedInCircle(inOrder, start);
		const chosen = isArray(select) ? Object.values(select).map(toText) : [];
		return { result: rows.map((record) => written(record, chosen, fields)), ...page };
	};
}

function getOne(type: EntityType): Method {
	return (params, { state, user }) => {
		const id = toInt(firstSet(params, 'ID', 'id'));
		if (id <= 0) throw badRequest('ID is not defined or invalid.');
		if (!user.canRead(type, id)) throw badRequest('Access denied.');
		const found = state.recordsOf(type).get(id);
		if (found?.categoryId !== 0) throw badRequest('Not found');
		const [record] = records(state, type, [found]);
		const select = ['*', 'UF_*', 'PHONE', 'EMAIL'];
		return { result: written(record, select, crmFields(state, type)) };
	};
}

/** Names of fields may be in any case here; the portal ignores others (PrepareSql in main/classes/general/sql_util.php). */
function columnOrder(order: PhpArray, fields: CrmFields, dropped: Dropped): PhpArray {
	const known = Object.entries(order).flatMap(([name, direction]) => {
		const field = name.toUpperCase();
		if (Object.hasOwn(fields, field) && !fields[field].isVirtual) return [[field, direction]];
		dropped(`order by ${name}: no field to order by`);
		return [];
	});
	return Object.fromEntries(known) as PhpArray;
}

/** Any direction but ASC descends (PrepareSql). */
function isNotAscending(direction: string): boolean {
	return direction !== 'ASC';
}

function valueOf({ row }: CrmRecord, field: string): Value {
	return row[field];
}

/**
 * Writes ID and the selected fields. Their names may be in any case, except PHONE and EMAIL (findSelectedFmTypeIds in
 * crm/classes/general/restservice.php). Hidden fields are never written (externalizeFields).
 */
function written(record: CrmRecord, select: string[], fields: CrmFields): Record<string, unknown> {
	const upper = select.map((name) => name.toUpperCase());
	const isChosen = (name: string) => {
		const { isHidden, isVirtual, isDynamic } = fields[name];
		if (isHidden || isVirtual) return false;
		if (select.length === 0 || name === 'ID' || upper.includes(name)) return true;
		return upper.includes(isDynamic ? 'UF_*' : '*');
	};
	const kinds = ['PHONE', 'EMAIL'].filter((kind) => select.includes(kind));
	const values = kinds.map((kind) => {
		const ofKind = record.multifields.filter(({ type }) => type === kind);
		return [kind, ofKind.map(multifield)] as const;
	});
	return {
		...asText(record.row, Object.keys(fields).filter(isChosen)),
		...Object.fromEntries(values.filter(([, list]) => list.length > 0)),
	};
}

function asText(row: Row, fields: string[]) {
	return Object.fromEntries(
		fields.map((field) => [field, row[field] === null ? null : String(row[field])]),
	);
}

function multifield({ id, type, valueType, value }: Multifield) {
	return {
		ID: String(id),
		VALUE_TYPE: valueType,
		VALUE: value,
		TYPE_ID: type,
	};
}

export const listMethods: Methods = {
	...entity('company'),
	...entity('contact'),
};
