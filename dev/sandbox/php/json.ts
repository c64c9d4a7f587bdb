import { toPhp, toPlain } from './values';

/**
 * Writes JSON as the portal does: an array with the keys 0..n-1 becomes a list, so that an empty map is []. The
 * characters ' " & < > are escaped (main/lib/web/json.php).
 */
export function encodeJson(value: unknown): string {
	return JSON.stringify(toPlain(toPhp(value))).replace(
		/\\.|['&<>/]/g,
		(found) => ESCAPES[found] ?? found,
	);
}

const ESCAPES: Record<string, string> = {
	"'": '\\u0027',
	'\\"': '\\u0022',
	'&': '\\u0026',
	'<': '\\u003C',
	'>': '\\u003E',
	'/': '\\/',
};
