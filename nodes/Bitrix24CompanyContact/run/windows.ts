import type { Clock } from '../bitrix24/clock';
import type { Intent } from '../resources/operation';

/** What one input item asks for. */
export interface Entry<Asked = Intent> {
	index: number;
	intent: Asked;
}

/**
 * Cuts the entries into windows, which are read, planned and applied one after the other.
 *
 * @param size entries in a window
 */
export async function* cutWindows(
	entries: AsyncIterable<Entry>,
	size: number,
): AsyncGenerator<Entry[]> {
	let window: Entry[] = [];
	for await (const entry of entries) {
		window.push(entry);
		if (window.length < size) continue;
		yield window;
		window = [];
	}
	if (window.length) yield window;
}

/** Prepares the next value while the caller works on the last one. */
export async function* readAhead<Value>(
	source: AsyncIterator<Value>,
	clock: Clock,
): AsyncGenerator<Value> {
	let next = source.next();
	for (;;) {
		const result = await next;
		if (result.done) return;
		next = clock.yieldToEventLoop().then(async () => await source.next());
		yield result.value;
	}
}
