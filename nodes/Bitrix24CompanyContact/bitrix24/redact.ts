const MASK = '***';

/** Shorter secrets are not masked: they would match unrelated text. */
const SHORTEST = 8;

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
	const patterns = [
		...(forms.length ? [new RegExp(forms.map(escapePattern).join('|'), 'gi')] : []),
		/(?<=Bearer\s+)[\w.~+/=-]+/gi,
	];
	return mask(value, patterns) as Value;
}

function mask(value: unknown, patterns: RegExp[]): unknown {
	if (typeof value === 'string') {
		if (/^\d+$/.test(value)) return value;
		return patterns.reduce((text, pattern) => text.replace(pattern, MASK), value);
	}
	if (Array.isArray(value)) return value.map((part) => mask(part, patterns));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([key, part]) => [key, mask(part, patterns)]),
	);
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
