/** The value as an object to look into, empty where it is none. */
export function asMap(value: unknown): Record<string, unknown> {
	return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
