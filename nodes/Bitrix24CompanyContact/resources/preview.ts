import type { IDataObject } from 'n8n-workflow';

import type { ItemResult, Plan } from './operation';

/** What an outcome changes, where the plan has changes. */
const CHANGES: Record<string, string> = {
	added: 'add',
	mainSet: 'update',
	removed: 'remove',
	removedAll: 'remove',
	replaced: 'update',
	updated: 'update',
};

/**
 * What the plan would report if Bitrix24 confirmed all its changes.
 *
 * @throws UserError where the plan would fail its item
 */
export function previewOf(plan: Plan): ItemResult {
	const answers = plan.stages.flat().map(() => ({ result: true, afterRetry: false }));
	return asPreview(plan.report(answers), plan.stages.length > 0);
}

/** The same rows, with what would change in the place of what happened. */
export function asPreview({ rows, summary }: ItemResult, isChanged: boolean): ItemResult {
	return { rows: rows.map((row) => previewRow(row, isChanged)), summary };
}

function previewRow(row: IDataObject, isChanged: boolean): IDataObject {
	const { outcome } = row;
	const change = isChanged && typeof outcome === 'string' ? CHANGES[outcome] : 'none';
	const previewed: IDataObject = { change, ...row, dryRun: true };
	delete previewed.result;
	delete previewed.outcome;
	return previewed;
}

/** Links that a dry run would change. */
export interface Tally {
	add: number;
	update: number;
	remove: number;
}

export function tally(rows: IDataObject[]): Tally {
	const total: Tally = { add: 0, update: 0, remove: 0 };
	for (const { change, added, removed } of rows) {
		const lists = { add: lengthOf(added), remove: lengthOf(removed) };
		total.add += lists.add;
		total.remove += lists.remove;
		// A list of links whose places alone change is one update.
		if (lists.add || lists.remove) continue;
		if (change === 'add' || change === 'update' || change === 'remove') total[change]++;
	}
	return total;
}

function lengthOf(list: unknown): number {
	return Array.isArray(list) ? list.length : 0;
}
