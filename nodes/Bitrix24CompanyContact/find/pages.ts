import { unexpectedResponse } from '../resources/answers';

/**
 * Where the next page begins, if there is one: after the last ID of this page.
 *
 * @throws UserError for a page that does not go on after the page before: the reading would never end
 */
export function nextAfter(
	ids: number[],
	size: number,
	after = 0,
	result: unknown,
): number | undefined {
	let last = after;
	for (const id of ids) {
		if (id <= last) throw unexpectedResponse(result);
		last = id;
	}
	return ids.length >= size ? last : undefined;
}
