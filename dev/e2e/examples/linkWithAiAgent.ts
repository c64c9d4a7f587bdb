import type { IDataObject } from 'n8n-workflow';

import { startChatModel } from '../chatModel';
import { expectNoSecret, itemsOf, linked, n8n, sandbox } from '../helpers';
import { importExample } from './harness';

export function linkWithAiAgent() {
	/** Lets the model call a tool, and gives the execution, the tools that it knows, and what it was answered. */
	async function chat(tool: string, args: IDataObject) {
		const model = await startChatModel(args, tool);
		try {
			const openAiApi = await n8n.createCredential('openAiApi', { apiKey: 'none', url: model.url });
			const { id } = await importExample('link-with-ai-agent.json', { openAiApi });
			const message = { sessionId: id, action: 'sendMessage', chatInput: 'Look after the links' };
			const execution = await n8n.runByHand(id, 'Chat message', message);
			expectNoSecret(execution.text, ...model.answers);
			return { execution, ...model };
		} finally {
			await model.close();
		}
	}

	it('links, lists and removes what the model asks for, and tells it the outcome', async () => {
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

		const list = await chat('List_contacts', { company: 'wide world importers' });
		expect(list.answers[0]).toContain('"contactId":3');
		expect(list.answers[0]).toContain('carla@contoso.example');

		const remove = await chat('Remove_contact', pair);
		expect(remove.answers[0]).toContain('"outcome":"removed"');
		expect(linked(5)).toEqual([]);
	});

	it('tells the model why not', async () => {
		const [company, contact] = ['Contoso Foods', 'carla@contoso.example'];
		const unknown = await chat('Link_contact', { company: 'Contoso', contact });
		expect(unknown.answers[0]).toContain('"outcome":"notFound","notFound":"company"');
		expect(unknown.execution.status).toBe('success');
		const name = await chat('Remove_contact', { company, contact: 'Carla' });
		expect(name.answers[0]).toContain('"outcome":"notFound","notFound":"contact"');
		const list = await chat('List_contacts', { company: 'Contoso' });
		expect(list.answers[0]).toContain('"outcome":"notFound","notFound":"company"');
		const twice = await chat('Link_contact', { company, contact });
		expect(twice.answers[0]).toContain('alreadyLinked');
		sandbox.state.addCompany({ title: company });
		const several = await chat('Remove_contact', { company, contact });
		expect(several.answers[0]).toContain('2 records found');
		expect(linked(2)).toEqual([3, 4]);
	});
}
