import { chromium } from 'playwright-core';

import { startSandbox } from '../sandbox';
import { addNode, exportWorkflow, makeCredential, pickAndRun, signIn } from './editor/steps';
import { lookAtError, lookAtExample, lookAtPanels } from './editor/views';
import { CURRENT } from './install';
import { RealN8n } from './n8n';

/** Debian's chromium. Without these switches, chromium contacts Google's servers. */
const BROWSER = {
	executablePath: '/usr/bin/chromium',
	args: [
		'--no-sandbox',
		'--disable-gpu',
		'--disable-quic',
		'--no-first-run',
		'--disable-background-networking',
		'--disable-component-update',
		'--disable-sync',
	],
};

/** Goes through n8n's editor as a user does, and takes the pictures of the README on the way. */
async function main() {
	const browser = await chromium.launch(BROWSER);
	const sandbox = await startSandbox();
	const n8n = await RealN8n.start(CURRENT, 5690);
	try {
		const page = await browser.newPage({ viewport: { width: 1280, height: 760 } });
		await signIn(page, n8n);
		await addNode(page, n8n);
		await makeCredential(page, sandbox);
		await pickAndRun(page, sandbox);
		await exportWorkflow(page);
		await lookAtPanels(page);
		await lookAtError(page, n8n, sandbox);
		await lookAtExample(page, n8n);
	} finally {
		await browser.close();
		await n8n.stop();
		await sandbox.close();
	}
}

void main();
