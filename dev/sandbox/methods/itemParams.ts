import { isArray, phpArray, toInt, toText, type Php, type PhpArray } from '../php/values';
import { RestError } from '../rest/errors';
import type { EntityType } from '../state/user';
import { splitKey } from './filter';
import { ENTITY_TYPES, upper } from './itemFields';

export interface ItemParams {
	type: EntityType;
	select: string[];
	filter: PhpArray;
	order: PhpArray;
	/** Whether custom fields are written as in the older methods. */
	originalNames: boolean;
}

/**
 * The parameters of crm.item.list. Their types are checked one by one before the method runs
 * (main/lib/engine/autowire/binder.php).
 */
export function itemParams(params: PhpArray): ItemParams {
	const entityTypeId = params.entityTypeId;
	if (entityTypeId === undefined) {
		throw new RestError(400, '100', 'Could not find value for parameter {entityTypeId}');
	}
	if (!isNumeric(entityTypeId)) throw wrongType('entityTypeId', entityTypeId, 'int');
	const { select, order, filter } = params;
	if (select !== undefined && !isArray(select)) throw wrongType('select', select, 'array');
	const type = ENTITY_TYPES[toInt(entityTypeId)];
	const parsed = {
		select: isArray(select) ? Object.values(select).map(toText) : ['*'],
		order: upperOrder(arrayOrNull('order', order)),
		filter: upperFilter(arrayOrNull('filter', filter)),
		originalNames: params.useOriginalUfNames === 'Y',
	};
	if (!type) throw new RestError(400, 'NOT_FOUND', 'SPA not found');
	return { type, ...parsed };
}

function arrayOrNull(name: string, value: Php | undefined): PhpArray {
	if (value === undefined || value === null) return phpArray();
	if (!isArray(value)) throw wrongType(name, value, 'array');
	return value;
}

function wrongType(name: string, value: Php, type: string) {
	return new RestError(
		400,
		'100',
		`Invalid value {${toText(value)}} to match with parameter {${name}}. Should be value of type ${type}.`,
	);
}

/** PHP's is_numeric(). */
function isNumeric(value: Php): boolean {
	if (typeof value === 'string') return value.trim() !== '' && Number.isFinite(Number(value));
	return typeof value === 'number';
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
	const entries = Object.entries(order).map(([field, direction]): [string, Php] => [
		upper(field),
		toText(direction).toUpperCase(),
	]);
	return phpArray(Object.fromEntries(entries));
}
