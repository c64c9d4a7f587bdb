/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs outside n8n */
import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';

const agent = new Agent({ keepAlive: true });

/**
 * Posts JSON and returns the text of the answer. `fetch` would not do: it keeps timers of its own, and a virtual clock
 * would run ahead to them.
 */
export async function post(url: string, body: object): Promise<string> {
	return await new Promise((resolve, reject) => {
		const options = { method: 'POST', agent, headers: { 'Content-Type': 'application/json' } };
		request(url, options, (response) => {
			text(response).then(resolve, reject);
		})
			.on('error', reject)
			.end(JSON.stringify(body));
	});
}

/** Sends up to 50 commands in one request, and returns the results of those that succeeded, by their place. */
export async function postBatch(webhookUrl: string, commands: string[]): Promise<unknown[]> {
	const cmd = Object.fromEntries(commands.map((command, place) => [`c${place}`, command]));
	const { result } = JSON.parse(await post(`${webhookUrl}batch`, { halt: 0, cmd })) as {
		result?: { result?: Record<string, unknown> };
	};
	return commands.map((_, place) => result?.result?.[`c${place}`]);
}

export function chunks<Element>(list: Element[], size: number): Element[][] {
	return Array.from({ length: Math.ceil(list.length / size) }, (_, chunk) =>
		list.slice(chunk * size, (chunk + 1) * size),
	);
}

export function linkCommand(companyId: unknown, contactId: unknown): string {
	return `crm.company.contact.add?id=${String(companyId)}&fields[CONTACT_ID]=${String(contactId)}`;
}
