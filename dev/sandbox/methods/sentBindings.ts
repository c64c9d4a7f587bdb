import { isPrimary } from './bindings';
import type { Binding } from '../state/linkWrites';
import { isArray, isPositive, toInt, toText, type Php, type PhpArray } from '../php/values';
import type { Side } from './sides';

/** One link as a client sends it; undefined when it names no record of the other side. */
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
 * Reads items[0], items[1] … and nothing else: a single object or a list with gaps loses what is
 * not at those keys, so that the set may come out empty (crm/lib/binding/entitybinding.php).
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

/** Fields of the type integer that are no scalar are cast when they come in (internalizeFields). */
function scalar(value: Php | undefined) {
	return isArray(value) ? toInt(value) : value;
}
