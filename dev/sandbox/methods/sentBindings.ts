import { isArray, isPositive, toInt, toText, type Php, type PhpArray } from '../php/values';
import type { Binding } from '../state/linkWrites';
import { isPrimary } from './bindings';
import type { Side } from './sides';

/** Reads a link as a client sends it. Returns `undefined` if it has no ID of a record on the other side. */
export function sentBinding({ field }: Side, sent: PhpArray): Binding | undefined {
	const id = scalar(sent[field]);
	if (!isPositive(id) || toInt(id) <= 0) return undefined;
	return {
		id: toInt(id),
		sort: 'SORT' in sent ? toInt(sent.SORT) : undefined,
		isPrimary: 'IS_PRIMARY' in sent ? toText(sent.IS_PRIMARY) : undefined,
	};
}

/**
 * Reads items[0], items[1] … as far as there are items (crm/lib/binding/entitybinding.php). Bitrix24 ignores all other
 * keys: of a single object or of a list with gaps, links are lost, and the set may end up empty.
 */
export function sentBindings(side: Side, items: PhpArray): Binding[] {
	const bindings = Object.keys(items).flatMap((_, position) => {
		const item = items[position];
		const binding = isArray(item) ? sentBinding(side, item) : undefined;
		if (!binding || !isArray(item)) return [];
		const sort = isPositive(scalar(item.SORT)) ? binding.sort : (position + 1) * 10;
		return [{ ...binding, sort }];
	});
	const primary = bindings.find(isPrimary) ?? bindings[0];
	return bindings.map((binding) => ({
		...binding,
		isPrimary: binding === primary ? 'Y' : undefined,
	}));
}

/** Casts an array in a field of type integer, as Bitrix24 does when it reads the fields (internalizeFields). */
function scalar(value: Php | undefined) {
	return isArray(value) ? toInt(value) : value;
}
