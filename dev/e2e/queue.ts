/* eslint-disable no-console -- a command, not part of the node */
import { type Sandbox, startSandbox } from '../sandbox';
import { CURRENT } from './install';
import { RealN8n, type StoredExecution } from './n8n';
import { startServices } from './services';
import { chain, each, linkNode, NODE, trigger } from './workflows';

const LINKS = 5_000;
/** Pairs in an execution, in turn: from a form that somebody sends to a whole request. */
const SIZES = [1, 2, 5, 12, 25, 50];
const NO_COMPANY = 999;

interface Pair {
	companyId: number;
	contactId: number;
}

/** `json` of an item that the node put out. */
interface Report extends Pair {
	outcome?: string;
	error?: string;
}

/** 5,000 links through n8n's queue, a main process and two workers, to a portal that counts their requests together. */
async function main() {
	const services = await startServices(5696);
	const answers: Array<{ at: number; status: number }> = [];
	const sandbox = await startSandbox({
		limits: 'standard',
		onRequest: ({ status }) => answers.push({ at: Date.now(), status }),
	});
	let n8n: RealN8n | undefined;
	try {
		n8n = await RealN8n.start(CURRENT, 5690, services.env);
		await n8n.addWorker(5692);
		await n8n.addWorker(5694);

		const pairs = makePairs(sandbox);
		const groups = inGroups(pairs);
		const linkedBefore = new Set(sandbox.state.linkTable.all().map(key));
		await createWorkflow(n8n, sandbox);
		const started = Date.now();
		for (const group of groups) await n8n.callWebhook('link-many', { pairs: group });
		console.log(`${groups.length} executions with ${pairs.length} pairs are in the queue.`);
		const executions = await n8n.firstExecutions(groups.length, 600);

		const wrong = check(pairs, linkedBefore, executions, sandbox);
		const [, ...workers] = n8n.logs();
		const seconds = (answers.at(-1)!.at - started) / 1000;
		const refused = answers.filter(({ status }) => status === 503).length;
		const taken = answers.length - refused;
		console.table({
			executions: executions.length,
			'executions of each worker': workers
				.map((log) => log.match(/Worker started execution/g)?.length ?? 0)
				.join(', '),
			pairs: pairs.length,
			'pairs lost or reported wrongly': wrong.length,
			'requests that the portal took': taken,
			'requests that it refused (503)': refused,
			seconds: Math.round(seconds),
			'times the least that the limit allows': (seconds / ((taken - 50) / 2)).toFixed(2),
		});
		if (wrong.length) throw new Error(wrong.slice(0, 20).join('\n'));
	} finally {
		await n8n?.stop();
		await sandbox.close();
		await services.stop();
	}
}

/** Of each 50, one has no company, one is linked before, and one is asked for by an earlier execution too. */
function makePairs({ state }: Sandbox): Pair[] {
	const pair = (index: number) => ({ companyId: 1 + (index % 5), contactId: 1001 + index });
	return Array.from({ length: LINKS }, (_, index) => {
		const kind = index % 50;
		if (kind === 7) return { ...pair(index), companyId: NO_COMPANY };
		if (kind === 13) state.link(pair(index).companyId, pair(index).contactId);
		return kind === 21 && index > 50 ? pair(index - 29) : pair(index);
	});
}

function inGroups(pairs: Pair[]): Pair[][] {
	const groups: Pair[][] = [];
	for (let from = 0; from < pairs.length; from += groups.at(-1)!.length) {
		groups.push(pairs.slice(from, from + SIZES[groups.length % SIZES.length]));
	}
	return groups;
}

async function createWorkflow(n8n: RealN8n, { webhookUrl }: Sandbox): Promise<void> {
	const credential = await n8n.createCredential('bitrix24WebhookApi', { webhookUrl });
	const workflow = await n8n.createWorkflow(
		chain(
			'Link many',
			trigger.webhook('link-many', 'onReceived'),
			each('body.pairs'),
			linkNode(credential, { onError: 'continueErrorOutput' }),
		),
	);
	await n8n.activate(workflow);
}

/** What n8n reports against what was asked for and what the portal holds: a line for each pair that differs. */
function check(
	pairs: Pair[],
	linkedBefore: Set<string>,
	executions: StoredExecution[],
	{ state }: Sandbox,
): string[] {
	const asked = countBy(pairs.map(key));
	const reports = groupReports(executions);
	const linkedNow = new Set(state.linkTable.all().map(key));
	const unasked = [...reports.keys()].filter((pair) => !asked.has(pair));
	const differing = [...asked].flatMap(([pair, times]) => {
		const exists = !pair.startsWith(`${NO_COMPANY}:`);
		const added = exists && !linkedBefore.has(pair) ? 1 : 0;
		const rest = exists ? 'alreadyLinked' : 'the company does not exist';
		const expected = [...Array<string>(added).fill('added'), ...Array(times - added).fill(rest)];
		const reported = reports.get(pair)?.sort() ?? [];
		const right = reported.join() === expected.join() && linkedNow.has(pair) === exists;
		return right ? [] : [`${pair}: reported ${reported.join()}, linked ${linkedNow.has(pair)}`];
	});
	return [...differing, ...unasked.map((pair) => `${pair}: reported, but never asked for`)];
}

const key = ({ companyId, contactId }: Pair) => `${companyId}:${contactId}`;

function countBy(keys: string[]): Map<string, number> {
	const counts = new Map<string, number>();
	for (const one of keys) counts.set(one, (counts.get(one) ?? 0) + 1);
	return counts;
}

function groupReports(executions: StoredExecution[]): Map<string, string[]> {
	const reports = new Map<string, string[]>();
	for (const { data } of executions) {
		const outputs = data.resultData.runData[NODE].at(-1)!.data!.main;
		for (const { json } of outputs.flatMap((items) => items ?? [])) {
			const { outcome, error, ...pair } = json as unknown as Report;
			const report = outcome ?? error!.replace(/^.*: /, '');
			reports.set(key(pair), [...(reports.get(key(pair)) ?? []), report]);
		}
	}
	return reports;
}

void main();
