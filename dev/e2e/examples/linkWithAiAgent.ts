import type { IDataObject } from 'n8n-workflow';

import { startChatModel } from '../chatModel';
import { expectNoSecret, itemsOf, linked, n8n, sandbox } from '../helpers';
import { answerMail, useMailServer } from '../mailServer';
import { importExample } from './harness';

export function linkWithAiAgent() {
	const mailServer = useMailServer();

	/**
	 * Lets the model call a tool, and gives the execution, the tools that it knows, and what it was answered.
	 *
	 * @param approved what a person answers who is asked
	 */
	async function chat(tool: string, args: IDataObject, approved = true) {
		const model = await startChatModel(args, tool);
		try {
			const openAiApi = await n8n.createCredential('openAiApi', { apiKey: 'none', url: model.url });
			const smtp = await mailServer.createCredential();
			const { id } = await importExample('link-with-ai-agent.json', { openAiApi, smtp });
			const message = { sessionId: id, action: 'sendMessage', chatInput: 'Look after the links' };
			const executionId = await n8n.startByHand(id, 'Chat message', message);
			await n8n.finished(executionId, 60, ['waiting']);
			const before = sandbox.requests.length;
			const [mail] = mailServer.mails();
			if (mail) await answerMail(mail, approved);
			const execution = await n8n.finished(executionId, 60);
			expectNoSecret(execution.text, ...model.answers);
			return { execution, ...model, mail, before };
		} finally {
			await model.close();
		}
	}

	const remove = async (pair: IDataObject, approved?: boolean) =>
		await chat('Remove_contact', { toolParameters: pair, hitlParameters: {} }, approved);

	it('links and lists what the model asks for, and tells it the outcome', async () => {
		const pair = { company: 'Wide World Importers', contact: 'carla@contoso.example' };
		const link = await chat('Link_contact', pair);
		expect(itemsOf(link.execution, 'Assistant')).toEqual([{ output: 'Done.' }]);
		expect(
			link.tools.map(({ name, description }) => [name, description.split(' ', 2).join(' ')]).sort(),
		).toEqual([
			['Link_contact', 'Link one'],
			['List_contacts', 'List the'],
			['Remove_contact', 'Remove the'],
		]);
		expect(link.answers[0]).toContain('"outcome":"added"');
		expect(linked(5)).toEqual([3]);
		expect(mailServer.mails()).toEqual([]);

		const list = await chat('List_contacts', { company: 'wide world importers' });
		expect(list.answers[0]).toContain('"contactId":3');
		expect(list.answers[0]).toContain('carla@contoso.example');
	});

	it('removes a link only after a person has approved it', async () => {
		const pair = { company: 'Contoso Foods', contact: 'carla@contoso.example' };
		const declined = await remove(pair, false);
		expect(declined.mail?.text).toContain('carla@contoso.example');
		expect(sandbox.requests).toEqual([]);
		expect(linked(2)).toEqual([3, 4]);

		mailServer.mails().length = 0;
		const approved = await remove(pair);
		expect(approved.before).toBe(0);
		expect(approved.answers[0]).toContain('"outcome":"removed"');
		expect(linked(2)).toEqual([4]);
	});

	it('tells the model why not', async () => {
		const [company, contact] = ['Contoso Foods', 'carla@contoso.example'];
		const unknown = await chat('Link_contact', { company: 'Contoso', contact });
		expect(unknown.answers[0]).toContain('"outcome":"notFound","notFound":"company"');
		expect(unknown.execution.status).toBe('success');
		const name = await remove({ company, contact: 'Carla' });
		expect(name.answers[0]).toContain('"outcome":"notFound","notFound":"contact"');
		const list = await chat('List_contacts', { company: 'Contoso' });
		expect(list.answers[0]).toContain('"outcome":"notFound","notFound":"company"');
		const twice = await chat('Link_contact', { company, contact });
		expect(twice.answers[0]).toContain('alreadyLinked');
		sandbox.state.addCompany({ title: company });
		const several = await chat('Link_contact', { company, contact });
		expect(several.answers[0]).toContain('2 records found');
		expect(linked(2)).toEqual([3, 4]);
	});
}
