import { isArray, phpArray, type PhpArray } from './values';

/** PHP's default for `max_input_vars`. PHP drops further variables; its warning does not reach the client. */
const MAX_INPUT_VARS = 1000;

/**
 * Parses a query or a form as PHP's parse_str does. The package qs does not: it joins repeated keys, PHP keeps the last
 * value.
 */
export function parseQuery(text: string): PhpArray {
	const result = phpArray();
	for (const pair of text.split('&').slice(0, MAX_INPUT_VARS)) {
		const [name, ...value] = pair.split('=');
		const path = keyPath(decode(name).trimStart());
		if (path) assign(result, path, decode(value.join('=')));
	}
	return result;
}

function decode(text: string): string {
	const spaced = text.replaceAll('+', ' ');
	try {
		return decodeURIComponent(spaced);
	} catch {
		return spaced;
	}
}

/**
 * "fields[CONTACT_ID]" → ["fields", "CONTACT_ID"]. The key "", from "ids[]", means the next free index. A bracket that is
 * never closed is part of the name: "x[y" → ["x_y"] (php_register_variable_ex in PHP's main/php_variables.c).
 */
function keyPath(name: string): string[] | undefined {
	const parts = /^([^[]+)((?:\[[^\]]*\])*)/.exec(name);
	if (!parts) return undefined;
	const brackets = [...parts[2].matchAll(/\[([^\]]*)\]/g)].map((match) => match[1]);
	const variable = brackets.length > 0 ? parts[1] : name;
	return [variable.replace(/[ .[]/g, '_'), ...brackets];
}

function assign(array: PhpArray, [key, ...path]: string[], value: string): void {
	const index = key === '' ? String(nextIndex(array)) : key;
	if (path.length === 0) {
		array[index] = value;
		return;
	}
	const inner = array[index];
	assign(isArray(inner) ? inner : (array[index] = phpArray()), path, value);
}

function nextIndex(array: PhpArray): number {
	return (
		Math.max(
			-1,
			...Object.keys(array)
				.filter((key) => /^\d+$/.test(key))
				.map(Number),
		) + 1
	);
}
