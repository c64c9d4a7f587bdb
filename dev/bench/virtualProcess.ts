/* eslint-disable @n8n/community-nodes/no-restricted-globals -- a process of its own, not part of the node */
import { type Sandbox, startSandbox } from '../sandbox';
import type { Limits } from '../sandbox/rest/limits';
import { type ContestantName, contestants } from './contestants';
import { addressOf, linksOf } from './portalView';
import { SCENARIOS } from './scenarios/scenario';
import { VirtualTime } from './virtualTime';

export interface VirtualTask {
	contestant: ContestantName;
	count: number;
	/** Milliseconds. */
	commandCost: number;
	limits: Limits;
}

export interface VirtualResult {
	milliseconds: number;
	links: number;
	/** Commands that were refused because of the operating time. */
	limited: number;
	/** Requests that were refused because of the request limit. */
	refused: number;
}

/** A minute begins, as `leastTime` takes for granted. */
const START = Date.UTC(2027, 0, 1);

/** The contestant and the portal share the process, so that they share its time. */
async function run({ contestant, count, commandCost, limits }: VirtualTask) {
	const work = contestants[contestant];
	const time: { virtual?: VirtualTime } = {};
	const sandbox = await startSandbox({
		https: true,
		commandCost,
		limits,
		sleep: async (milliseconds) => await time.virtual?.hold(milliseconds),
	});
	SCENARIOS.links.seed(sandbox.state, count);
	time.virtual = new VirtualTime(START);
	const done = work({ contestant, count, plan: 'standard', ...addressOf(sandbox) });
	// A contestant may give up. What it has not linked by then is lost.
	await time.virtual.run(done.catch(() => {}));
	const result = resultOf(sandbox, time.virtual.passed);
	time.virtual.end();
	await sandbox.close();
	return result;
}

/** Loads the code of the contestant while time passes as usual. */
async function load({ contestant }: VirtualTask): Promise<void> {
	const sandbox = await startSandbox({ https: true });
	const address = addressOf(sandbox);
	await contestants[contestant]({ contestant, count: 1, plan: 'selfHosted', ...address });
	await sandbox.close();
}

function resultOf({ state, requests }: Sandbox, milliseconds: number): VirtualResult {
	const failed = requests.flatMap((request) => request.failed ?? []);
	return {
		milliseconds,
		links: linksOf(state).length,
		limited: failed.filter((code) => code === 'OPERATION_TIME_LIMIT').length,
		refused: requests.filter(({ status }) => status === 503).length,
	};
}

process.on('message', (tasks: VirtualTask[]) => {
	void (async () => {
		await load(tasks[0]);
		const results: VirtualResult[] = [];
		for (const task of tasks) results.push(await run(task));
		process.send?.(results);
	})();
});
