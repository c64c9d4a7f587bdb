const MASK = '***';

/** Shorter secrets are not masked: they would match unrelated text. */
const SHORTEST = 8;

/** PHP writes no deeper JSON (`json_encode`, parameter `depth`). */
const DEEPEST = 512;

/**
 * The same value with the secrets masked in its texts, should a server or proxy repeat the request in its answer. Keys
 * and numbers stay as they are, and so does text of digits alone: an ID that equals a secret must still be that ID.
 */
export function redact<Value>(value: Value, secrets: string[]): Value {
	const forms = secrets
		.filter(({ length }) => length >= SHORTEST)
		.flatMap(writtenForms)
		// A secret may be the beginning of one of its own forms.
		.sort((one, other) => other.length - one.length);
	const pattern = forms.length ? new RegExp(forms.map(escapePattern).join('|'), 'gi') : undefined;
	const maskText = (text: string) => {
		if (/^\d+$/.test(text)) return text;
		return maskTokens(pattern ? text.replace(pattern, MASK) : text);
	};
	return mask(value, maskText) as Value;
}

function mask(value: unknown, maskText: (text: string) => string, depth = 0): unknown {
	if (typeof value === 'string') return maskText(value);
	if (typeof value !== 'object' || value === null) return value;
	if (depth >= DEEPEST) return MASK;
	if (Array.isArray(value)) return value.map((part) => mask(part, maskText, depth + 1));
	return Object.fromEntries(
		Object.entries(value).map(([key, part]) => [key, mask(part, maskText, depth + 1)]),
	);
}

/**
 * Masks what follows "Bearer". Word by word, as a pattern that looks back over blanks takes the square of their number.
 */
function maskTokens(text: string): string {
	if (!/bearer\s/i.test(text)) return text;
	// Every other part is the blanks between two words.
	const parts = text.split(/(\s+)/);
	return parts
		.map((part, index) =>
			/bearer$/i.test(parts[index - 2] ?? '') ? part.replace(/^[\w.~+/=-]+/, MASK) : part,
		)
		.join('');
}

/** How a secret may be written in text, a URL, JSON or HTML. */
function writtenForms(secret: string): string[] {
	const url = encodeURIComponent(secret);
	const html = secret
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('"', '&quot;');
	const json = JSON.stringify(secret).slice(1, -1);
	const forms = [
		secret,
		url,
		url.replaceAll('%20', '+'),
		encodeURI(secret),
		html.replaceAll("'", '&#039;'),
		html.replaceAll("'", '&#39;'),
		json,
		json.replaceAll('/', '\\/'),
		json.replace(/[<>&'/]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`),
	];
	return [...new Set(forms)];
}

function escapePattern(text: string): string {
	return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
