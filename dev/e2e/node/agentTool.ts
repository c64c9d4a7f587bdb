import { startChatModel } from '../chatModel';
import { expectNoSecret, linked, n8n, webhookCredential } from '../helpers';
import { agent } from '../workflows';

export function agentTool() {
	it('links what the model asks for, and tells it the outcome', async () => {
		const model = await startChatModel({ company_id: '5', contact_id: '7' });
		try {
			const openAi = await n8n.createCredential('openAiApi', { apiKey: 'none', url: model.url });
			const workflow = agent('Agent', openAi, await webhookCredential());
			const { id } = await n8n.createWorkflow(workflow);
			const execution = await n8n.runByHand(id, 'Start');
			expect(execution.status).toBe('success');
			expect(model.tools).toMatchObject([
				{ description: 'Add contact to company in Bitrix24 Company Contact' },
			]);
			expect(model.answers[0]).toContain('"outcome":"added"');
			expect(linked(5)).toEqual([7]);
			expectNoSecret(execution.text, ...model.answers);
		} finally {
			await model.close();
		}
	});
}
