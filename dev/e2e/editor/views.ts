/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console -- a command, not part of the node */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import type { Page } from 'playwright-core';

import { resources } from '../../../nodes/Bitrix24CompanyContact/resources/operations';
import type { Sandbox } from '../../sandbox';
import { readExample } from '../exampleFiles';
import type { RealN8n } from '../n8n';
import { byId, chain, linkNode, linkRows, node, NODE, NODE_TYPE, trigger } from '../workflows';
import { picture } from './picture';
import { closePanel, executeStep, openNode } from './steps';

export const PANELS = join(__dirname, '../../../.cache/panels');

/** Every operation's panel, and the icon on a dark background: pictures to look at, not for the README. */
export async function lookAtPanels(page: Page) {
	mkdirSync(PANELS, { recursive: true });
	await openNode(page, 'Add contact to company');
	for (const { side, operations } of resources) {
		await choose(page, 'resource', side.name);
		for (const { name } of operations.map(({ option }) => option)) {
			await choose(page, 'operation', name);
			await picture(page, `${side.name}, ${name}`, PANELS);
		}
	}
	await closePanel(page);
	await page.emulateMedia({ colorScheme: 'dark' });
	await picture(page, 'Dark', PANELS);
	await page.emulateMedia({ colorScheme: null });
	console.log(`Pictures of every operation's panel are in ${PANELS}`);
}

/** Chooses an entry of a list whose texts must all be readable: the editor cuts a description off after two lines. */
export async function choose(page: Page, parameter: string, name: string) {
	await page.locator(`[data-test-id="parameter-input-${parameter}"]`).click();
	const entries = page.locator('[role=option]:visible');
	await entries.first().waitFor();
	const texts = await page.evaluate<Array<[text: string, isCut: boolean]>>(
		`[...document.querySelectorAll('[role=option] .option-description')].map((text) =>
			[text.textContent, text.scrollHeight > text.clientHeight + 1])`,
	);
	const cut = texts.filter(([, isCut]) => isCut);
	if (!texts.length || cut.length) throw new Error(`The list cuts off: ${cut.join('\n')}`);
	if (parameter === 'operation') await picture(page, 'Operations', PANELS);
	await entries.filter({ has: page.getByText(name, { exact: true }) }).click();
}

/** The fields of the node's output, before it was run, at the node after it. */
export async function lookAtFields(page: Page, n8n: RealN8n) {
	const list = node(NODE, NODE_TYPE, { parameters: { operation: 'getAll' } });
	const edit = node('Edit Fields', 'n8n-nodes-base.set', { typeVersion: 3.4 });
	const { id } = await n8n.createWorkflow(chain('Fields', trigger.byHand, list, edit));
	await page.goto(`${n8n.origin}/workflow/${id}`);
	await openNode(page, 'Edit Fields');
	await page.getByText('isPrimary').first().waitFor();
	await picture(page, 'Fields before the first run', PANELS);
	console.log('Saw the fields of the output before the first run.');
}

export async function lookAtError(page: Page, n8n: RealN8n, sandbox: Sandbox) {
	await openPairs(page, n8n, sandbox);
	await picture(page, 'Workflow', PANELS);
	await runPairs(page);
	await picture(page, 'error');
	console.log('Saw the error of a company that does not exist.');
}

/** Opens a workflow whose second item fails. */
export async function openPairs(page: Page, n8n: RealN8n, { webhookUrl }: Sandbox) {
	const name = 'Bitrix24 Webhook account 2';
	const credential = await n8n.createCredential('bitrix24WebhookApi', { webhookUrl }, name);
	const pairs = [
		{ companyId: 5, contactId: 2 },
		{ companyId: 99, contactId: 3 },
		{ companyId: 5, contactId: 4 },
	];
	const workflow = linkRows('Link contacts', trigger.byHand, pairs, linkNode(credential));
	const { id } = await n8n.createWorkflow(workflow);
	await page.goto(`${n8n.origin}/workflow/${id}`);
	await page.locator('[data-test-id="canvas-node"]', { hasText: NODE }).waitFor();
}

/** Runs that workflow, and opens what the editor says of the item. */
export async function runPairs(page: Page) {
	await openNode(page, NODE);
	await page.getByText('Execute step').first().click();
	await page.getByText('does not exist').first().waitFor();
	await page.getByText('Error details').first().click();
}

/** What Sync would change, as the dry run of three rows shows. */
export async function lookAtDryRun(page: Page, n8n: RealN8n, { webhookUrl }: Sandbox) {
	const credential = await n8n.createCredential('bitrix24WebhookApi', { webhookUrl }, 'Portal');
	const rows = [
		{ company: 'Northwind Traders', email: 'anna.berg@northwind.example' },
		{ company: 'Northwind Traders', email: 'carla@contoso.example' },
		{ company: 'Contoso Foods', email: 'carla@contoso.example' },
	];
	const sync = linkNode(credential, {
		name: 'Sync contacts of companies',
		parameters: {
			operation: 'sync',
			companyId: { ...byId('={{ $json.company }}'), mode: 'title' },
			contactId: { ...byId('={{ $json.email }}'), mode: 'email' },
			options: { dryRun: true },
		},
	});
	const { id } = await n8n.createWorkflow(linkRows('Sync', trigger.byHand, rows, sync));
	await page.goto(`${n8n.origin}/workflow/${id}`);
	await openNode(page, 'Sync contacts');
	await executeStep(page);
	await picture(page, 'dry-run');
	console.log('Saw what a dry run of Sync would change.');
}

export async function lookAtExample(page: Page, n8n: RealN8n) {
	await openExample(page, n8n);
	await picture(page, 'Example', PANELS);
}

export async function openExample(page: Page, n8n: RealN8n) {
	const { id } = await n8n.createWorkflow({ ...readExample('link-from-csv.json') });
	await page.goto(`${n8n.origin}/workflow/${id}`);
	await page.locator('[data-test-id="canvas-node"]').first().waitFor();
}
