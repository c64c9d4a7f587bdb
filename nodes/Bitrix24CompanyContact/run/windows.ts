import type { Clock } from '../bitrix24/clock';
import type { Intent } from '../resources/operation';

/** What one input item asks for. */
export interface Entry {
	index: number;
	intent: Intent;
}

/**
 * Cuts the entries into windows, which are read, planned and applied one after the other. An entry whose plan is built on
 * a record that an earlier entry of the window writes begins the next window, so that the plan sees the write.
 *
 * @param size entries in a window
 */
export async function* cutWindows(
	entries: AsyncIterable<Entry>,
	size: number,
): AsyncGenerator<Entry[]> {
	let window: Entry[] = [];
	let written = new Set<string>();
	for await (const entry of entries) {
		const { dependsOn = [], writes } = entry.intent;
		if (window.length === size || dependsOn.some((record) => written.has(record))) {
			yield window;
			window = [];
			written = new Set();
		}
		window.push(entry);
		writes?.().forEach((record) => written.add(record));
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
