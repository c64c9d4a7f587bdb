import type { IDataObject, IExecuteFunctions, INodeType, IWorkflowBase } from 'n8n-workflow';

import { Bitrix24WebhookApi } from '../../credentials/Bitrix24WebhookApi.credentials';
import { Engine } from './engine';
import { useSandbox } from './harness';
import { makeNode, makeNodeType } from './makeNode';

const fixture = useSandbox();

/** How n8n's own nodes request a URL with a predefined credential type: HTTP Request, and its tool for AI agents. */
const requestOf = {
	'HTTP Request': async (
		context: IExecuteFunctions,
		url: string,
		baseURL?: string,
	): Promise<unknown> =>
		await context.helpers.requestWithAuthentication.call(context, 'bitrix24WebhookApi', {
			uri: url,
			...(baseURL && { baseURL }),
			method: 'GET',
			json: true,
		}),
	'HTTP Request Tool': async (
		context: IExecuteFunctions,
		url: string,
		baseURL?: string,
	): Promise<unknown> =>
		await context.helpers.httpRequestWithAuthentication.call(context, 'bitrix24WebhookApi', {
			url,
			...(baseURL && { baseURL }),
			method: 'GET',
			json: true,
		}),
};

function requester(request: (typeof requestOf)[keyof typeof requestOf]): INodeType {
	const description = {
		credentials: [{ name: 'bitrix24WebhookApi', required: true }],
		properties: ['url', 'baseURL'].map((name) => {
			return { displayName: name, name, type: 'string' as const, default: '' };
		}),
	};
	return makeNodeType('requester', description, async function () {
		const [url, baseURL] = ['url', 'baseURL'].map(
			(name) => this.getNodeParameter(name, 0) as string,
		);
		const json = (await request(this, url, baseURL)) as IDataObject;
		return [[{ json, pairedItem: 0 }]];
	});
}

describe.each(Object.entries(requestOf))('%s with the webhook credential', (_, request) => {
	async function get(url: string, baseURL = '') {
		const engine = new Engine({
			nodes: { requester: requester(request) },
			credentialTypes: { bitrix24WebhookApi: new Bitrix24WebhookApi() },
		});
		const details = engine.credentials.add({ webhookUrl: fixture.sandbox.webhookUrl });
		const execution = await engine.run({
			id: 'test',
			name: 'Test',
			active: false,
			nodes: [
				makeNode('Start', 'n8n-nodes-base.manualTrigger'),
				makeNode('Get', 'requester', {
					parameters: { url, baseURL },
					credentials: { bitrix24WebhookApi: details },
				}),
			],
			connections: { Start: { main: [[{ node: 'Get', type: 'main', index: 0 }]] } },
			pinData: { Start: [{ json: {} }] },
		} as unknown as IWorkflowBase);
		const { error } = execution.run.data.resultData;
		return {
			error: error as (Error & { description?: string }) | undefined,
			json: error ? undefined : execution.items('Get')[0].json,
			written: JSON.stringify(execution.run),
		};
	}

	it.each([
		['after /rest/', () => `${fixture.sandbox.origin}/rest/crm.company.get.json?id=3`],
		['without /rest/', () => `${fixture.sandbox.origin}/crm.company.get?id=3`],
		['after the path of the webhook', () => `${fixture.sandbox.webhookUrl}crm.company.get?id=3`],
	])('calls a method %s, with its query', async (__, url) => {
		const { json } = await get(url());
		expect(json?.result).toMatchObject({ ID: '3', TITLE: 'Fabrikam Tools' });
		expect(fixture.sandbox.requests.map(({ method }) => method)).toEqual(['crm.company.get']);
	});

	it('sends nothing to another origin, and says to which the webhook belongs', async () => {
		const other = fixture.sandbox.origin.replace('127.0.0.1', 'localhost');
		const { error, written } = await get(`${other}/rest/profile`);
		expect(error?.message).toBe(
			`The webhook in the credential belongs to ${fixture.sandbox.origin}`,
		);
		expect(error?.description).toContain(`${fixture.sandbox.origin}/rest/`);
		expect(fixture.sandbox.requests).toEqual([]);
		expect(written).not.toContain(fixture.sandbox.webhookSecret);
	});

	it.each(['https://attacker.example', 'http://attacker.example', 'https://', 'not a URL'])(
		'takes no secret to a base address that another node names: %s',
		async (baseURL) => {
			const { error, written } = await get('crm.company.contact.fields', baseURL);
			expect(error?.message).toBe(
				`The webhook in the credential belongs to ${fixture.sandbox.origin}`,
			);
			expect(written).not.toContain(fixture.sandbox.webhookSecret);
		},
	);

	it('fails as the node does where Bitrix24 refuses', async () => {
		const { error, written } = await get(`${fixture.sandbox.origin}/rest/crm.company.get?id=999`);
		expect(error).toBeDefined();
		expect(written).not.toContain(fixture.sandbox.webhookSecret);
	});
});
