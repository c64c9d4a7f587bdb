import { firstSet, isArray, toInt, toText, type PhpArray } from '../php/values';
import { badRequest } from '../rest/errors';
import type { EntityType } from '../state/user';
import { matches, splitKey } from './filter';
import type { Method, Methods } from './method';
import { paged, sorted } from './paging';
import { arrayOrEmpty, arrayParam } from './params';
import { records, type CrmRecord, type Phone, type Row, type Value } from './records';

/**
 * The older list and get methods, which write numbers as text (CCrmRestProxyBase in
 * crm/classes/general/restservice.php).
 */
function entity(type: EntityType): Methods {
	return {
		[`crm.${type}.list`]: list(type),
		[`crm.${type}.get`]: getOne(type),
	};
}

function list(type: EntityType): Method {
	return (params, { state, user, start }) => {
		const order = arrayOrEmpty(params, 'order');
		const filter = arrayOrEmpty(params, 'filter');
		const select = arrayParam(params, 'select');
		const found = records(state, type)
			.filter(({ id }) => user.canRead(type, id))
			.filter((record) => passes(record, filter));
		const { rows, total = 0, next } = paged(sorted(found, order, fieldOf), start);
		const chosen = isArray(select) ? Object.values(select).map(toText) : [];
		return { result: rows.map((record) => written(record, chosen)), total, next };
	};
}

function getOne(type: EntityType): Method {
	return (params, { state, user }) => {
		const id = toInt(firstSet(params, 'ID', 'id'));
		if (id <= 0) throw badRequest('ID is not defined or invalid.');
		if (!user.canRead(type, id)) throw badRequest('Access denied.');
		const record = records(state, type).find((candidate) => candidate.id === id);
		if (!record) throw badRequest('Not found');
		const kinds = new Set(record.phones.map((phone) => phone.type));
		return { result: written(record, ['*', ...kinds]) };
	};
}

/** Bitrix24 drops a field that it does not know from the filter, so that a typo finds every record. */
function passes(record: CrmRecord, filter: PhpArray): boolean {
	return Object.entries(filter).every(([key, wanted]) => {
		const [operator, field] = splitKey(key);
		const actual = fieldOf(record, field);
		return actual === undefined || matches(actual, operator, wanted);
	});
}

function fieldOf({ row, phones }: CrmRecord, field: string): Value {
	if (field !== 'PHONE' && field !== 'EMAIL') return row[field];
	return phones.filter(({ type }) => type === field).map(({ value }) => value);
}

function written({ row, phones }: CrmRecord, select: string[]): Record<string, unknown> {
	const kinds = ['PHONE', 'EMAIL'].filter((kind) => select.includes(kind));
	const all = select.length === 0 || select.includes('*');
	const fields = all ? Object.keys(row) : select.filter((field) => field in row);
	if (kinds.length > 0 && !fields.includes('ID')) fields.push('ID');
	return {
		...asText(row, fields),
		...Object.fromEntries(
			kinds
				.map((kind) => [kind, phones.filter(({ type }) => type === kind).map(phone)] as const)
				.filter(([, values]) => values.length > 0),
		),
	};
}

function asText(row: Row, fields: string[]) {
	return Object.fromEntries(
		fields.map((field) => [field, row[field] === null ? null : String(row[field])]),
	);
}

function phone({ id, type, value }: Phone) {
	return {
		ID: String(id),
		VALUE_TYPE: 'WORK',
		VALUE: value,
		TYPE_ID: type,
	};
}

export const listMethods: Methods = {
	...entity('company'),
	...entity('contact'),
};
