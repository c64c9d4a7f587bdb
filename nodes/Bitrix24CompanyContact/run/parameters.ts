import { type IExecuteFunctions, UserError } from 'n8n-workflow';

import { createYielder, systemClock } from '../bitrix24/clock';
import { asRecord } from '../bitrix24/json';
import { dryRun, readDryRun } from '../parameters/dryRun';
import { knownIds } from '../parameters/locator';
import { readRunOptions, type RunOptions } from '../parameters/runOptions';
import { isExpression } from '../parameters/values';
import type { ListSettings } from '../resources/list';
import type { ListOperation, Operation, ReadParameter } from '../resources/operation';
import { fromThrown, fromUnexpected } from './failure';
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

/** Fails every item that has no outcome yet, after something that the node does not expect. */
export async function failOpen(
	context: IExecuteFunctions,
	thrown: unknown,
	results: Results,
): Promise<void> {
	const yieldNow = createYielder(systemClock);
	for (const index of results.withoutOutcome()) {
		await yieldNow();
		results.fail(index, fromUnexpected(thrown, knownIds(parameterOf(context, index))));
	}
}

/** Nothing is written as soon as one item says so. Items whose switch cannot be read fail. */
export async function isDryRun(
	context: IExecuteFunctions,
	operation: Operation,
	indexes: number[],
	results: Results,
): Promise<boolean> {
	const options = asRecord(context.getNode().parameters.options);
	if (!operation.options?.includes(dryRun) || !(dryRun.name in options)) return false;
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

/** What holds for all items of a list is read for each where an expression gives it. */
export async function readSettings(
	context: IExecuteFunctions,
	operation: ListOperation,
	indexes: number[],
	results: Results,
): Promise<ListSettings | undefined> {
	const stored = context.getNode().parameters;
	const mayDiffer = [...Object.values(stored), ...Object.values(asRecord(stored.options))].some(
		isExpression,
	);
	const yieldNow = createYielder(systemClock);
	let first: ListSettings | undefined;
	try {
		for (const index of mayDiffer ? indexes : indexes.slice(0, 1)) {
			await yieldNow();
			const settings = operation.parseList(parameterOf(context, index));
			first ??= settings;
			refuseDifference(first, settings, operation);
		}
		return first;
	} catch (thrown) {
		await failAll(context, indexes, thrown, results);
		return undefined;
	}
}

function refuseDifference(first: ListSettings, other: ListSettings, operation: ListOperation) {
	const fields = [...operation.fields, ...(operation.options ?? [])];
	for (const { name, displayName } of fields) {
		const key = name as keyof ListSettings;
		if (first[key] === other[key]) continue;
		throw new UserError(`'${displayName}' is not the same for all items of the list`, {
			description: `It is ${first[key]} for one item and ${other[key]} for another, and the items together are one list. Nothing was changed.`,
		});
	}
}
