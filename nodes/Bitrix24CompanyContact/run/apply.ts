import type { Answer, Call } from '../bitrix24/call';
import type { Client } from '../bitrix24/client';
import { callOf } from '../resources/changes';
import type { ChangeAnswer } from '../resources/operation';
import { fromPortalError, fromThrown } from './failure';
import type { Step } from './plan';
import type { Results } from './results';

/** Makes the changes of the steps, in their order, and records what became of each step. */
export async function apply(client: Client, steps: Step[], results: Results): Promise<void> {
	const last = steps.at(-1);
	if (!last) return;
	const calls = steps.flatMap((step) => callsOf(step, results.stopOnFail));
	const answered = steps.map((step) => ({ step, answers: [] as Array<Answer | undefined> }));
	const owners = answered.flatMap((one) => one.step.plan.changes.map(() => one));

	let settled = 0;
	const settle = () => {
		for (; settled < answered.length; settled++) {
			const { step, answers } = answered[settled];
			if (answers.length < step.plan.changes.length) return;
			// A step without a call did not travel along with the one that the run stops at.
			if (!results.reaches(step.index) && !answers.length) continue;
			record(step, answers, results);
		}
	};

	settle();
	let position = 0;
	for await (const answers of client.run(calls, results.stopOnFail)) {
		for (const answer of answers) owners[position++].answers.push(answer);
		settle();
		if (!results.reaches(last.index)) return;
	}
}

function callsOf({ intent, plan }: Step, stopOnFail: boolean): Call[] {
	const { changes, mayRefuse = false } = plan;
	return changes.map((change) => ({
		...callOf(change),
		orderingKeys: intent.writes,
		endsRequest: stopOnFail && mayRefuse,
	}));
}

/** A step with a call that did not run, as the run stopped before, leaves no result. */
function record(
	{ index, intent, plan }: Step,
	answers: Array<Answer | undefined>,
	results: Results,
): void {
	const read: ChangeAnswer[] = [];
	for (const answer of answers) {
		if (!answer) return;
		if (!answer.ok) {
			results.fail(index, fromPortalError(answer.error, intent));
			return;
		}
		read.push({ result: answer.result, afterRetry: answer.afterRetry ?? false });
	}
	try {
		results.succeed(index, plan.report(read));
	} catch (thrown) {
		results.fail(index, fromThrown(thrown, intent.ids, answers.length > 0));
	}
}
