import { isArray, phpArray, toText, type Php, type PhpArray } from '../php/values';

/** The results of the commands that have run: section → command key → value. */
export type Sections = Record<'result' | 'next' | 'total' | 'time' | 'error', PhpArray> &
	Record<string, PhpArray>;

/**
 * Replaces references in values, e.g. $result[key][field], by the results of earlier commands (processBatchElement in
 * rest/classes/general/rest_util.php). Bitrix24 has no escape for a text that looks like a reference.
 */
export function resolveReferences(params: PhpArray, sections: Sections): PhpArray {
	const resolved = phpArray();
	for (const [key, value] of Object.entries(params)) {
		resolved[key] = isArray(value)
			? resolveReferences(value, sections)
			: resolve(toText(value), sections);
	}
	return resolved;
}

function resolve(text: string, sections: Sections): Php {
	const pattern = new RegExp(`\\$(${Object.keys(sections).join('|')})(\\S*)`, 'gi');
	let current: Php = text;
	for (const [reference, section, rest] of text.matchAll(pattern)) {
		const path = [...rest.matchAll(/\[([^\]]+)\]/g)].map((match) => match[1]);
		if (path.length === 0) continue;
		const value = deepest(sections[section] ?? null, path);
		if (reference === current) current = value;
		else if (typeof value === 'string' || typeof value === 'number') {
			current = toText(current).replaceAll(reference, () => toText(value));
		}
	}
	return current;
}

/** Follows a path. A path that leads nowhere gives the deepest part that exists, which may be the whole section. */
function deepest(value: Php, [key, ...path]: string[]): Php {
	const inner = isArray(value) ? value[key] : typeof value === 'string' ? value[Number(key)] : null;
	if (key === undefined || inner === undefined || inner === null) return value;
	return deepest(inner, path);
}
