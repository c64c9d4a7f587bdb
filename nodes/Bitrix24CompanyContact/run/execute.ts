import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Client } from '../bitrix24/client';
import { createYielder, systemClock } from '../bitrix24/clock';
import type { Found } from '../find/found';
import { knownIds } from '../parameters/locator';
import { readRunOptions, type RunOptions } from '../parameters/runOptions';
import { Known } from '../resources/known';
import type { Intent, Operation, ReadParameter } from '../resources/operation';
import { apply } from './apply';
import { fromThrown } from './failure';
import { hintsFor } from './hints';
import { findRecords, fromRefused, mayLookUp, reportNotFound, withFound } from './lookUps';
import { openPortal } from './openPortal';
import { planEntries } from './plan';
import { readNeeds } from './read';
import { Results } from './results';
import { cutWindows, type Entry, readAhead } from './windows';

/** Runs one operation for all input items. */
export async function executeOperation(
	context: IExecuteFunctions,
	operation: Operation,
): Promise<INodeExecutionData[]> {
	const count = context.getInputData().length;
	const results = new Results(context.getNode(), count, !context.continueOnFail());
	const indexes = operation.oncePerRun ? [0] : [...Array(count).keys()];

	const options = await readOptions(context, indexes, results);
	const client = options && (await open(context, options, indexes, results));
	if (!client) return results.items();

	const found = mayLookUp(context.getNode().parameters)
		? await findRecords(
				client,
				operation,
				indexes.map((index) => parameterOf(context, index)),
			)
		: undefined;
	const intents = parseItems(context, operation, indexes, found, results);
	for await (const window of readAhead(cutWindows(intents, options.batchSize), systemClock)) {
		await runWindow(client, window, results);
		if (!results.reaches(window.at(-1)!.index)) break;
	}
	// n8n drops the hints of a run that ends with an error.
	context.addExecutionHints?.(...hintsFor(client.stats, count, results.failedCount));
	return results.items();
}

/** Reads, plans and applies. An entry whose plan must see what an earlier one writes waits for the next round. */
async function runWindow(client: Client, window: Entry[], results: Results): Promise<void> {
	const known = new Known();
	for (let waiting = window; waiting.length; ) {
		const ready = await readNeeds(client, waiting, known, results);
		const { steps, later, written } = planEntries(ready, known, results);
		await apply(client, steps, results);
		known.forget(written);
		waiting = later.filter(({ index }) => results.isOpen(index));
	}
}

/** What holds for the run is read for the first item that gives it. Those before fail, and leave `indexes`. */
async function readOptions(
	context: IExecuteFunctions,
	indexes: number[],
	results: Results,
): Promise<RunOptions | undefined> {
	const yieldNow = createYielder(systemClock);
	while (indexes.length) {
		await yieldNow();
		const parameter = parameterOf(context, indexes[0]);
		try {
			return readRunOptions(parameter);
		} catch (thrown) {
			results.fail(indexes.shift()!, fromThrown(thrown, knownIds(parameter)));
			if (results.stopOnFail) break;
		}
	}
	return undefined;
}

/** Without a portal every item fails. */
async function open(
	context: IExecuteFunctions,
	options: RunOptions,
	indexes: number[],
	results: Results,
): Promise<Client | undefined> {
	try {
		const signal = context.getExecutionCancelSignal?.();
		return await openPortal(context, parameterOf(context, 0)('authentication'), options, signal);
	} catch (thrown) {
		const yieldNow = createYielder(systemClock);
		for (const index of indexes.filter((one) => results.reaches(one))) {
			await yieldNow();
			results.fail(index, fromThrown(thrown, knownIds(parameterOf(context, index))));
		}
		return undefined;
	}
}

/** A run that stops on fail reads no parameters after the first item that is refused. */
async function* parseItems(
	context: IExecuteFunctions,
	operation: Operation,
	indexes: number[],
	found: Found | undefined,
	results: Results,
): AsyncGenerator<Entry> {
	const yieldNow = createYielder(systemClock);
	for (const index of indexes) {
		await yieldNow();
		let parameter = parameterOf(context, index);
		let intent: Intent;
		try {
			if (found) parameter = withFound(parameter, found);
			intent = operation.parse(parameter);
		} catch (thrown) {
			refuse(index, thrown, parameter, results);
			if (!results.isOpen(index) && results.stopOnFail) return;
			continue;
		}
		yield { index, intent };
	}
}

function refuse(index: number, thrown: unknown, parameter: ReadParameter, results: Results): void {
	try {
		const reported = reportNotFound(thrown, parameter);
		if (reported) results.succeed(index, reported);
		else results.fail(index, fromRefused(thrown, knownIds(parameter)));
	} catch (refusedOption) {
		results.fail(index, fromThrown(refusedOption, knownIds(parameter)));
	}
}

function parameterOf(context: IExecuteFunctions, index: number): ReadParameter {
	return (name, fallback) => context.getNodeParameter(name, index, fallback);
}
