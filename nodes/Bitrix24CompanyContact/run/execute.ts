import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Client } from '../bitrix24/client';
import { systemClock } from '../bitrix24/clock';
import type { RunOptions } from '../parameters/runOptions';
import { Known } from '../resources/known';
import type { ItemOperation, Operation } from '../resources/operation';
import { hintsFor } from './hints';
import { findRecords, mayLookUp } from './lookUps';
import { openPortal } from './openPortal';
import { failAll, failOpen, isDryRun, parameterOf, readOptions } from './parameters';
import { parseItems, type Source } from './parseItems';
import { Results } from './results';
import { runEntries } from './runEntries';
import { runList } from './runList';
import { cutWindows, readAhead } from './windows';

/** Runs one operation for all input items. */
export async function executeOperation(
	context: IExecuteFunctions,
	operation: Operation,
): Promise<INodeExecutionData[]> {
	const count = context.getInputData().length;
	const results = new Results(context.getNode(), count, !context.continueOnFail());
	try {
		await run(context, operation, results);
	} catch (thrown) {
		// n8n would hand on the input items as if all had gone well.
		await failOpen(context, thrown, results);
	}
	return results.items();
}

async function run(
	context: IExecuteFunctions,
	operation: Operation,
	results: Results,
): Promise<void> {
	const inputs = context.getInputData();
	const count = inputs.length;
	const isOnce = 'oncePerRun' in operation && operation.oncePerRun;
	const indexes = isOnce ? [0] : [...Array(count).keys()];

	const options = await readOptions(context, indexes, results);
	if (!options) return;
	if (options.includeInputFields && !isOnce) results.inputs = inputs.map(({ json }) => json);
	const client = await open(context, options, indexes, results);
	if (!client) return;

	const dryRun = await isDryRun(context, operation, indexes, results);
	const found = mayLookUp(operation, context.getNode().parameters)
		? await findRecords(
				client,
				operation,
				indexes.map((index) => parameterOf(context, index)),
			)
		: undefined;
	const source: Source = { context, indexes, count, found, hosts: client.hosts, mode: { dryRun } };
	let spared: number | undefined;
	if ('planList' in operation) spared = await runList(client, operation, source, results);
	else await runItems(client, operation, source, options.batchSize, results);
	// n8n drops the hints of a run that ends with an error.
	context.addExecutionHints?.(...hintsFor(client.stats, { count, results, dryRun, spared }));
}

/** Runs the items in windows, so that the next items are read while the requests of a window travel. */
async function runItems(
	client: Client,
	operation: ItemOperation,
	source: Source,
	batchSize: number,
	results: Results,
): Promise<void> {
	const { mode } = source;
	// A dry run writes nothing, so that what has been read stays true.
	const known = mode.dryRun ? new Known() : undefined;
	const intents = parseItems(source, operation, results);
	for await (const window of readAhead(cutWindows(intents, batchSize), systemClock)) {
		await runEntries(client, window, mode, results, known);
		if (!results.reaches(window.at(-1)!.index)) return;
	}
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
		await failAll(context, indexes, thrown, results);
		return undefined;
	}
}
