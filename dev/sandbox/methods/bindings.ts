import type { Binding } from '../state/linkWrites';

/** The difference between two lists of links (crm/lib/binding/entitybinding.php). */
export interface BindingDiff {
	/** Links to write, in this order: new links, links with a new SORT, links whose primary flag moved. */
	added: Binding[];
	/** IDs of the records to unlink. */
	removed: number[];
}

export function diffBindings(origin: Binding[], current: Binding[]): BindingDiff {
	const before = new Map(origin.map((binding) => [binding.id, binding]));
	const after = new Map(current.map((binding) => [binding.id, binding]));
	const removed = [...before.keys()].filter((id) => !after.has(id));
	const added = new Map<number, Binding>();

	let highest = origin.reduce((top, { sort = 0 }) => Math.max(top, sort), 0);
	for (const [id, binding] of after) {
		if (before.has(id)) continue;
		const sort = binding.sort ?? (highest > 0 ? (highest += 10) : undefined);
		added.set(id, { ...binding, sort });
	}
	// This loop uses the list, not the map: of two entries for a linked record, the first with a new SORT counts.
	for (const binding of current) {
		const existing = before.get(binding.id);
		if (!existing || added.has(binding.id)) continue;
		if ((existing.sort ?? 0) !== (binding.sort ?? 0)) added.set(binding.id, binding);
	}

	const oldPrimary = lastPrimary(origin);
	const newPrimary = lastPrimary(current);
	if (oldPrimary !== newPrimary) {
		const rewrite = (id: number, isPrimary: string) =>
			added.set(id, { ...after.get(id), id, isPrimary });
		if (newPrimary && !added.has(newPrimary)) rewrite(newPrimary, 'Y');
		if (oldPrimary && after.has(oldPrimary)) rewrite(oldPrimary, 'N');
	}
	return { added: [...added.values()], removed };
}

export function isPrimary(binding: Binding): boolean {
	return binding.isPrimary === 'Y';
}

function lastPrimary(bindings: Binding[]) {
	return bindings.filter(isPrimary).at(-1)?.id;
}

export function withPrimary(bindings: Binding[], id: number | undefined): Binding[] {
	return bindings.map((binding) => ({
		...binding,
		isPrimary: binding.id === id ? 'Y' : undefined,
	}));
}
