import { recordsOf } from '../resources/changes';
import type { Known } from '../resources/known';
import type { Intent, Plan } from '../resources/operation';
import type { RecordKey } from '../resources/queries';
import { fromThrown } from './failure';
import type { Results } from './results';
import type { Entry } from './windows';

/** An entry, and what is to be done for it. */
export interface Step extends Entry {
	plan: Plan;
}

/**
 * Plans the entries in their order, up to the first whose plan must see what an earlier one will have done. Those that
 * allow no plan are recorded as failed.
 *
 * @returns the steps to apply; the entries to read and plan after that; the records whose links the steps write
 */
export function planEntries(
	entries: Entry[],
	known: Known,
	results: Results,
): { steps: Step[]; later: Entry[]; written: Set<RecordKey> } {
	const steps: Step[] = [];
	const read = new Set<RecordKey>();
	const written = new Set<RecordKey>();
	const unfinished = new Set<RecordKey>();
	// Where nothing is read, nothing can be outdated.
	const isTracked = !known.isEmpty || entries.some(({ intent }) => 'needs' in intent);
	for (const [position, entry] of entries.entries()) {
		const { index, intent } = entry;
		if (!results.isOpen(index)) continue;
		const reads = isTracked ? standsOn(intent, known) : [];
		const outdated = reads.some((record) => written.has(record));
		const plan = outdated ? undefined : planEntry(entry, known, results);
		if (!outdated && !plan) continue;

		const changes = isTracked ? (plan?.stages.flat() ?? []) : [];
		const writes = changes.flatMap(recordsOf);
		// A plan that is not applied yet stands on these records, or writes them in a later stage.
		if (!plan || writes.some((record) => read.has(record) || unfinished.has(record))) {
			return { steps, later: entries.slice(position), written };
		}
		reads.forEach((record) => read.add(record));
		writes.forEach((record) => written.add(record));
		twiceWritten(plan).forEach((record) => unfinished.add(record));
		changes.forEach((change) => known.foresee(change));
		steps.push({ ...entry, plan });
	}
	return { steps, later: [], written };
}

function standsOn(intent: Intent, known: Known): RecordKey[] {
	return intent.standsOn?.() ?? known.recordsOf(intent.needs?.(known) ?? []);
}

/** Between the two stages of a list that is sent twice, sorts are not what they will be. */
function twiceWritten({ stages }: Plan): RecordKey[] {
	const lists = stages.slice(1).flat();
	return lists.filter(({ kind }) => kind === 'replace').flatMap(recordsOf);
}

function planEntry({ index, intent }: Entry, known: Known, results: Results): Plan | undefined {
	try {
		return intent.plan(known);
	} catch (thrown) {
		results.fail(index, fromThrown(thrown, intent.ids));
		return undefined;
	}
}
