/** Longest part of a value that a message shows. */
const LONGEST = 60;

/** A value that was given, as a message shows it. A webhook URL that was put into the wrong field holds a secret. */
export function shownValue(value: unknown): string {
	const raw = typeof value === 'string' ? `"${value}"` : (JSON.stringify(value) ?? 'nothing');
	const text = withoutSecret(raw);
	return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

export function withoutSecret(text: string): string {
	return text.replace(/\/rest\/.*/i, '/rest/…');
}
