import express from 'express';
import type { IWorkflowBase } from 'n8n-workflow';

import { listen } from '../../sandbox/http/listen';
import { readExample, withCredentials } from '../exampleFiles';
import { expectNoSecret, n8n, webhookCredential } from '../helpers';
import type { StoredExecution } from '../storedExecution';

type Chosen = Record<string, { id: string; name: string }>;

/** What a test changes of an example. */
export type Change = (workflow: IWorkflowBase) => void;

/** Imports an example with the credentials chosen, by their types, and with nothing else changed unless `change` does. */
export async function importExample(file: string, chosen: Chosen = {}, change?: Change) {
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
export async function runWithList(file: string, trigger: string, lines: string[]) {
	return await withList(file, lines, async (id) => await run(id, trigger));
}

/** Imports an example that downloads a list, and uses the example while these lines are the list. */
export async function withList<Result>(
	file: string,
	lines: string[],
	use: (id: string) => Promise<Result>,
	chosen?: Chosen,
	change?: Change,
): Promise<Result> {
	const server = await startFileServer(lines.join('\n'));
	try {
		const { id } = await importExample(file, chosen, (workflow) => {
			const download = workflow.nodes.find(({ name }) => name === 'Download the list')!;
			download.parameters.url = server.url;
			change?.(workflow);
		});
		return await use(id);
	} finally {
		await server.close();
	}
}

/** A web server with one file. */
async function startFileServer(text: string) {
	const app = express().get('/list.csv', (_, response) => {
		response.type('text/csv').send(text);
	});
	const { port, close } = await listen(app, 0);
	return { url: `http://127.0.0.1:${port}/list.csv`, close };
}
