/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console -- a command, not part of the node */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { chromium, type Page } from 'playwright-core';
import { format, resolveConfig } from 'prettier';

import { operations } from '../../nodes/Bitrix24CompanyContact/operations';
import { type Sandbox, startSandbox } from '../sandbox';
import { readExample } from './exampleFiles';
import { CURRENT } from './install';
import { OWNER, RealN8n } from './n8n';
import { linkNode, linkPairs, NODE, trigger } from './workflows';

const IMAGES = join(__dirname, '../../docs/images');
const PANELS = join(__dirname, '../../.cache/panels');
const EXPORTED = join(__dirname, '../../test/engine/exported.json');

/** Debian's chromium; without these it looks for its makers on the network. */
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
	mkdirSync(PANELS, { recursive: true });
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

async function signIn(page: Page, n8n: RealN8n) {
	await page.goto(`${n8n.origin}/signin`);
	await page.fill('input[type=email]', OWNER.email);
	await page.fill('input[type=password]', OWNER.password);
	await page.keyboard.press('Enter');
	await page.waitForURL((url) => !url.pathname.startsWith('/signin'));
}

async function addNode(page: Page, n8n: RealN8n) {
	await page.goto(`${n8n.origin}/workflow/new`);
	await chooseFromPanel(page, 'manual', 'Trigger manually');
	await chooseFromPanel(page, 'Bitrix24', 'Bitrix24 Company Contact');
	await page.getByText('Add contact to company').click();
}

async function chooseFromPanel(page: Page, search: string, name: string) {
	await page
		.locator('[data-test-id="canvas-add-button"], [data-test-id="node-creator-plus-button"]')
		.first()
		.click();
	await page.locator('[data-test-id="node-creator-search-bar"]').fill(search);
	await page.locator('[data-test-id="item-iterator-item"]', { hasText: name }).first().click();
}

async function makeCredential(page: Page, { webhookUrl }: Sandbox) {
	await page.getByText('Connect to Bitrix24').first().click();
	await page.locator('input[type=password]').first().waitFor();
	await picture(page, 'credential');
	await page.locator('input[type=password]').first().fill(webhookUrl);
	await page.getByRole('button', { name: 'Save' }).first().click();
	await page.getByText('Credential successfully created').waitFor();
	await page.getByText('Credential successfully created').waitFor({ state: 'hidden' });
}

async function pickAndRun(page: Page, sandbox: Sandbox) {
	await page.getByPlaceholder('Choose a company...').click();
	await page.getByText('Wide World Importers').first().click();
	await page.getByPlaceholder('Choose a contact...').click();
	await page.keyboard.type('an');
	await page.getByText('Frank Olsen').first().waitFor();
	await page.getByText('Keiko Tanaka').first().waitFor();
	await picture(page, 'from-list');
	await page.getByText('Anna Berg').first().click();
	await page.getByText('Execute step').first().click();
	await page.getByText('Node executed successfully').waitFor();
	await page.getByText('Node executed successfully').waitFor({ state: 'hidden' });
	await picture(page, 'output');
	const linked = sandbox.portal.linksOfCompany(5).map(({ contactId }) => contactId);
	if (linked.join() !== '1') throw new Error(`The portal holds ${linked.join()}`);
	console.log('Picked from the lists, ran, and the portal holds the link.');
}

/** The workflow as a user exports it; `test/engine/exported.test.ts` runs it. */
async function exportWorkflow(page: Page) {
	await page.keyboard.press('Escape');
	await page.locator('[data-test-id="workflow-menu"]').click();
	const download = page.waitForEvent('download');
	await page.locator('[data-test-id="workflow-menu-item-download"]').click();
	await (await download).saveAs(EXPORTED);
	const style = await resolveConfig(EXPORTED);
	const workflow = readFileSync(EXPORTED, 'utf8');
	writeFileSync(EXPORTED, await format(workflow, { ...style, filepath: EXPORTED }));
}

/** Every operation's panel, and the icon on a dark background: pictures to look at, not for the README. */
async function lookAtPanels(page: Page) {
	const node = page.locator('[data-test-id="canvas-node"]', { hasText: 'Bitrix24' });
	await node.dblclick({ force: true });
	for (const { name } of operations.map(({ option }) => option)) {
		await page.locator('[data-test-id="parameter-input-operation"]').click();
		const option = page.locator('[role=option]:visible', { hasText: name });
		await option.filter({ has: page.getByText(name, { exact: true }) }).click();
		await picture(page, name, PANELS);
	}
	await page.locator('[data-test-id="ndv-close-button"], [aria-label="Close"]').first().click();
	await page.emulateMedia({ colorScheme: 'dark' });
	await picture(page, 'Dark', PANELS);
	await page.emulateMedia({ colorScheme: null });
	console.log(`Pictures of every operation's panel are in ${PANELS}`);
}

async function lookAtError(page: Page, n8n: RealN8n, { webhookUrl }: Sandbox) {
	const name = 'Bitrix24 Webhook account 2';
	const credential = await n8n.createCredential('bitrix24WebhookApi', { webhookUrl }, name);
	const pairs = [
		{ companyId: 5, contactId: 2 },
		{ companyId: 99, contactId: 3 },
		{ companyId: 5, contactId: 4 },
	];
	const workflow = linkPairs('Link contacts', trigger.byHand, pairs, linkNode(credential));
	const { id } = await n8n.createWorkflow(workflow);
	await page.goto(`${n8n.origin}/workflow/${id}`);
	const node = page.locator('[data-test-id="canvas-node"]', { hasText: NODE });
	await node.waitFor();
	await picture(page, 'workflow');
	await node.dblclick({ force: true });
	await page.getByText('Execute step').first().click();
	await page.getByText('does not exist').first().waitFor();
	await page.getByText('Error details').first().click();
	await picture(page, 'error');
	console.log('Saw the error of a company that does not exist.');
}

async function lookAtExample(page: Page, n8n: RealN8n) {
	const { id } = await n8n.createWorkflow({ ...readExample('link-from-csv.json') });
	await page.goto(`${n8n.origin}/workflow/${id}`);
	await page.locator('[data-test-id="canvas-node"]').first().waitFor();
	await picture(page, 'example');
}

async function picture(page: Page, name: string, folder = IMAGES) {
	// What has just opened moves a little longer.
	await page.waitForTimeout(700);
	await page.screenshot({ path: join(folder, `${name}.png`) });
}

void main();
