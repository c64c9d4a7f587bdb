import type { IDataObject } from 'n8n-workflow';

import { startChatModel } from '../chatModel';
import { expectNoSecret, itemsOf, linked, n8n } from '../helpers';
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
		const link = await chat('Link_contact', { company: '5', contact: '7' });
		expect(itemsOf(link.execution, 'Assistant')).toEqual([{ output: 'Done.' }]);
		expect(
			link.tools.map(({ name, description }) => [name, description.split(' ', 2).join(' ')]).sort(),
		).toEqual([
			['Link_contact', 'Link one'],
			['List_contacts', 'List the'],
			['Remove_contact', 'Remove the'],
		]);
		expect(link.answers[0]).toContain('"outcome":"added"');
		expect(linked(5)).toEqual([7]);

		const list = await chat('List_contacts', { company: '5' });
		expect(list.answers[0]).toContain('"contactId":7');

		const url = 'https://acme.bitrix24.com/crm/contact/details/7/';
		const remove = await chat('Remove_contact', { company: '5', contact: url });
		expect(remove.answers[0]).toContain('"outcome":"removed"');
		expect(linked(5)).toEqual([]);
	});

	it('tells the model why not', async () => {
		const unknown = await chat('Link_contact', { company: '99', contact: '7' });
		expect(unknown.answers[0]).toContain('the company does not exist');
		expect(unknown.execution.status).toBe('success');
		const name = await chat('Link_contact', { company: '5', contact: 'Luca' });
		expect(name.answers[0]).toContain('is not the ID of a contact');
		const twice = await chat('Link_contact', { company: '1', contact: '2' });
		expect(twice.answers[0]).toContain('alreadyLinked');
	});
}
