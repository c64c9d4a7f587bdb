import type { IWorkflowBase } from 'n8n-workflow';

import exported from './exported.json';
import { createEngine, useSandbox } from './harness';

const fixture = useSandbox();

it("runs a workflow as n8n's editor exported it", async () => {
	const { sandbox } = fixture;
	const engine = createEngine();
	const node = exported.nodes.find(({ credentials }) => credentials)!;
	const { id } = node.credentials!.bitrix24WebhookApi;
	engine.credentials.add({ webhookUrl: sandbox.webhookUrl }, id);

	const workflow = exported as unknown as IWorkflowBase;
	const execution = await engine.run(workflow);

	expect(execution.items(node.name).map(({ json }) => json)).toEqual([
		{ companyId: 5, contactId: 1, result: true, outcome: 'added' },
	]);
	expect(sandbox.state.linksOfCompany(5).map(({ contactId }) => contactId)).toEqual([1]);
});
