import { isArray, phpArray, type PhpArray } from './values';

/** PHP's `max_input_vars` as it comes: what a query holds beyond it is dropped, with a warning that nobody sees. */
const MAX_INPUT_VARS = 1000;

/** The text of a query or a form → what PHP's parse_str makes of it. qs joins repeated keys, PHP does not. */
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

/** "fields[CONTACT_ID]" → ["fields", "CONTACT_ID"]; "" stands for the next free index. */
function keyPath(name: string): string[] | undefined {
	const parts = /^([^[]+)((?:\[[^\]]*\])*)/.exec(name);
	if (!parts) return undefined;
	const brackets = [...parts[2].matchAll(/\[([^\]]*)\]/g)].map((match) => match[1]);
	return [parts[1].replace(/[ .]/g, '_'), ...brackets];
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
