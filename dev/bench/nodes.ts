/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs outside n8n */
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { INodeType, IWorkflowBase } from 'n8n-workflow';

import type { Engine } from '../../test/engine/engine';
import { makeNode } from '../../test/engine/makeNode';
import type { Contestant } from './measure';

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

/** Loaded late: n8n-core reads the environment when it is loaded, and only contestants in the engine need n8n-core. */
let engineOnce: Promise<Engine> | undefined;
async function loadEngine(): Promise<Engine> {
	process.env.N8N_USER_FOLDER = tmpdir();
	process.env.N8N_ENCRYPTION_KEY = 'bench';
	process.env.N8N_LOG_LEVEL = 'silent';
	const { loadPackage } = await import('../../test/engine/package');
	return await loadPackage(join(__dirname, '../..'), { reader: readingNode });
}

/** A node in n8n's engine, after a manual trigger. */
export const inEngine =
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
