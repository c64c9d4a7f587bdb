import type {
	ICredentialTestRequest,
	IDataObject,
	INodeTypeDescription,
	IWorkflowBase,
} from 'n8n-workflow';

import { Bitrix24WebhookApi } from '../../credentials/Bitrix24WebhookApi.credentials';
import { Engine } from './engine';
import { useSandbox } from './harness';
import { makeNode } from './makeNode';

const fixture = useSandbox();

/** Tests a credential as n8n's Test button does (credentials-tester.service.ts). */
async function testCredential(webhookUrl: string): Promise<string> {
	const type = new Bitrix24WebhookApi();
	const { request, rules = [] }: ICredentialTestRequest = type.test;
	const description = {
		displayName: 'Test',
		name: 'test',
		group: ['input'],
		version: 1,
		defaults: {},
		inputs: ['main'],
		outputs: ['main'],
		credentials: [{ name: type.name, required: true }],
		properties: [
			{ displayName: 'Temp', name: 'temp', type: 'string', default: '', routing: { request } },
		],
	} as unknown as INodeTypeDescription;
	const engine = new Engine({
		nodes: { test: { description } },
		credentialTypes: { [type.name]: type },
	});
	const execution = await engine.run({
		id: 'test',
		name: 'Test',
		active: false,
		nodes: [
			makeNode('Start', 'n8n-nodes-base.manualTrigger'),
			makeNode('Test', 'test', {
				credentials: { [type.name]: engine.credentials.add({ webhookUrl }) },
			}),
		],
		connections: { Start: { main: [[{ node: 'Test', type: 'main', index: 0 }]] } },
		pinData: { Start: [{ json: {} }] },
	} as unknown as IWorkflowBase);

	const { error } = execution.run.data.resultData;
	if (error) {
		const status = Number((error as { httpCode?: string }).httpCode);
		const rule = rules.find(
			({ type: kind, properties }) =>
				kind === 'responseCode' && 'value' in properties && properties.value === status,
		);
		return rule?.properties.message ?? error.message;
	}
	const [{ json }] = execution.items('Test');
	const broken = rules.find(
		({ properties }) => 'key' in properties && valueAt(json, properties.key) === properties.value,
	);
	return broken?.properties.message ?? 'OK';
}

const valueAt = (json: IDataObject, path: string) =>
	path.split('.').reduce<unknown>((value, key) => (value as IDataObject | undefined)?.[key], json);

describe('the test of the webhook credential', () => {
	it('passes for a webhook that may use the CRM, and asks nothing but the fields of a link', async () => {
		expect(await testCredential(fixture.sandbox.webhookUrl)).toBe('OK');
		expect(fixture.sandbox.requests.map(({ method }) => method)).toEqual([
			'crm.company.contact.fields',
		]);
	});

	it('passes for the same webhook with a method after it', async () => {
		expect(await testCredential(`${fixture.sandbox.webhookUrl}profile.json`)).toBe('OK');
	});

	it.each([
		[
			'an unknown webhook',
			() => `${fixture.sandbox.origin}/rest/1/unknown/`,
			/does not accept this webhook/,
		],
		[
			'a webhook without the CRM scope',
			() => fixture.sandbox.webhook({ scope: ['task'] }),
			/CRM \(crm\) scope/,
		],
		[
			'a user without the CRM',
			() => fixture.sandbox.webhook({ userId: 4 }),
			/^The webhook's user has no access to the CRM/,
		],
		[
			'an address with a user name',
			() => 'https://acme.bitrix24.com@example.com/rest/1/code/',
			/holds a user name/,
		],
		[
			'an address that is no portal',
			() => `${fixture.sandbox.origin}/no/rest/1/unknown/`,
			/not a Bitrix24 portal/,
		],
		['an address without the code', () => 'https://acme.bitrix24.com/rest/1/', /not complete/],
		['no address', () => null as never, /not a web address/],
		['http', () => 'http://acme.bitrix24.com/rest/1/code/', /must start with https/],
	])('fails for %s', async (_, webhookUrl, message) => {
		const said = await testCredential(webhookUrl());
		expect(said).not.toBe('OK');
		expect(said).toMatch(message);
	});

	it.each([
		['QUERY_LIMIT_EXCEEDED', 503, /too many requests/],
		['query_limit_exceeded', 503, /too many requests/],
		['OVERLOAD_LIMIT', 503, /overload/],
		['PAYMENT_REQUIRED', 401, /subscription has ended/],
		['payment_required', 403, /subscription has ended/],
		['invalid_credentials', 401, /does not accept this webhook/],
		['INSUFFICIENT_SCOPE', 403, /CRM \(crm\) scope/],
		['ACCESS_DENIED', 401, /plan or the webhook's user/],
		['PORTAL_DELETED', 403, /has been deleted/],
		['INTERNAL_SERVER_ERROR', 500, /^Bitrix24 failed with status 500/],
		['ERROR_CORE', 200, /^Bitrix24 failed/],
	])('says what %s with status %i means', async (error, status, message) => {
		fixture.sandbox.faults.add({ kind: 'error', error, status });
		expect(await testCredential(fixture.sandbox.webhookUrl)).toMatch(message);
	});

	it('tells a portal that is down from an address that is none', async () => {
		fixture.sandbox.faults.add({ kind: 'badGateway' });
		const said = await testCredential(fixture.sandbox.webhookUrl);
		expect(said).toBe('Bitrix24 failed with status 502: try again in a few minutes');
	});
});
