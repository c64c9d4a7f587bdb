import type { Call } from '../bitrix24/call';
import type { Client } from '../bitrix24/client';
import type { RecordKind } from '../parameters/recordId';
import type { Candidate, Finder } from './finders';
import type { LookUpFailure } from './found';

/** Values that one command looks for, and what came of it. */
export interface Search {
	kind: RecordKind;
	/** Which look-ups the search is of: see `groupOf`. */
	group: string;
	finder: Finder;
	/** The values as they are sent. */
	values: string[];
	candidates: Candidate[];
	/** Values for which Bitrix24 named as many records as it ever does. */
	capped: Set<string>;
	failure?: LookUpFailure;
}

/** One command and what its answer is good for: more commands may follow. */
export interface Task {
	call: Pick<Call, 'method' | 'params'>;
	use(result: unknown): Task[];
	fail(failure: LookUpFailure): void;
}

/** Runs the commands and those that their answers ask for, as many as possible in a request. */
export async function runTasks(client: Client, tasks: Task[]): Promise<void> {
	for (let due = tasks; due.length; ) {
		const following: Task[] = [];
		const calls = due.map(({ call }) => ({ ...call, idempotent: true }));
		let position = 0;
		for await (const answers of client.run(calls, false)) {
			for (const answer of answers) {
				const task = due[position++];
				if (!answer?.ok) {
					if (answer) task.fail({ error: answer.error });
					continue;
				}
				try {
					for (const next of task.use(answer.result)) following.push(next);
				} catch (thrown) {
					task.fail({ thrown });
				}
			}
		}
		due = following;
	}
}
