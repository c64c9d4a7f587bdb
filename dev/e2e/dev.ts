/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console -- a command, not part of the node */
import { once } from 'node:events';

import { startSandbox } from '../sandbox';
import { exampleFiles, readExample, withCredentials } from './exampleFiles';
import { CURRENT } from './install';
import { RealN8n } from './n8n';
import { OWNER } from './session';

/** An n8n with the node, a portal to try it on, a credential for it, and the example workflows. */
async function main() {
	const sandbox = await startSandbox({
		onRequest: ({ method, commands, status }) =>
			console.log(`${status} ${method}${method === 'batch' ? ` of ${commands.length}` : ''}`),
	});
	const n8n = await RealN8n.start(CURRENT, 5678);
	try {
		const credential = await n8n.createCredential('bitrix24WebhookApi', {
			webhookUrl: sandbox.webhookUrl,
			plan: 'standard',
		});
		for (const file of exampleFiles) {
			const workflow = withCredentials(readExample(file), { bitrix24WebhookApi: credential });
			await n8n.createWorkflow({ ...workflow });
		}
		console.log(`
n8n              ${n8n.origin}
Sign in          ${OWNER.email}, ${OWNER.password}
Sandbox portal   ${sandbox.webhookUrl}

The workflows of examples/ are in it, with a credential for the sandbox portal. Ctrl+C ends both and leaves nothing.
The requests to the portal as they come:
`);
		await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
	} finally {
		await n8n.stop();
		await sandbox.close();
	}
}

void main();
