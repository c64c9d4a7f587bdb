import type { Client } from '../bitrix24/client';
import { Known } from '../resources/known';
import type { RunMode } from '../resources/operation';
import { apply } from './apply';
import { planEntries } from './plan';
import { preview } from './preview';
import { readNeeds } from './read';
import type { Results } from './results';
import type { Entry } from './windows';

/**
 * Reads, plans and applies. An entry whose plan must see what an earlier one writes waits for the next round.
 *
 * @param known what a dry run has read and foreseen so far
 */
export async function runEntries(
	client: Client,
	entries: Entry[],
	{ dryRun }: RunMode,
	results: Results,
	known = new Known(),
): Promise<void> {
	for (let waiting = entries; waiting.length; ) {
		const ready = await readNeeds(client, waiting, known, results);
		const { steps, later, written } = planEntries(ready, known, results);
		if (dryRun) {
			await preview(client, steps, known, results);
		} else {
			await apply(client, steps, results);
			known.forget(written);
		}
		waiting = later.filter(({ index }) => results.isOpen(index));
	}
}
