import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { errorItem } from './errorItem';
import { type Failure, refused, toNodeError, unanswered, withPlace } from './failure';
import type { Operation, ReadParameter, Task } from './operations/operation';
import { knownIds } from './operations/parameters';
import type { Call } from './portal/call';
import type { Portal } from './portal/portal';

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
	connect: () => Promise<Portal>,
): Promise<INodeExecutionData[]> {
	const items = context.getInputData();
	const stopOnError = !context.continueOnFail();
	const output: INodeExecutionData[][] = [];
	const sent: Array<{ index: number; task: Task }> = [];
	const done: string[] = [];
	let refusal: { index: number; failure: Failure } | undefined;

	const parameterOf =
		(index: number): ReadParameter =>
		(name, fallback) =>
			context.getNodeParameter(name, index, fallback);

	const fail = (index: number, failure: Failure) => {
		const node = context.getNode();
		if (stopOnError) {
			throw toNodeError(node, withPlace(failure, index, items.length, done), index);
		}
		const toErrorOutput = node.onError === 'continueErrorOutput';
		output[index] = [errorItem(toNodeError(node, failure, index), failure, index, toErrorOutput)];
	};

	function* calls(): Generator<Call> {
		for (const index of items.keys()) {
			let task: Task;
			try {
				task = operation.prepare(parameterOf(index));
			} catch (thrown) {
				const failure = refused(thrown, knownIds(parameterOf(index)));
				if (stopOnError) {
					// The items before this one are still on their way, and theirs is the first word.
					refusal = { index, failure };
					return;
				}
				fail(index, failure);
				continue;
			}
			sent.push({ index, task });
			yield { ...task.call, last: stopOnError && task.mayRefuse };
		}
	}

	let portal: Portal;
	try {
		portal = await connect();
	} catch (thrown) {
		for (const index of items.keys()) fail(index, refused(thrown, knownIds(parameterOf(index))));
		return output.flat();
	}

	let answered = 0;
	for await (const answer of portal.run(calls(), stopOnError)) {
		const { index, task } = sent[answered++];
		if (!answer.ok) {
			fail(index, unanswered(answer.error, task));
			continue;
		}
		try {
			const { rows, summary } = task.read(answer.result, answer.afterRetry ?? false);
			output[index] = rows.map((json) => ({ json, pairedItem: { item: index } }));
			done.push(summary);
		} catch (thrown) {
			fail(index, refused(thrown, task.ids));
		}
	}
	if (refusal) fail(refusal.index, refusal.failure);
	return output.flat();
}
