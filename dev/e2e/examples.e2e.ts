/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs outside n8n */

import express from 'express';
import { type IDataObject, type IWorkflowBase } from 'n8n-workflow';

import { type Sandbox, startSandbox, USERS } from '../sandbox';
import { listen } from '../sandbox/effects';
import { startChatModel } from './chatModel';
import { exampleFiles, readExample, withCredentials } from './exampleFiles';
import { CURRENT } from './install';
import { RealN8n, type StoredExecution } from './n8n';
import { expectNoSecret, itemsOf, linkedContacts, webhookCredential } from './helpers';

let n8n: RealN8n;
let sandbox: Sandbox;
let credentials: Record<string, { id: string; name: string }>;

beforeAll(async () => {
	sandbox = await startSandbox();
	n8n = await RealN8n.start(CURRENT, 5690);
	credentials = { bitrix24WebhookApi: await webhookCredential(n8n, sandbox) };
});
beforeEach(() => sandbox.reset());
afterAll(async () => {
	await n8n?.stop();
	await sandbox?.close();
});

const linked = (companyId: number) => linkedContacts(sandbox, companyId);

/** Imports an example as it is, with the credentials chosen. */
async function importExample(file: string, chosen = credentials) {
	return await importWorkflow(withCredentials(readExample(file), chosen));
}

async function importWorkflow(workflow: IWorkflowBase) {
	return await n8n.createWorkflow({ ...workflow });
}

/** Runs a workflow and looks for secrets in all that is left of it. */
async function run(id: string, trigger: string): Promise<StoredExecution> {
	const execution = await n8n.runByHand(id, trigger);
	expectNoSecret(sandbox, execution.text, n8n.log());
	return execution;
}

/** A web server with one file. */
async function startFileServer(text: string) {
	const app = express().get('/list.csv', (_, response) => {
		response.type('text/csv').send(text);
	});
	const { port, close } = await listen(app, 0);
	return { url: `http://127.0.0.1:${port}/list.csv`, close };
}

/** Imports an example that downloads a list, and runs it with this one. */
async function runWithList(file: string, trigger: string, lines: string[]) {
	const server = await startFileServer(lines.join('\n'));
	try {
		const workflow = withCredentials(readExample(file), credentials);
		const download = workflow.nodes.find(({ name }) => name === 'Download the list')!;
		download.parameters.url = server.url;
		const { id } = await importWorkflow(workflow);
		return await run(id, trigger);
	} finally {
		await server.close();
	}
}

