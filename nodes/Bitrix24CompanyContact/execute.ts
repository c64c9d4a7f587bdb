import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { connect } from './connect';
import { type Failure, refused, unanswered } from './failure';
import { hintsFor } from './hints';
import type { LookUp, Operation, ReadParameter, Task } from './operations/operation';
import { readRunOptions } from './operations/options';
import { knownIds } from './operations/parameters';
import { Outcomes } from './outcomes';
import type { Answer, Call } from './portal/call';
import type { Portal } from './portal/portal';

/** What is to be done, and the item that it is for. */
interface Entry<Step = Task | LookUp> {
	index: number;
	step: Step;
}

/**
 * Runs one operation for all input items: items become calls, the portal runs them, answers become output items.
 *
 * A run that stops on an error leaves things as if the items had run one by one: all items before the first that
 * fails have been sent, and none behind it has been carried out. A run that continues never throws: n8n would then
 * hand on the input items as if all had gone well (n8n-core, workflow-execute.ts, handleNodeExecutionError).
 */
export async function executeOperation(
	context: IExecuteFunctions,
	operation: Operation,
): Promise<INodeExecutionData[]> {
	const items = context.getInputData();
	const indexes = operation.oncePerRun ? [0] : [...items.keys()];
	const stopOnError = !context.continueOnFail();
	const outcomes = new Outcomes(context.getNode(), items.length, stopOnError);
	/** Where a run that stops on an error will end, once the items before have had their turn. */
	let end: { index: number; failure: Failure } | undefined;

	const parameterOf =
		(index: number): ReadParameter =>
		(name, fallback) =>
			context.getNodeParameter(name, index, fallback);

	const drop = (index: number, failure: Failure) => {
		if (stopOnError) end = { index, failure };
		else outcomes.fail(index, failure);
	};

	function* prepare(): Generator<Entry> {
		for (const index of indexes) {
			const parameter = parameterOf(index);
			let step: Task | LookUp;
			try {
				step = operation.prepare(parameter);
			} catch (thrown) {
				drop(index, refused(thrown, knownIds(parameter)));
				if (stopOnError) return;
				continue;
			}
			yield { index, step };
		}
	}

	/** Replaces look-ups by the tasks that they lead to, and drops the entries that get no further. */
	async function lookUp(portal: Portal): Promise<Array<Entry<Task>>> {
		const tasks: Array<Entry<Task>> = [];
		const lookUps: Array<Entry<LookUp>> = [];
		for (const { index, step } of prepare()) {
			if ('next' in step) lookUps.push({ index, step });
			else tasks.push({ index, step });
		}
		for await (const { entry, answer } of answers(portal, lookUps, stopOnError)) {
			const { index, step } = entry;
			if (!answer.ok) {
				drop(index, unanswered(answer.error, step));
				continue;
			}
			try {
				tasks.push({ index, step: step.next(answer.result) });
			} catch (thrown) {
				drop(index, refused(thrown, step.ids));
				if (stopOnError) break;
			}
		}
		return tasks
			.filter(({ index }) => index < (end?.index ?? Infinity))
			.sort((one, other) => one.index - other.index);
	}

	let portal: Portal;
	try {
		const parameter = parameterOf(0);
		portal = await connect(
			context,
			parameter('authentication'),
			readRunOptions(parameter),
			context.getExecutionCancelSignal?.(),
		);
	} catch (thrown) {
		for (const index of indexes)
			outcomes.fail(index, refused(thrown, knownIds(parameterOf(index))));
		return outcomes.items();
	}

	const entries = operation.looksUp ? await lookUp(portal) : (prepare() as Iterable<Entry<Task>>);
	for await (const { entry, answer } of answers(portal, entries, stopOnError)) {
		const { index, step } = entry;
		if (!answer.ok) {
			outcomes.fail(index, unanswered(answer.error, step));
			continue;
		}
		try {
			outcomes.succeed(index, step.read(answer.result, answer.afterRetry ?? false));
		} catch (thrown) {
			outcomes.fail(index, refused(thrown, step.ids));
		}
	}
	if (end) outcomes.fail(end.index, end.failure);
	// n8n drops the hints of a run that ends with an error.
	context.addExecutionHints?.(...hintsFor(portal.effort, items.length));
	return outcomes.items();
}

/** Runs a call for each entry and yields the entries with their answers, in their order. */
async function* answers<Step extends Task | LookUp>(
	portal: Portal,
	entries: Iterable<Entry<Step>>,
	stopOnError: boolean,
): AsyncGenerator<{ entry: Entry<Step>; answer: Answer }> {
	const sent: Array<Entry<Step>> = [];
	function* calls(): Generator<Call> {
		for (const entry of entries) {
			sent.push(entry);
			const mayRefuse = 'mayRefuse' in entry.step && entry.step.mayRefuse === true;
			yield { ...entry.step.call, last: stopOnError && mayRefuse };
		}
	}
	let index = 0;
	for await (const answer of portal.run(calls(), stopOnError)) {
		yield { entry: sent[index++], answer };
	}
}
