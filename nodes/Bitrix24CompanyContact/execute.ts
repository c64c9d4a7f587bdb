import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { connect } from './connect';
import { type Failure, refused, unanswered } from './failure';
import { hintsFor } from './hints';
import type { LookUp, Operation, ReadParameter, Task } from './operations/operation';
import { readRunOptions, type RunOptions } from './operations/options';
import { knownIds } from './operations/parameters';
import { Outcomes } from './outcomes';
import type { Answer, Call } from './portal/call';
import { makeBreather, systemClock } from './portal/clock';
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
 * fails have been sent, and none after it has been carried out. A run that continues never throws: n8n would then
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
	const breathe = makeBreather(systemClock);
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

	/** What holds for the run is read for the first item that gives it; those before it fail. */
	async function readOptions(): Promise<RunOptions | undefined> {
		for (;;) {
			const [index] = indexes;
			if (index === undefined) return undefined;
			await breathe();
			const parameter = parameterOf(index);
			try {
				return readRunOptions(parameter);
			} catch (thrown) {
				outcomes.fail(index, refused(thrown, knownIds(parameter)));
				indexes.shift();
			}
		}
	}

	async function* prepare(): AsyncGenerator<Entry> {
		for (const index of indexes) {
			await breathe();
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
	async function lookUp(portal: Portal, entries: Entry[]): Promise<Array<Entry<Task>>> {
		const tasks = entries.filter((entry): entry is Entry<Task> => !('next' in entry.step));
		const lookUps = entries.filter((entry): entry is Entry<LookUp> => 'next' in entry.step);
		for await (const group of run(portal, lookUps, stopOnError)) {
			for (const { index, step, answer } of group) {
				if (!answer) continue;
				if (end && end.index < index) break;
				if (!answer.ok) {
					drop(index, unanswered(answer.error, step));
					continue;
				}
				try {
					tasks.push({ index, step: step.next(answer.result) });
				} catch (thrown) {
					drop(index, refused(thrown, step.ids));
				}
			}
		}
		return tasks
			.filter(({ index }) => index < (end?.index ?? Infinity))
			.sort((one, other) => one.index - other.index);
	}

	async function runTasks(
		portal: Portal,
		entries: Iterable<Entry<Task>> | AsyncIterable<Entry<Task>>,
	): Promise<void> {
		for await (const group of run(portal, entries, stopOnError)) {
			for (const [position, { index, step, answer }] of group.entries()) {
				if (!answer) continue;
				const result = readAnswer(step, answer);
				if ('summary' in result) outcomes.succeed(index, result);
				else outcomes.fail(index, result, laterItems(group.slice(position + 1)));
			}
		}
	}

	let portal: Portal | undefined;
	const options = await readOptions();
	try {
		if (options)
			portal = await connect(
				context,
				parameterOf(0)('authentication'),
				options,
				context.getExecutionCancelSignal?.(),
			);
	} catch (thrown) {
		for (const index of indexes) {
			await breathe();
			outcomes.fail(index, refused(thrown, knownIds(parameterOf(index))));
		}
	}
	if (!portal || !options) return outcomes.items();

	if (operation.looksUp) {
		for await (const entries of windows(prepare(), operation.looksUp, options.batchSize)) {
			await runTasks(portal, await lookUp(portal, entries));
			if (end) break;
		}
	} else {
		await runTasks(portal, prepare() as AsyncGenerator<Entry<Task>>);
	}
	if (end) outcomes.fail(end.index, end.failure);
	// n8n drops the hints of a run that ends with an error.
	context.addExecutionHints?.(...hintsFor(portal.effort, items.length));
	return outcomes.items();
}

/** Cuts the entries into windows of at most `size`, none of which has a record twice. */
async function* windows(
	entries: AsyncIterable<Entry>,
	recordOf: NonNullable<Operation['looksUp']>,
	size: number,
): AsyncGenerator<Entry[]> {
	let window = new Map<unknown, Entry>();
	for await (const entry of entries) {
		const record = recordOf(entry.step.ids);
		if (window.has(record) || window.size === size) {
			yield [...window.values()];
			window = new Map();
		}
		window.set(record, entry);
	}
	if (window.size) yield [...window.values()];
}

type Answered<Step> = Entry<Step> & { answer: Answer | undefined };

/** Runs a call for each entry and yields the entries with their answers, in their order, one list for each request. */
async function* run<Step extends Task | LookUp>(
	portal: Portal,
	entries: Iterable<Entry<Step>> | AsyncIterable<Entry<Step>>,
	stopOnError: boolean,
): AsyncGenerator<Array<Answered<Step>>> {
	const sent: Array<Entry<Step>> = [];
	async function* calls(): AsyncGenerator<Call> {
		for await (const entry of entries) {
			sent.push(entry);
			const mayRefuse = 'mayRefuse' in entry.step && entry.step.mayRefuse === true;
			yield { ...entry.step.call, last: stopOnError && mayRefuse };
		}
	}
	for await (const answers of portal.run(calls(), stopOnError)) {
		const group = sent.splice(0, answers.length);
		yield group.map((entry, position) => ({ ...entry, answer: answers[position] }));
	}
}

function readAnswer(step: Task, answer: Answer) {
	if (!answer.ok) return unanswered(answer.error, step);
	try {
		return step.read(answer.result, answer.afterRetry ?? false);
	} catch (thrown) {
		return refused(thrown, step.ids);
	}
}

/** What became of the items after the one that a run stops at: Bitrix24 runs a request without asking in between. */
function laterItems(later: Array<Answered<Task>>): { after: string[]; inDoubt: number } {
	const results = later.flatMap(({ step, answer }) =>
		answer?.ok ? [readAnswer(step, answer)] : [],
	);
	const after = results.flatMap((result) => ('summary' in result ? [result.summary] : []));
	const lost = later.filter(
		({ step, answer }) => answer?.ok === false && answer.error.mayHaveRun && !step.readOnly,
	);
	return { after, inDoubt: lost.length + results.length - after.length };
}
