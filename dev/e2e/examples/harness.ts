import express from 'express';
import type { IWorkflowBase } from 'n8n-workflow';

import { listen } from '../../sandbox/http/listen';
import { readExample, withCredentials } from '../exampleFiles';
import { expectNoSecret, n8n, webhookCredential } from '../helpers';
import type { StoredExecution } from '../storedExecution';

/** Imports an example with the credentials chosen, by their types, and with nothing else changed unless `change` does. */
export async function importExample(
	file: string,
	chosen: Record<string, { id: string; name: string }> = {},
	change?: (workflow: IWorkflowBase) => void,
) {
	const bitrix24WebhookApi = chosen.bitrix24WebhookApi ?? (await webhookCredential());
	const workflow = withCredentials(readExample(file), { ...chosen, bitrix24WebhookApi });
	change?.(workflow);
	return await n8n.createWorkflow({ ...workflow });
}

/** Runs a workflow and looks for secrets in all that is left of the run. */
export async function run(id: string, trigger: string): Promise<StoredExecution> {
	const execution = await n8n.runByHand(id, trigger);
	expectNoSecret(execution.text);
	return execution;
}

/** Imports an example that downloads a list, and runs the example with these lines as the list. */
export async function runWithList(
	file: string,
	trigger: string,
	lines: string[],
	nodeName = 'Download the list',
) {
	const server = await startFileServer(lines.join('\n'));
	try {
		const { id } = await importExample(file, {}, ({ nodes }) => {
			const download = nodes.find(({ name }) => name === nodeName)!;
			download.parameters.url = server.url;
		});
		return await run(id, trigger);
	} finally {
		await server.close();
	}
}

/** A web server with one file. */
export async function startFileServer(text: string) {
	const app = express().get('/list.csv', (_, response) => {
		response.type('text/csv').send(text);
	});
	const { port, close } = await listen(app, 0);
	return { url: `http://127.0.0.1:${port}/list.csv`, close };
}
