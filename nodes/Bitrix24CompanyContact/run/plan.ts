import type { Plan } from '../resources/operation';
import type { Known } from '../resources/queries';
import { fromThrown } from './failure';
import type { Results } from './results';
import type { Entry } from './windows';

/** An entry, and what is to be done for it. */
export interface Step extends Entry {
	plan: Plan;
}

/** Plans the entries in their order. Those that allow no plan are recorded as failed. */
export function planEntries(entries: Entry[], known: Known, results: Results): Step[] {
	return entries.flatMap((entry): Step[] => {
		const { index, intent } = entry;
		if (!results.isOpen(index)) return [];
		try {
			return [{ ...entry, plan: intent.plan(known) }];
		} catch (thrown) {
			results.fail(index, fromThrown(thrown, intent.ids));
			return [];
		}
	});
}
