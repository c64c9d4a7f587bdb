import type { NodeExecutionHint } from 'n8n-workflow';

import type { Stats } from '../bitrix24/send';
import { tally } from '../resources/preview';
import type { Results } from './results';

interface Outcome {
	count: number;
	results: Pick<Results, 'failedCount' | 'skippedCount' | 'rows'>;
	dryRun: boolean;
	/** Links that a list does not name, and that stay all the same; undefined where the items are no list. */
	spared?: number;
}

/** What the person in the editor should know about a run besides its items. */
export function hintsFor(
	stats: Stats & { movedTo?: string },
	{ count, results, dryRun, spared }: Outcome,
): NodeExecutionHint[] {
	const { requests, retries, waited, movedTo } = stats;
	const hints: NodeExecutionHint[] = [];
	if (movedTo) {
		hints.push({
			message: `The portal has a new address: ${movedTo}. Put it into the credential, as the old one may stop working.`,
			type: 'warning',
			location: 'outputPane',
		});
	}
	// Waits under a second are not worth a hint.
	if (retries || waited >= 1000) {
		const again = retries ? ` (${retries} repeated)` : '';
		hints.push({
			message: `${amount(count, 'item')} in ${amount(requests, 'request')}${again}; ${waits(stats)}.`,
			type: 'info',
			location: 'outputPane',
		});
	}
	const failed = results.failedCount;
	if (failed) {
		const message =
			spared === undefined
				? `${failed.toLocaleString('en')} of ${amount(count, 'item')} failed`
				: `${amount(failed, 'failure')} in a list of ${amount(count, 'item')}`;
		hints.push({ message, type: 'warning', location: 'outputPane' });
	}
	if (spared) {
		hints.push({
			message: `${amount(spared, 'link')} that the list does not name stayed, as rows of the same company, or rows without a known company, failed.`,
			type: 'warning',
			location: 'outputPane',
		});
	}
	const { skippedCount } = results;
	if (skippedCount) {
		hints.push({
			message: `${amount(skippedCount, 'empty row')} ${skippedCount === 1 ? 'was' : 'were'} skipped.`,
			type: 'info',
			location: 'outputPane',
		});
	}
	if (dryRun) {
		hints.push({ message: dryRunMessage(results), type: 'info', location: 'outputPane' });
	}
	return hints;
}

function dryRunMessage(results: Outcome['results']): string {
	const { failedCount } = results;
	const shown = results.rows();
	const { add, update, remove } = tally(shown);
	const changes = [
		[add, 'add'],
		[update, 'update'],
		[remove, 'remove'],
	].flatMap(([count, verb]) => (count ? `${count.toLocaleString('en')} to ${verb}` : []));
	const notFound = shown.filter((row) => row.notFound !== undefined).length;
	const sentences = [
		changes.length && `${changes.join(', ')}.`,
		failedCount && `${amount(failedCount, 'item')} would fail.`,
		notFound && `${amount(notFound, 'item')} ${notFound === 1 ? 'was' : 'were'} not found.`,
	].filter(Boolean);
	const said = sentences.length ? sentences.join(' ') : 'There is nothing to change.';
	return `Dry run: nothing was changed. ${said}`;
}

/** How long the run waited, and for which limits. It may have waited for other failures to pass too. */
function waits({ waited, waitedFor: { requestLimit, operatingTime } }: Stats): string {
	const causes = [
		{ ms: requestLimit, name: 'request limit' },
		{ ms: operatingTime, name: 'execution time limit' },
	].filter(({ ms }) => ms >= 500);
	const all = `waited ${seconds(waited)} for Bitrix24`;
	const [only] = causes;
	if (!only) return all;
	if (waited - only.ms < 500) return `${all}'s ${only.name}`;
	return `${all}: ${causes.map(({ ms, name }) => `${seconds(ms)} for its ${name}`).join(', ')}`;
}

function seconds(ms: number): string {
	return `${Math.round(ms / 1000).toLocaleString('en')} s`;
}

function amount(count: number, noun: string): string {
	return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}
