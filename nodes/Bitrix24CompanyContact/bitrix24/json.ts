/** The value as an object to look into, empty where there is none. */
export function asRecord(value: unknown): Record<string, unknown> {
	return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** The value as text, empty where there is none. */
export function asString(value: unknown): string {
	if (value === undefined || value === null) return '';
	return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The value as a list of objects, empty where there is none. */
export function asRecords(value: unknown): Array<Record<string, unknown>> {
	return Array.isArray(value) ? value.map(asRecord) : [];
}

/** What was thrown, which JavaScript lets be anything. */
export function asError(thrown: unknown): Error {
	return thrown instanceof Error ? thrown : new Error(String(thrown));
}

/** A number as such, or written in digits alone. Undefined for anything else. */
export function wholeNumber(value: unknown): number | undefined {
	const number = typeof value === 'string' && /^\s*-?\d+\s*$/.test(value) ? Number(value) : value;
	return Number.isSafeInteger(number) ? (number as number) : undefined;
}

/** An ID, as Bitrix24 writes one: a whole number above 0, or its digits. Undefined for anything else. */
export function idOf(value: unknown): number | undefined {
	const id = wholeNumber(value);
	return id !== undefined && id > 0 ? id : undefined;
}
