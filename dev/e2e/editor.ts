/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/require-node-api-error, no-console -- a command, not part of the node */
import { join } from 'node:path';

import { chromium, type Page } from 'playwright-core';

import { type Sandbox, startSandbox } from '../sandbox';
import { playDemo } from './editor/demo';
import { tryFormExample } from './editor/newUser';
import { picture } from './editor/picture';
import { record } from './editor/recording';
import { addNode, connectCredential, exportWorkflow, pickAndRun, signIn } from './editor/steps';
import {
	lookAtDryRun,
	lookAtError,
	lookAtExample,
	lookAtFields,
	lookAtPanels,
	PANELS,
} from './editor/views';
import { CURRENT } from './install';
import { RealN8n } from './n8n';

const VIDEO = join(__dirname, '../../.cache/demo.mp4');

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

/** Gives what it is given a page, signed in to an n8n of its own, and a portal. */
async function inEditor(run: (page: Page, n8n: RealN8n, sandbox: Sandbox) => Promise<void>) {
	const browser = await chromium.launch(BROWSER);
	const sandbox = await startSandbox();
	const n8n = await RealN8n.start(CURRENT, 5690);
	const page = await browser.newPage({ viewport: { width: 1280, height: 760 } });
	// A busy machine needs long for the editor.
	page.setDefaultTimeout(120_000);
	try {
		await signIn(page, n8n);
		await run(page, n8n, sandbox);
	} catch (error) {
		await picture(page, 'Failed', PANELS);
		throw error;
	} finally {
		await browser.close();
		await n8n.stop();
		await sandbox.close();
	}
}

/** Goes through n8n's editor as a user does, and takes the pictures of the README on the way. */
async function walk(page: Page, n8n: RealN8n, sandbox: Sandbox) {
	await addNode(page, n8n);
	await connectCredential(page, sandbox);
	await pickAndRun(page, sandbox);
	await exportWorkflow(page);
	await lookAtPanels(page);
	await lookAtFields(page, n8n);
	await lookAtError(page, n8n, sandbox);
	await lookAtDryRun(page, n8n, sandbox);
	await lookAtExample(page, n8n);
}

async function recordDemo(page: Page, n8n: RealN8n, sandbox: Sandbox) {
	const recording = await record(page, VIDEO);
	await playDemo(page, n8n, sandbox, recording);
	await recording.end();
	console.log(`Recorded ${VIDEO}`);
}

async function main() {
	const only = process.argv[2];
	if (only !== 'demo') {
		await inEditor(tryFormExample);
		await inEditor(walk);
	}
	await inEditor(recordDemo);
}

void main();
