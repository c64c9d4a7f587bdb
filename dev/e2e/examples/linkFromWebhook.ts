import { USERS } from '../../sandbox';
import { expectNoSecret, linked, n8n, sandbox, webhookCredential } from '../helpers';
import { importExample } from './harness';

export function linkFromWebhook() {
	let workflow: { id: string; versionId: string };
	let credential: { id: string; name: string };
	const send = async (body: string, type = 'application/json') =>
		await fetch(`${n8n.origin}/webhook/link-contact-to-company`, {
			method: 'POST',
			headers: { 'Content-Type': type },
			body,
		});
	const answer = async (body: object) => {
		const response = await send(JSON.stringify(body));
		return [response.status, await response.json()];
	};

	const useWebhook = async (webhookUrl: string) =>
		await n8n.raw(`${n8n.origin}/rest/credentials/${credential.id}`, {
			method: 'PATCH',
			body: JSON.stringify({ ...credential, type: 'bitrix24WebhookApi', data: { webhookUrl } }),
		});

	beforeAll(async () => {
		credential = await webhookCredential();
		workflow = await importExample('link-from-webhook.json', { bitrix24WebhookApi: credential });
		await n8n.activate(workflow);
		await n8n.callWebhook('link-contact-to-company', {});
	});
	afterAll(async () => await n8n.deactivate(workflow.id));

	it('answers that it linked, and the next time that it had linked before', async () => {
		expect(await answer({ company: 5, contact: 2 })).toEqual([200, { outcome: 'added' }]);
		expect(await answer({ company: 5, contact: 2 })).toEqual([200, { outcome: 'alreadyLinked' }]);
		expect(linked(5)).toEqual([2]);
	});

	it('understands what a form of a web page sends', async () => {
		const response = await send('company=5&contact=7', 'application/x-www-form-urlencoded');
		expect([response.status, await response.json()]).toEqual([200, { outcome: 'added' }]);
		expect(linked(5)).toEqual([7]);
	});

	it.each([
		[{ company: 5, contact: 'Luca' }, `'Contact' is not the ID of a contact: "Luca"`],
		[{ contact: 7 }, `'Company' is not the ID of a company: it is empty`],
		[{ company: [5, 4], contact: 7 }, `'Company' is not the ID of a company: [5,4]`],
		[{}, `'Company' is not the ID of a company: it is empty`],
	])('answers with 400 to %j', async (body, error) => {
		expect(await answer(body)).toEqual([400, { error }]);
		expect(sandbox.requests).toEqual([]);
	});

	it('answers with 404 if the company or contact is not there, or hidden', async () => {
		expect(await answer({ company: 99, contact: 3 })).toEqual([
			404,
			{ error: 'Contact 3 was not linked to company 99: the company does not exist' },
		]);
		await useWebhook(sandbox.webhook({ userId: USERS.restricted }));
		expect(await answer({ company: 99, contact: 3 })).toEqual([
			404,
			{ error: expect.stringMatching(/may not read or edit the company$/) },
		]);
		expect(await answer({ company: 5, contact: 12 })).toEqual([
			404,
			{ error: expect.stringMatching(/may not view a contact, or it does not exist$/) },
		]);
		await useWebhook(sandbox.webhookUrl);
		expect(linked(5)).toEqual([]);
	});

	it('answers with 503 if it did not work for another reason', async () => {
		sandbox.faults.add({ kind: 'error', error: 'INVALID_CREDENTIALS' });
		expect(await answer({ company: 5, contact: 3 })).toEqual([
			503,
			{ error: 'The contact could not be linked. Please try again later.' },
		]);
		await n8n.raw(`${n8n.origin}/rest/credentials/${credential.id}`, { method: 'DELETE' });
		expect(await answer({ company: 5, contact: 3 })).toEqual([
			503,
			{ error: 'The contact could not be linked. Please try again later.' },
		]);
		expect(linked(5)).toEqual([]);
	});

	it('leaves no secret in the data of its executions', async () => {
		const executions = await n8n.executionsOf(workflow.id);
		expect(executions.length).toBeGreaterThan(5);
		for (const { text } of executions) expectNoSecret(text);
	});
}
