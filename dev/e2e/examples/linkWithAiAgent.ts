import type { IDataObject } from 'n8n-workflow';

import { startChatModel } from '../chatModel';
import { expectNoSecret, linked, n8n, sandbox } from '../helpers';
import { clickButton } from '../mailServer';
import { isWaitingAt } from '../storedExecution';
import { buttonsOf, shownBy } from './chatMessages';
import { importExample } from './harness';

const ASK = 'Ask the user';
const ANSWER = 'Answer';

export function linkWithAiAgent() {
	/**
	 * Lets the model call a tool. Gives what it was told of the tools, and what they answered.
	 *
	 * @param button what the user clicks who is asked first
	 */
	async function chat(tool: string, args: IDataObject, button?: string) {
		const model = await startChatModel(args, tool);
		try {
			const openAiApi = await n8n.createCredential('openAiApi', { apiKey: 'none', url: model.url });
			const { id } = await importExample('link-with-ai-agent.json', { openAiApi });
			const message = { sessionId: id, action: 'sendMessage', chatInput: 'Look after the links' };
			const executionId = await n8n.startByHand(id, 'Chat message', message);
			if (button) await click(button, executionId);
			// The chat shows the answer, and then lets the execution end.
			const execution = await n8n.executionThat(isWaitingAt(ANSWER), executionId);
			expect(shownBy(ANSWER, execution)).toBe('Done.');
			expectNoSecret(execution.text, ...model.answers);
			return { tools: model.tools, answer: model.answers[0] };
		} finally {
			await model.close();
		}
	}

	/** Clicks a button below the question, before which nothing may be sent to Bitrix24. */
	async function click(button: string, executionId: string) {
		const execution = await n8n.executionThat(isWaitingAt(ASK), executionId);
		expect(shownBy(ASK, execution)).toMatchObject({
			text: 'Unlink carla@contoso.example from Contoso Foods?',
		});
		expect(sandbox.requests).toEqual([]);
		await clickButton(buttonsOf(ASK, execution)[button]);
	}

	/** What the model sends to a tool that a person approves. */
	const gated = (toolParameters: IDataObject) => ({ toolParameters, hitlParameters: {} });

	it('links and lists what the model asks for, and tells it the outcome', async () => {
		const pair = { company: 'Wide World Importers', contact: 'carla@contoso.example' };
		const link = await chat('Link_contact', pair);
		expect(
			link.tools.map(({ name, description }) => [name, description.split(' ', 2).join(' ')]).sort(),
		).toEqual([
			['Link_contact', 'Link one'],
			['List_contacts', 'List the'],
			['Remove_contact', 'Remove the'],
		]);
		expect(link.answer).toContain('"outcome":"added"');
		expect(linked(5)).toEqual([3]);

		const list = await chat('List_contacts', { company: 'wide world importers' });
		expect(list.answer).toContain('"contactId":3');
		expect(list.answer).toContain('carla@contoso.example');
	});

	it('removes a link after the user has approved it', async () => {
		const pair = { company: 'Contoso Foods', contact: 'carla@contoso.example' };
		const { answer } = await chat('Remove_contact', gated(pair), 'Unlink');
		expect(answer).toContain('"outcome":"removed"');
		expect(linked(2)).toEqual([4]);
	});

	it('removes nothing after the user has refused it', async () => {
		const pair = { company: 'Contoso Foods', contact: 'carla@contoso.example' };
		const { answer } = await chat('Remove_contact', gated(pair), 'Keep');
		expect(answer).toContain('User rejected the tool call to Remove contact');
		expect(sandbox.requests).toEqual([]);
		expect(linked(2)).toEqual([3, 4]);
	});

	it('tells the model why not', async () => {
		const [company, contact] = ['Contoso Foods', 'carla@contoso.example'];
		const unknown = await chat('Link_contact', { company: 'Contoso', contact });
		expect(unknown.answer).toContain('"outcome":"notFound","notFound":"company"');
		const list = await chat('List_contacts', { company: 'Contoso' });
		expect(list.answer).toContain('"outcome":"notFound","notFound":"company"');
		const twice = await chat('Link_contact', { company, contact });
		expect(twice.answer).toContain('alreadyLinked');
		sandbox.state.addCompany({ title: company });
		sandbox.requests.splice(0);
		const several = await chat('Remove_contact', gated({ company, contact }), 'Unlink');
		expect(several.answer).toContain('2 records found');
		expect(linked(2)).toEqual([3, 4]);
	});
}
