import type { Sandbox } from '../../sandbox';
import type { StoredExecution } from '../storedExecution';
import { NODE } from '../workflows';
import { key, NO_COMPANY, type Pair } from './pairs';

/** `json` of an item that the node put out. */
interface Report extends Pair {
	outcome?: string;
	error?: string;
}

/** What n8n reports against what was asked for and what the portal holds: a line for each pair that differs. */
export function compare(
	pairs: Pair[],
	linkedBefore: Set<string>,
	executions: StoredExecution[],
	{ state }: Sandbox,
): string[] {
	const asked = countBy(pairs.map(key));
	const reports = groupReports(executions);
	const linkedNow = new Set(state.linkTable.all().map(key));
	const unasked = [...reports.keys()].filter((pair) => !asked.has(pair));
	const differing = [...asked].flatMap(([pair, times]) => {
		const exists = !pair.startsWith(`${NO_COMPANY}:`);
		const added = exists && !linkedBefore.has(pair) ? 1 : 0;
		const rest = exists ? 'alreadyLinked' : 'the company does not exist';
		const expected = [...Array<string>(added).fill('added'), ...Array(times - added).fill(rest)];
		const reported = reports.get(pair)?.sort() ?? [];
		const right = reported.join() === expected.join() && linkedNow.has(pair) === exists;
		return right ? [] : [`${pair}: reported ${reported.join()}, linked ${linkedNow.has(pair)}`];
	});
	return [...differing, ...unasked.map((pair) => `${pair}: reported, but never asked for`)];
}

function countBy(keys: string[]): Map<string, number> {
	const counts = new Map<string, number>();
	for (const one of keys) counts.set(one, (counts.get(one) ?? 0) + 1);
	return counts;
}

function groupReports(executions: StoredExecution[]): Map<string, string[]> {
	const reports = new Map<string, string[]>();
	for (const { data } of executions) {
		const outputs = data.resultData.runData[NODE].at(-1)!.data!.main;
		for (const { json } of outputs.flatMap((items) => items ?? [])) {
			const { outcome, error, ...pair } = json as unknown as Report;
			const report = error?.replace(/^.*: /, '') ?? outcome!;
			reports.set(key(pair), [...(reports.get(key(pair)) ?? []), report]);
		}
	}
	return reports;
}
