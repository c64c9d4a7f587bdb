/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs outside n8n */
import { globalAgent } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { INodeType, IWorkflowBase } from 'n8n-workflow';

import type { Engine } from '../../test/engine/engine';
import { makeNode } from '../../test/engine/makeNode';
import { companyOf, type Task } from './measure';

interface Pair {
	companyId: number;
	contactId: number;
}
type Contestant = (pairs: Pair[], task: Task) => Promise<void>;

const CONTACT = 10_001;
const makePairs = (count: number): Pair[] =>
	Array.from({ length: count }, (_, index) => ({
		companyId: companyOf(index),
		contactId: CONTACT + index,
	}));

async function post(url: string, body: object): Promise<void> {
	await fetch(url, {
		method: 'POST',
		headers: { 'Content-Type': 'application/json' },
		body: JSON.stringify(body),
	}).then(async (response) => await response.text());
}

/** The fastest that can be: commands packed by hand, one request behind the other, nothing checked. */
const handPacked: Contestant = async (pairs, { webhookUrl }) => {
	for (let start = 0; start < pairs.length; start += 50) {
		const commands = pairs
			.slice(start, start + 50)
			.map(
				({ companyId, contactId }, index) =>
					[
						`c${index}`,
						`crm.company.contact.add?id=${companyId}&fields[CONTACT_ID]=${contactId}`,
					] as const,
			);
		await post(`${webhookUrl}batch`, { halt: 0, cmd: Object.fromEntries(commands) });
	}
};

/** What is built by hand from n8n's HTTP Request node: all items at once. */
const oneRequestAnItem: Contestant = async (pairs, { webhookUrl }) => {
	await Promise.all(
		pairs.map(
			async ({ companyId, contactId }) =>
				await post(`${webhookUrl}crm.company.contact.add`, {
					id: companyId,
					fields: { CONTACT_ID: contactId },
				}),
		),
	);
};

/** Bitrix24's own SDK for JavaScript, with its default limits. It takes https only. */
const sdk: Contestant = async (pairs, { httpsUrl, ca }) => {
	const { B24Hook } = await import('@bitrix24/b24jssdk');
	globalAgent.options.ca = ca;
	const hook = B24Hook.fromWebhookUrl(httpsUrl);
	hook.offClientSideWarning();
	await hook.actions.v2.batchByChunk.make({
		calls: pairs.map(({ companyId, contactId }) => [
			'crm.company.contact.add',
			{ id: companyId, fields: { CONTACT_ID: contactId } },
		]),
		options: { isHaltOnError: false },
	});
};

/** Reads the parameters that our node reads, and does nothing else. */
const readingNode = {
	description: {
		displayName: 'Reader',
		name: 'reader',
		group: [],
		version: 1,
		description: '',
		defaults: {},
		inputs: ['main'],
		outputs: ['main'],
		properties: [
			{ displayName: '', name: 'companyId', type: 'resourceLocator', default: {} },
			{ displayName: '', name: 'contactId', type: 'resourceLocator', default: {} },
			{ displayName: '', name: 'additionalFields', type: 'collection', default: {}, options: [] },
			{ displayName: '', name: 'options', type: 'collection', default: {}, options: [] },
		],
	},
	async execute() {
		return [
			this.getInputData().map((_, item) => {
				const [companyId, contactId] = [
					'companyId',
					'contactId',
					'options',
					'additionalFields',
				].map((name) => this.getNodeParameter(name, item, {}) as { value: number });
				return {
					json: { companyId: companyId.value, contactId: contactId.value },
					pairedItem: { item },
				};
			}),
		];
	},
} as INodeType;

/** n8n-core reads the environment when it is loaded, and the contestants without it should not load it. */
let engineOnce: Promise<Engine> | undefined;
async function loadEngine(): Promise<Engine> {
	process.env.N8N_USER_FOLDER = tmpdir();
	process.env.N8N_ENCRYPTION_KEY = 'bench';
	process.env.N8N_LOG_LEVEL = 'silent';
	const { loadPackage } = await import('../../test/engine/package');
	return await loadPackage(join(__dirname, '../..'), { reader: readingNode });
}

/** A node in n8n's engine, behind a manual trigger. */
const inEngine =
	(type: 'ours' | 'reader' | 'passThrough', options: object = {}): Contestant =>
	async (pairs, { webhookUrl, plan }) => {
		const engine = await (engineOnce ??= loadEngine());
		const byExpression = (value: string) => ({ __rl: true, mode: 'id', value });
		const types = {
			ours: 'n8n-nodes-bitrix24-company-contact.bitrix24CompanyContact',
			reader: 'reader',
			passThrough: 'n8n-nodes-base.noOp',
		};
		const execution = await engine.run(
			{
				id: 'bench',
				name: 'Bench',
				active: false,
				nodes: [
					makeNode('Start', 'n8n-nodes-base.manualTrigger'),
					makeNode('Link', types[type], {
						parameters: {
							companyId: byExpression('={{ $json.companyId }}'),
							contactId: byExpression('={{ $json.contactId }}'),
							options,
						},
						credentials: { bitrix24WebhookApi: engine.credentials.add({ webhookUrl, plan }) },
						onError: 'continueRegularOutput',
					}),
				],
				connections: { Start: { main: [[{ node: 'Link', type: 'main', index: 0 }]] } },
			} as unknown as IWorkflowBase,
			{ pinData: { Start: pairs.map((json) => ({ json: { ...json } })) } },
		);
		if (execution.items('Link').length !== pairs.length) throw new Error('Items were lost');
	};

const contestants = {
	node: inEngine('ours'),
	nodeOneByOne: inEngine('ours', { batchSize: 1 }),
	reader: inEngine('reader'),
	passThrough: inEngine('passThrough'),
	handPacked,
	oneRequestAnItem,
	sdk,
} satisfies Record<string, Contestant>;

export type ContestantName = keyof typeof contestants;

/** Loads and warms up the code by requests that the portal refuses. Under limits they would use them up: then by none. */
async function warmUp(contestant: Contestant, task: Task): Promise<void> {
	if (task.plan === 'standard') return await contestants.reader(makePairs(200), task);
	const refused = (url: string) => new URL('/rest/1/none/', url).href;
	const { webhookUrl, httpsUrl } = task;
	await contestant(makePairs(200), {
		...task,
		webhookUrl: refused(webhookUrl),
		httpsUrl: refused(httpsUrl),
	}).catch(() => {});
}

process.on('message', (task: Task) => {
	void (async () => {
		const contestant = contestants[task.contestant];
		await warmUp(contestant, task);

		const pairs = makePairs(task.items);
		const start = performance.now();
		await contestant(pairs, task);
		process.send?.({
			milliseconds: performance.now() - start,
			memory: process.resourceUsage().maxRSS / 1024,
		});
	})();
});