describe('every example', () => {
	it('is tested here', () => {
		expect(exampleFiles).toEqual([
			'link-contacts.json',
			'link-from-csv.json',
			'link-from-webhook.json',
			'link-with-ai-agent.json',
			'list-contacts.json',
			'replace-contacts.json',
		]);
	});

	it.each(exampleFiles)(
		'%s has only nodes that n8n knows, in their newest version',
		async (file) => {
			const response = await n8n.raw(`${n8n.origin}/types/nodes.json`);
			const known = (await response.json()) as Array<{ name: string; version: number | number[] }>;
			for (const { type, typeVersion } of readExample(file).nodes) {
				const versions = known
					.filter(({ name }) => name === type)
					.flatMap(({ version }) => version);
				expect([type, typeVersion]).toEqual([type, Math.max(...versions)]);
			}
		},
	);

	it.each(exampleFiles)(
		'%s says what to change, and holds nothing of where it was made',
		(file) => {
			const workflow = readExample(file);
			const ids = workflow.nodes.map(({ id }) => id);
			expect(new Set(ids).size).toBe(ids.length);
			for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
			expect(workflow.nodes.some(({ type }) => type === 'n8n-nodes-base.stickyNote')).toBe(true);
			expect(workflow.nodes.filter(({ credentials: chosen }) => chosen)).toEqual([]);
			expect(workflow).not.toHaveProperty('meta');
			const hosts = [...JSON.stringify(workflow).matchAll(/https?:\/\/([^/"]+)/g)];
			for (const [, host] of hosts) expect(host).toMatch(/^(example\.com|acme\.bitrix24\.com)$/);
		},
	);
});

it('link-contacts.json links the pairs that are in it and tells the others why not', async () => {
	const { id } = await importExample('link-contacts.json');
	const execution = await run(id, 'Pairs to link');
	expect(
		itemsOf(execution, 'Linked').map(({ companyId, contactId, outcome }) => [
			companyId,
			contactId,
			outcome,
		]),
	).toEqual([
		[5, 1, 'added'],
		[5, 10, 'added'],
		[1, 2, 'alreadyLinked'],
		[5, 11, 'added'],
	]);
	expect(itemsOf(execution, 'Not linked').map(({ error }) => error)).toEqual([
		'Contact 3 was not linked to company 99: the company does not exist',
		`'Contact' is not the ID of a contact: "Luca Rossi"`,
	]);
	expect(linked(5)).toEqual([1, 10, 11]);
});

describe('link-from-webhook.json', () => {
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
		credential = await webhookCredential(n8n, sandbox);
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
		for (const { text } of executions) expectNoSecret(sandbox, text, n8n.log());
	});
});

describe('link-from-csv.json', () => {
	const runCsv = async (...lines: string[]) =>
		await runWithList('link-from-csv.json', 'Every day at 6', lines);

	it('links the pairs and reports the numbers and each failed row with its reason', async () => {
		const execution = await runCsv(
			'\uFEFFcompany,contact',
			'5,1',
			'99,2',
			'1,2',
			'5,Luca Rossi',
			'',
			'5,',
			'5,3',
		);
		expect(itemsOf(execution, 'Report')).toEqual([{ linked: 2, alreadyLinked: 1, failed: 3 }]);
		const reasons = [
			'Contact 2 was not linked to company 99: the company does not exist',
			`'Contact' is not the ID of a contact: "Luca Rossi"`,
			"'Contact' is not the ID of a contact: it is empty",
		];
		expect(itemsOf(execution, 'Failed rows')).toEqual([
			{ company: '99', contact: '2', outcome: 'failed', reason: reasons[0] },
			{ company: '5', contact: 'Luca Rossi', outcome: 'failed', reason: reasons[1] },
			{ company: '5', contact: null, outcome: 'failed', reason: reasons[2] },
		]);
		expect(await fileOf(execution)).toBe(
			[
				'company,contact,outcome,reason',
				`99,2,failed,${reasons[0]}`,
				`5,Luca Rossi,failed,"${reasons[1].replaceAll('"', '""')}"`,
				`5,,failed,${reasons[2]}`,
			].join('\n'),
		);
		expect(linked(5)).toEqual([1, 3]);
	});

	it('reports without a file if no row fails, and links nothing twice', async () => {
		await runCsv('company,contact', '5,1');
		const execution = await runCsv('company,contact', '5,1', '5,3');
		expect(itemsOf(execution, 'Report')).toEqual([{ linked: 1, alreadyLinked: 1, failed: 0 }]);
		expect(await fileOf(execution)).toBeUndefined();
		expect(linked(5)).toEqual([1, 3]);
	});

	it('reports every row as failed if the columns have other names', async () => {
		const execution = await runCsv('firm,person', '5,1');
		expect(itemsOf(execution, 'Report')).toEqual([{ linked: 0, alreadyLinked: 0, failed: 1 }]);
	});

	it('is published as it is', async () => {
		const workflow = await importExample('link-from-csv.json');
		await n8n.activate(workflow);
		await n8n.deactivate(workflow.id);
	});

	/** The file that the report holds. */
	async function fileOf({ data }: StoredExecution): Promise<string | undefined> {
		const file = data.resultData.runData.Report[0].data?.main[0]?.[0].binary?.data;
		if (!file) return undefined;
		if (!file.id) return Buffer.from(file.data, 'base64').toString();
		const query = new URLSearchParams({ id: file.id, action: 'download' });
		return await (await n8n.raw(`${n8n.origin}/rest/binary-data?${query.toString()}`)).text();
	}
});

describe('list-contacts.json', () => {
	it('lists the contacts of the company, primary ones first', async () => {
		sandbox.portal.link(1, 9, { isPrimary: 'N', sort: 5 });
		const { id } = await importExample('list-contacts.json');
		const execution = await run(id, 'Start');
		expect(itemsOf(execution, 'Table of contacts')).toEqual([
			{ position: 1, contact: 1, primary: 'yes', sort: 10 },
			{ position: 2, contact: 2, primary: 'yes', sort: 20 },
			{ position: 3, contact: 9, primary: 'no', sort: 5 },
		]);
		expect(itemsOf(execution, 'No contacts')).toEqual([]);
	});

	it('says so if there are none', async () => {
		sandbox.portal.linkTable.clear();
		const { id } = await importExample('list-contacts.json');
		const execution = await run(id, 'Start');
		expect(itemsOf(execution, 'No contacts')).toEqual([
			{ message: expect.stringContaining('has no contacts') },
		]);
	});
});

describe('replace-contacts.json', () => {
	const runReplace = async (...lines: string[]) =>
		await runWithList('replace-contacts.json', 'Start', lines);

	it('gives each company the contacts of its rows, in their order', async () => {
		const execution = await runReplace(
			'company,contact,sort',
			'1,5,20',
			'2,3,',
			'1,6,10',
			' 2 ,7,',
		);
		expect(itemsOf(execution, 'Replaced')).toEqual([
			{ company: 1, contacts: '5, 6' },
			{ company: 2, contacts: '3, 7' },
		]);
		expect([linked(1), linked(2), linked(4)]).toEqual([[6, 5], [3, 7], [9]]);
	});

	it('leaves a company as it is if its list is empty or wrong, and says why', async () => {
		const execution = await runReplace(
			'company,contact,sort',
			'1,,',
			'2,5,',
			'99,5,',
			'4,Luca,',
			'3,5,',
			'3,5,',
			',6,',
		);
		expect(itemsOf(execution, 'Replaced')).toEqual([{ company: 2, contacts: '5' }]);
		expect(
			itemsOf(execution, 'Not replaced').map(({ company, reason }) => [company, reason]),
		).toEqual([
			['1', 'The list of contacts is empty'],
			['99', 'The contacts of company 99 were not replaced: the company does not exist'],
			['4', 'Contact 1 of the list is not the ID of a contact: "Luca"'],
			['3', 'The list names a contact more than once: 5'],
			['', "'Company' is not the ID of a company: it is empty"],
		]);
		expect([linked(1), linked(2), linked(3), linked(4)]).toEqual([[1, 2], [5], [4], [9]]);
	});

	it('changes nothing if the answer is a web page', async () => {
		const before = structuredClone(sandbox.portal.links);
		await runReplace('<html>', '<p>Sign in, please</p>');
		expect(sandbox.portal.links).toEqual(before);
	});
});

describe('link-with-ai-agent.json', () => {
	/** Lets the model call a tool, and gives the execution, the tools that it knows, and what it was answered. */
	async function chat(tool: string, args: IDataObject) {
		const model = await startChatModel(args, tool);
		try {
			const openAiApi = await n8n.createCredential('openAiApi', { apiKey: 'none', url: model.url });
			const { id } = await importExample('link-with-ai-agent.json', { ...credentials, openAiApi });
			const message = { sessionId: id, action: 'sendMessage', chatInput: 'Look after the links' };
			const execution = await n8n.runByHand(id, 'Chat message', message);
			expectNoSecret(sandbox, execution.text, n8n.log(), ...model.answers);
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
});
