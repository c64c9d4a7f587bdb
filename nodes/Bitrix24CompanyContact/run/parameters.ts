import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { createYielder, systemClock } from '../bitrix24/clock';
import { dryRun, readDryRun } from '../parameters/dryRun';
import { knownIds } from '../parameters/locator';
import { readRunOptions, type RunOptions } from '../parameters/runOptions';
import type { Operation, ReadParameter } from '../resources/operation';
import { fromThrown } from './failure';
import type { Results } from './results';

export function parameterOf(context: IExecuteFunctions, index: number): ReadParameter {
	return (name, fallback) => context.getNodeParameter(name, index, fallback);
}

/** What holds for the run is read for the first item that gives it. Those before fail, and leave `indexes`. */
export async function readOptions(
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

/** Fails every item that is left, where what the whole run needs cannot be had. */
export async function failAll(
	context: IExecuteFunctions,
	indexes: number[],
	thrown: unknown,
	results: Results,
): Promise<void> {
	const yieldNow = createYielder(systemClock);
	for (const index of indexes.filter((one) => results.isOpen(one))) {
		await yieldNow();
		results.fail(index, fromThrown(thrown, knownIds(parameterOf(context, index))));
	}
}

/** Nothing is written as soon as one item says so. Items whose switch cannot be read fail. */
export async function isDryRun(
	context: IExecuteFunctions,
	operation: Operation,
	indexes: number[],
	results: Results,
): Promise<boolean> {
	const { options } = context.getNode().parameters;
	if (!operation.options?.includes(dryRun) || !(options as IDataObject | undefined)?.dryRun) {
		return false;
	}
	let isDry = false;
	const yieldNow = createYielder(systemClock);
	for (const index of indexes) {
		await yieldNow();
		const parameter = parameterOf(context, index);
		try {
			if (readDryRun(parameter)) isDry = true;
		} catch (thrown) {
			results.fail(index, fromThrown(thrown, knownIds(parameter)));
		}
	}
	return isDry;
}
