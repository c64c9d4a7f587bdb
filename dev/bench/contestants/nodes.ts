/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs outside n8n */
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { IDataObject, INodeExecutionData, INodeProperties, IWorkflowBase } from 'n8n-workflow';

import type { Engine } from '../../../test/engine/engine';
import { makeNode, makeNodeType } from '../../../test/engine/makeNode';
import type { Contestant, Task } from '../measure';
import { SCENARIOS, type ScenarioName } from '../scenarios/scenario';

const properties: INodeProperties[] = [
	{ displayName: '', name: 'companyId', type: 'resourceLocator', default: {} },
	{ displayName: '', name: 'contactId', type: 'resourceLocator', default: {} },
	{ displayName: '', name: 'additionalFields', type: 'collection', default: {}, options: [] },
	{ displayName: '', name: 'options', type: 'collection', default: {}, options: [] },
];

/** Reads the parameters that our node reads, and does nothing else. */
const readingNode = makeNodeType('reader', { properties }, async function () {
	return [
		this.getInputData().map((_, item) => {
			const [companyId, contactId] = ['companyId', 'contactId', 'options', 'additionalFields'].map(
				(name) => this.getNodeParameter(name, item, {}) as { value: number },
			);
			return {
				json: { companyId: companyId.value, contactId: contactId.value },
				pairedItem: { item },
			};
		}),
	];
});

/** Loaded late: n8n-core reads the environment when it is loaded, and only contestants in the engine need n8n-core. */
let engineOnce: Promise<Engine> | undefined;
async function loadEngine(): Promise<Engine> {
	process.env.N8N_USER_FOLDER = tmpdir();
	process.env.N8N_ENCRYPTION_KEY = 'bench';
	process.env.N8N_LOG_LEVEL = 'silent';
	const { loadPackage } = await import('../../../test/engine/package');
	return await loadPackage(join(__dirname, '../../..'), { reader: readingNode });
}

const TYPES = {
	ours: 'n8n-nodes-bitrix24-company-contact.bitrix24CompanyContact',
	reader: 'reader',
	passThrough: 'n8n-nodes-base.noOp',
};

const byExpression = (mode: string, value: string) => ({ __rl: true, mode, value });
const byId = {
	companyId: byExpression('id', '={{ $json.companyId }}'),
	contactId: byExpression('id', '={{ $json.contactId }}'),
};
const PARAMETERS: Record<ScenarioName, IDataObject> = {
	links: byId,
	lookUps: {
		companyId: byExpression('title', '={{ $json.title }}'),
		contactId: byExpression('email', '={{ $json.email }}'),
	},
	sync: { ...byId, operation: 'sync', options: { maxRemovals: 1000 } },
};

/** A node in n8n's engine, after a manual trigger. */
export const inEngine =
	(type: keyof typeof TYPES, scenario: ScenarioName): Contestant =>
	async (task) => {
		const engine = await (engineOnce ??= loadEngine());
		const rows: IDataObject[] = SCENARIOS[scenario].rows(task.count);
		const workflow = makeWorkflow(TYPES[type], PARAMETERS[scenario], addCredential(engine, task));
		const pinData = { Start: rows.map((json) => ({ json })) };
		const items = (await engine.run(workflow, { pinData })).items('Link');
		return scenario === 'lookUps' ? linkedRows(items, rows.length) : undefined;
	};

function addCredential({ credentials }: Engine, { webhookUrl, plan }: Task): object {
	return { bitrix24WebhookApi: credentials.add({ webhookUrl, plan }) };
}

function makeWorkflow(type: string, parameters: IDataObject, credentials: object): IWorkflowBase {
	return {
		id: 'bench',
		name: 'Bench',
		active: false,
		nodes: [
			makeNode('Start', 'n8n-nodes-base.manualTrigger'),
			makeNode('Link', type, { parameters, credentials, onError: 'continueRegularOutput' }),
		],
		connections: { Start: { main: [[{ node: 'Link', type: 'main', index: 0 }]] } },
	} as unknown as IWorkflowBase;
}

/** For each row whether an item says that the row is linked. */
function linkedRows(items: INodeExecutionData[], count: number): boolean[] {
	const linked = Array<boolean>(count).fill(false);
	for (const { json, pairedItem } of items) {
		const { item } = pairedItem as { item: number };
		linked[item] = json.outcome === 'added';
	}
	return linked;
}
