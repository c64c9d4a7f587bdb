/* eslint-disable no-console -- a command, not part of the node */
import { type Sandbox, startSandbox } from '../sandbox';
import { CURRENT } from './install';
import { RealN8n } from './n8n';
import { compare } from './queue/compare';
import { inGroups, key, makePairs } from './queue/pairs';
import { startServices } from './services';
import { chain, each, linkNode, trigger } from './workflows';

interface PortalAnswer {
	at: number;
	status: number;
}

/** Half of the Standard plan's limit for each of two workers. The main process starts executions and sends nothing. */
const SHARE = { plan: 'custom', requestsAtOnce: 25, requestsPerSecond: 1 };

/** 5,000 links through n8n's queue, a main process and two workers, to a portal that counts their requests together. */
async function main() {
	const services = await startServices(5696);
	const answers: PortalAnswer[] = [];
	const sandbox = await startSandbox({
		limits: 'standard',
		onRequest: ({ status }) => answers.push({ at: Date.now(), status }),
	});
	let n8n: RealN8n | undefined;
	try {
		n8n = await RealN8n.start(CURRENT, 5690, services.env);
		await n8n.addWorker(5692);
		await n8n.addWorker(5694);
		await linkAll(n8n, sandbox, answers);
	} finally {
		await n8n?.stop();
		await sandbox.close();
		await services.stop();
	}
}

async function linkAll(n8n: RealN8n, sandbox: Sandbox, answers: PortalAnswer[]): Promise<void> {
	const pairs = makePairs(sandbox);
	const groups = inGroups(pairs);
	const linkedBefore = new Set(sandbox.state.linkTable.all().map(key));
	await createWorkflow(n8n, sandbox);
	const started = Date.now();
	for (const group of groups) await n8n.callWebhook('link-many', { pairs: group });
	console.log(`${groups.length} executions with ${pairs.length} pairs are in the queue.`);
	const executions = await n8n.firstExecutions(groups.length, 600);

	const wrong = compare(pairs, linkedBefore, executions, sandbox);
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
		'requests that the portal refused (503)': refused,
		seconds: Math.round(seconds),
		'times the least that the limit allows': (seconds / ((taken - 50) / 2)).toFixed(2),
	});
	if (wrong.length) throw new Error(wrong.slice(0, 20).join('\n'));
	if (refused) throw new Error(`The portal refused ${refused} requests`);
}

async function createWorkflow(n8n: RealN8n, { webhookUrl }: Sandbox): Promise<void> {
	const credential = await n8n.createCredential('bitrix24WebhookApi', {
		webhookUrl,
		...SHARE,
	});
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

void main();
