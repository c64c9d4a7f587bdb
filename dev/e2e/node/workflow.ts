import { expectNoSecret, items, linked, n8n, webhookCredential } from '../helpers';
import { byId, chain, linkNode, linkRows, trigger } from '../workflows';

export function workflow() {
	it('links when it is run by hand', async () => {
		const link = linkNode(await webhookCredential());
		const pairs = [{ companyId: 5, contactId: 1 }];
		const { id } = await n8n.createWorkflow(linkRows('By hand', trigger.byHand, pairs, link));
		const execution = await n8n.runByHand(id, 'Start');
		expect(execution.status).toBe('success');
		expect(items(execution)).toEqual([
			{ companyId: 5, contactId: 1, result: true, outcome: 'added' },
		]);
		expect(linked(5)).toEqual([1]);
		expectNoSecret(execution.text);
	});

	it('links when a webhook calls it, and answers with the outcome', async () => {
		const link = linkNode(await webhookCredential(), {
			parameters: {
				companyId: byId('={{ $json.body.companyId }}'),
				contactId: byId('={{ $json.body.contactId }}'),
			},
		});
		const workflow = await n8n.createWorkflow(
			chain('By webhook', trigger.webhook('link-contact'), link),
		);
		await n8n.activate(workflow);
		const pair = { companyId: 5, contactId: 2 };
		expect(await n8n.callWebhook('link-contact', pair)).toEqual([
			{ ...pair, result: true, outcome: 'added' },
		]);
		await n8n.deactivate(workflow.id);
		expect(linked(5)).toEqual([2]);
	});

	it('links when a schedule starts it', async () => {
		const link = linkNode(await webhookCredential());
		const pairs = [{ companyId: 5, contactId: 3 }];
		const workflow = await n8n.createWorkflow(
			linkRows('By schedule', trigger.everySecond, pairs, link),
		);
		await n8n.activate(workflow);
		const [execution] = await n8n.executionsOf(workflow.id);
		await n8n.deactivate(workflow.id);
		expect(items(execution)).toMatchObject([{ contactId: 3, outcome: expect.any(String) }]);
		expect(linked(5)).toEqual([3]);
	});

	it('of 120 items sends the failed ones to the error branch, with their data, and loses none', async () => {
		const pairs = Array.from({ length: 120 }, (_, index) => ({
			companyId: index % 40 === 7 ? 999 : 5,
			contactId: index === 50 ? 'nobody' : 1001 + index,
		}));
		const link = linkNode(await webhookCredential(), {
			onError: 'continueErrorOutput',
		});
		const { id } = await n8n.createWorkflow(linkRows('Many', trigger.byHand, pairs, link));
		const execution = await n8n.runByHand(id, 'Start');
		expect(items(execution)).toHaveLength(116);
		expect(
			items(execution, 1).map(({ companyId, contactId, error }) => [companyId, contactId, error]),
		).toEqual([
			[999, 1008, 'Contact 1008 was not linked to company 999: the company does not exist'],
			[999, 1048, 'Contact 1048 was not linked to company 999: the company does not exist'],
			[5, 'nobody', `'Contact' is not the ID of a contact: "nobody"`],
			[999, 1088, 'Contact 1088 was not linked to company 999: the company does not exist'],
		]);
		expect(linked(5)).toHaveLength(116);
		expectNoSecret(execution.text);
	});

	it('that stops on fail says what went through before', async () => {
		const pairs = [
			{ companyId: 5, contactId: 1 },
			{ companyId: 999, contactId: 2 },
			{ companyId: 5, contactId: 3 },
		];
		const link = linkNode(await webhookCredential());
		const { id } = await n8n.createWorkflow(linkRows('Stops', trigger.byHand, pairs, link));
		const execution = await n8n.runByHand(id, 'Start');
		expect(execution.status).toBe('error');
		expect(execution.data.resultData.error).toMatchObject({
			message: 'Contact 2 was not linked to company 999: the company does not exist',
			description: expect.stringContaining('1 item went through before it'),
		});
		expect(linked(5)).toEqual([1]);
		expectNoSecret(execution.text);
	});
}
