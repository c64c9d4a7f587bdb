import { createNodeAsTool } from 'n8n-core/dist/execution-engine/node-execution-context/utils/create-node-as-tool';
import type { INode, INodeParameters } from 'n8n-workflow';

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
	const toolOf = (parameters: INodeParameters) => {
		const type = 'n8n-nodes-bitrix24-company-contact.bitrix24CompanyContact';
		const node = makeNode('Bitrix24', type, { parameters: { ...parameters, ...ids } }) as INode;
		const nodeType = new Bitrix24CompanyContact();
		return createNodeAsTool({ node, nodeType, handleToolInvocation: async () => '' }).response;
	};

	it('tells the model which IDs it takes', () => {
		const { schema } = toolOf({ resource: 'companyContact', operation: 'add' });
		const { shape } = schema as unknown as { shape: Record<string, { description: string }> };
		expect(Object.entries(shape).map(([key, { description }]) => [key, description])).toEqual([
			['company_id', 'The ID of the company'],
			['contact_id', 'The ID of the contact'],
		]);
	});

	it.each([
		['companyContact', 'add', 'Add contact to company'],
		['contactCompany', 'add', 'Add company to contact'],
		['contactCompany', 'setMain', 'Set main company of contact'],
		['companyContact', 'removeAll', 'Remove all contacts from company'],
	])('tells the model what it does: %s %s', (resource, operation, action) => {
		expect(toolOf({ resource, operation }).description).toBe(
			`${action} in Bitrix24 Company Contact`,
		);
	});

	it('of a workflow without a resource is described as a whole', () => {
		expect(toolOf({ operation: 'add' }).description).toMatch(/[Ll]ink.*remove.*replace.*list/);
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
