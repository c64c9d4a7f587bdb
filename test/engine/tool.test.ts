import { createNodeAsTool } from 'n8n-core/dist/execution-engine/node-execution-context/utils/create-node-as-tool';
import type { INode } from 'n8n-workflow';

import { Bitrix24CompanyContact } from '../../nodes/Bitrix24CompanyContact/Bitrix24CompanyContact.node';
import { byId, createEngine, runNode, useSandbox } from './harness';
import { makeNode } from './makeNode';

const engine = createEngine();
const fixture = useSandbox();

const fromAi = (key: string, description: string) =>
	byId(`={{ $fromAI('${key}', '${description}', 'string') }}`);

const ids = {
	companyId: fromAi('company_id', 'The ID of the company'),
	contactId: fromAi('contact_id', 'The ID of the contact'),
};

describe('as a tool of an AI agent', () => {
	it('tells the model what it does and which IDs it takes', () => {
		const nodeType = new Bitrix24CompanyContact();
		const type = 'n8n-nodes-bitrix24-company-contact.bitrix24CompanyContact';
		const node = makeNode('Bitrix24', type, { parameters: { operation: 'add', ...ids } }) as INode;
		const { response } = createNodeAsTool({
			node,
			nodeType,
			handleToolInvocation: async () => '',
		});
		expect(response.description).toMatch(/[Ll]ink.*remove.*replace.*list/);
		const { shape } = response.schema as unknown as {
			shape: Record<string, { description: string }>;
		};
		expect(Object.entries(shape).map(([key, { description }]) => [key, description])).toEqual([
			['company_id', 'The ID of the company'],
			['contact_id', 'The ID of the contact'],
		]);
	});

	it.each([
		['numbers', 5, 7],
		['text', '5', '7'],
	])('takes the IDs that the model gives as %s', async (_, company_id, contact_id) => {
		const { json } = await runNode(engine, {
			items: [{ company_id, contact_id }],
			parameters: ids,
			credential: { webhookUrl: fixture.sandbox.webhookUrl },
		});
		expect(json).toEqual([{ companyId: 5, contactId: 7, result: true, outcome: 'added' }]);
	});

	it('answers with a sentence that the model can act on', async () => {
		const { json } = await runNode(engine, {
			items: [{ company_id: 'Contoso', contact_id: 7 }],
			parameters: ids,
			onError: 'continueRegularOutput',
			credential: { webhookUrl: fixture.sandbox.webhookUrl },
		});
		expect(json).toEqual([
			{
				error: `'Company' is not the ID of a company: "Contoso"`,
				description: expect.stringContaining('It must be a whole number above 0'),
				outcome: 'failed',
				contactId: 7,
			},
		]);
	});
});
