import { isArray, toText, type PhpArray } from '../php/values';
import { RestError } from '../rest/errors';
import type { EntityType, User } from '../state/user';
import { isCast, splitKey } from './filter';
import type { ItemFields } from './itemFields';
import type { Dropped } from './method';

/**
 * The method is for employees, and for administrators (getDefaultPreFilters in crm/lib/controller/base.php; status and text:
 * REST docs). The code is in lower case, as no other one is (intranet/lib/actionfilter/intranetuser.php); some SDKs
 * show it in capitals.
 */
export function refuseExternal({ data }: User): void {
	if (!data.external || data.admin) return;
	throw new RestError(
		403,
		'allowed_only_intranet_user',
		'Action is allowed only for intranet users',
	);
}

/** The checks of crm/lib/controller/validator/filter.php. */
export function checkFilter(filter: PhpArray, fields: ItemFields, dropped: Dropped): void {
	for (const [key, value] of Object.entries(filter)) {
		if (/^\d+$/.test(key)) {
			if (isArray(value)) checkFilter(value, fields, dropped);
			continue;
		}
		const [operator, field] = splitKey(key);
		if (field !== 'LOGIC' && !fields.has(field)) {
			throw invalid(`Invalid filter: field '${key}' is not allowed in filter`);
		}
		if (isArray(value) && !['@', '!@', '!=', '=', ''].includes(operator)) {
			throw invalid(`Invalid filter: field '${key}' has invalid value`);
		}
		if (fields.get(field)?.isWholeNumber && isCast(value)) {
			dropped(`${key}: the value is cast to a whole number`);
		}
	}
}

export function checkOrder(order: PhpArray, fields: ItemFields): void {
	for (const [field, direction] of Object.entries(order)) {
		if (!fields.has(field)) {
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

/**
 * `IN ()` is no SQL (main/classes/general/sqlwhere.php). That the request fails is inferred, and so are code and text of
 * the error.
 */
export function refuseEmptyLists(filter: PhpArray, dropped: Dropped): void {
	for (const [key, value] of Object.entries(filter)) {
		if (!isArray(value)) continue;
		const [operator] = splitKey(key);
		if (/^\d+$/.test(key)) refuseEmptyLists(value, dropped);
		else if (Object.keys(value).length === 0) {
			dropped(`${key}: an empty list is no condition`);
			if (operator.endsWith('@')) throw new RestError(400, '0', 'Mysql query error');
		}
	}
}

/**
 * The count for `total` knows a condition on linked records only as CONTACT_IDS of companies (listAction, and
 * getItemsCountFilteredByPermissions in Factory.php). That the request fails is inferred, and so is its error.
 */
export function refuseUncountable(type: EntityType, filter: PhpArray): void {
	const key = Object.keys(filter).find((name) => /^\W*(COMPANY|CONTACT)_IDS$/.test(name));
	if (key === undefined || (type === 'company' && key === 'CONTACT_IDS')) return;
	throw new RestError(400, '0', `Unknown field definition \`${splitKey(key)[1]}\``);
}
