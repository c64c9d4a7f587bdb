import type { Answer, Call } from '../bitrix24/call';
import type { Client } from '../bitrix24/client';
import { asError } from '../bitrix24/json';
import { callOf, type Change, confirm, describeChange, isConfirmed } from '../resources/changes';
import type { ChangeAnswer } from '../resources/operation';
import { joinStages } from '../resources/stages';
import { fromCutOff, fromPortalError, fromThrown, fromUnexpected, type Parts } from './failure';
import type { Step } from './plan';
import type { Results } from './results';

/** A step on its way. */
interface AppliedStep {
	step: Step;
	changes: Change[];
	/** One for each change that was sent; `undefined` for one that did not run, as the run stopped before. */
	answers: Array<Answer | undefined>;
}

/**
 * Makes the changes of the steps and records the outcome of each step.
 *
 * A run that stops on fail makes them item by item, and its first failure ends all. A run that continues makes the
 * changes of all items stage by stage, and a failure ends the later stages of its own item.
 */
export async function apply(client: Client, steps: Step[], results: Results): Promise<void> {
	const applied = steps.map(
		(step): AppliedStep => ({ step, changes: step.plan.stages.flat(), answers: [] }),
	);
	// In the order of the items, as far as they have their answers.
	let settled = 0;
	const settle = () => {
		for (; settled < applied.length && isComplete(applied[settled]); settled++) {
			record(applied[settled], results);
		}
		return applied.slice(settled);
	};

	try {
		await send(client, applied, settle, results);
	} catch (thrown) {
		// Whether the rest was sent is not known.
		for (const { step } of applied.slice(settled)) {
			const { message: seen, description } = fromUnexpected(thrown, {});
			const failure = fromCutOff(step.intent);
			results.fail(step.index, { ...failure, description: `${seen}. ${description}` });
		}
		throw asError(thrown);
	}
}

/**
 * Sends the changes, as far as the run goes on.
 *
 * @param settle records the steps that have their answers, and returns the others
 */
async function send(
	client: Client,
	applied: AppliedStep[],
	settle: () => AppliedStep[],
	results: Results,
): Promise<void> {
	const { stopOnFail } = results;
	if (stopOnFail) settle();
	for (const changes of stagesOf(applied, stopOnFail)) {
		const due = changes.filter(({ one }) => !isBroken(one));
		let position = 0;
		const calls = due.map(({ one, change }) => callIn(one.step, change, stopOnFail));
		for await (const answers of client.run(calls, stopOnFail)) {
			for (const answer of answers) due[position++].one.answers.push(answer);
			if (!stopOnFail) continue;
			const rest = settle();
			if (results.reaches(applied.at(-1)!.step.index)) continue;
			rest.forEach((one) => recordCutOff(one, results));
			return;
		}
	}
	settle();
}

interface DueChange {
	one: AppliedStep;
	change: Change;
}

/** The changes that may travel together. */
function stagesOf(applied: AppliedStep[], stopOnFail: boolean): DueChange[][] {
	const dueIn = (one: AppliedStep, changes: Change[]) =>
		changes.map((change): DueChange => ({ one, change }));
	if (stopOnFail) return [applied.flatMap((one) => dueIn(one, one.changes))];
	return joinStages(
		applied.map((one) => one.step.plan.stages.map((changes) => dueIn(one, changes))),
	);
}

function callIn({ plan }: Step, change: Change, stopOnFail: boolean): Call {
	return { ...callOf(change), endsRequest: stopOnFail && (plan.mayRefuse ?? false) };
}

function isFailed(answer: Answer | undefined): boolean {
	return answer?.ok === false;
}

/** Whether a change failed, or got an answer that does not confirm the change. */
function isBroken({ changes, answers }: AppliedStep): boolean {
	return answers.some(
		(answer, position) => answer && !(answer.ok && isConfirmed(changes[position], answer.result)),
	);
}

function isComplete(one: AppliedStep): boolean {
	return one.answers.length === one.changes.length || isBroken(one);
}

function record(one: AppliedStep, results: Results): void {
	const { step, changes, answers } = one;
	const { index, intent, plan } = step;
	// A step without a change, after the one that the run stops at, is not part of the run.
	if (!changes.length && !results.reaches(index)) return;
	const failed = answers.findIndex(isFailed);
	const answer = answers[failed];
	if (answer?.ok === false) {
		const mayHaveRun = answers.some((other) => other?.ok === false && other.error.mayHaveRun);
		results.fail(
			index,
			fromPortalError(
				{ ...answer.error, mayHaveRun },
				{ ...intent, side: changes[failed].side, ...partsOf(one, failed) },
			),
		);
		return;
	}
	const read: ChangeAnswer[] = [];
	for (const other of answers) {
		if (!other?.ok) {
			recordCutOff(one, results);
			return;
		}
		read.push({ result: other.result, afterRetry: other.afterRetry ?? false });
	}
	try {
		changes
			.slice(0, read.length)
			.forEach((change, position) => confirm(change, read[position].result));
		results.succeed(index, plan.report(read));
	} catch (thrown) {
		const { done } = partsOf(one);
		results.fail(index, fromThrown(thrown, intent.ids, { indeterminate: read.length > 0, done }));
	}
}

/** Which changes of an item with several were made, and which failed. */
function partsOf({ changes, answers }: AppliedStep, failed?: number): Parts {
	if (changes.length < 2) return {};
	return {
		done: changes.filter((_, position) => isDone(answers[position])).map(describeChange),
		...(failed !== undefined && { failed: describeChange(changes[failed]) }),
	};
}

/** The run stopped at an earlier item, in the middle of this one. */
function recordCutOff({ step, answers }: AppliedStep, results: Results): void {
	if (answers.some(isDone)) results.fail(step.index, fromCutOff(step.intent));
}

function isDone(answer: Answer | undefined): boolean {
	// `false` after a lost attempt may be that attempt's own effect.
	return answer?.ok === true && (answer.result === true || answer.afterRetry === true);
}
