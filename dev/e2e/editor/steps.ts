/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console -- a command, not part of the node */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Page } from 'playwright-core';
import { format, resolveConfig } from 'prettier';

import type { Sandbox } from '../../sandbox';
import type { RealN8n } from '../n8n';
import { OWNER } from '../session';
import { picture } from './picture';

const EXPORTED = join(__dirname, '../../../test/engine/exported.json');

export async function signIn(page: Page, n8n: RealN8n) {
	await page.goto(`${n8n.origin}/signin`);
	await page.fill('input[type=email]', OWNER.email);
	await page.fill('input[type=password]', OWNER.password);
	await page.keyboard.press('Enter');
	await page.waitForURL((url) => !url.pathname.startsWith('/signin'));
}

/** The trigger's name in the panel: one when the panel opens, and another as soon as a search has run. */
export const MANUALLY = /Trigger manually|Manual Trigger/;

/** What people type into the nodes panel, in whatever language. */
const SEARCHES = ['Битрикс24', 'CRM link', 'link contact', 'unlink'];

export async function addNode(page: Page, n8n: RealN8n) {
	await openCanvas(page, n8n);
	await chooseFromPanel(page, 'manual', MANUALLY);
	await openPanel(page);
	for (const words of SEARCHES) await findInPanel(page, words, 'Bitrix24 Company Contact');
	await (await findInPanel(page, 'Bitrix24', 'Bitrix24 Company Contact')).click();
	await page.getByText('Add contact to company').click();
}

export async function openCanvas(page: Page, n8n: RealN8n) {
	await page.goto(`${n8n.origin}/workflow/new`);
	await page.locator('[data-test-id="canvas-add-button"]').first().waitFor();
}

/** Imports a file as the README says. */
export async function importFile(page: Page, n8n: RealN8n, file: string) {
	await openCanvas(page, n8n);
	await page.locator('[data-test-id="workflow-menu"]').click();
	await page.locator('[data-test-id="workflow-menu-item-import"]').hover();
	const chooser = page.waitForEvent('filechooser');
	await page.getByText('From file').click();
	await (await chooser).setFiles(file);
}

export async function openNode(page: Page, name: string) {
	const node = page.locator('[data-test-id="canvas-node"]', { hasText: name });
	await node.first().dblclick({ force: true });
}

export async function closePanel(page: Page) {
	await page.locator('[data-test-id="ndv-close-button"], [aria-label="Close"]').first().click();
}

export async function chooseFromPanel(page: Page, search: string, name: string | RegExp) {
	await openPanel(page);
	await (await findInPanel(page, search, name)).click();
}

async function openPanel(page: Page) {
	await page
		.locator('[data-test-id="canvas-add-button"], [data-test-id="node-creator-plus-button"]')
		.first()
		.click();
}

/** Waits until the search has found the node, and returns the node's entry. */
async function findInPanel(page: Page, search: string, name: string | RegExp) {
	await page.locator('[data-test-id="node-creator-search-bar"]').fill(search);
	const entry = page.locator('[data-test-id="item-iterator-item"]', { hasText: name }).first();
	await entry.waitFor();
	return entry;
}

/** Makes the first credential, from the panel of a node. */
export async function connectCredential(page: Page, { webhookUrl }: Sandbox) {
	await page.getByText('Connect to Bitrix24').first().click();
	await page.locator('input[type=password]').first().waitFor();
	await picture(page, 'credential');
	await page.locator('input[type=password]').first().fill(webhookUrl);
	await page.getByRole('button', { name: 'Save' }).first().click();
	await passes(page, 'Credential successfully created');
}

export async function pickAndRun(page: Page, sandbox: Sandbox) {
	await page.getByPlaceholder('Choose a company...').click();
	await page.getByText('Wide World Importers').first().click();
	await page.getByPlaceholder('Choose a contact...').click();
	await page.keyboard.type('an');
	await page.getByText('Frank Olsen').first().waitFor();
	await page.getByText('Keiko Tanaka').first().waitFor();
	await picture(page, 'from-list');
	await page.getByText('Anna Berg').first().click();
	await executeStep(page);
	expectLinked(sandbox, 5, [1]);
	console.log('Picked from the lists, ran, and the portal holds the link.');
}

/** Runs the node whose panel is open. */
export async function executeStep(page: Page) {
	await page.getByText('Execute step').first().click();
	await passes(page, 'Node executed successfully');
}

/** Waits until a message has come and gone, so that no picture shows the message. */
async function passes(page: Page, message: string) {
	await page.getByText(message).waitFor();
	await page.getByText(message).waitFor({ state: 'hidden' });
}

export function expectLinked({ state }: Sandbox, companyId: number, contactIds: number[]): void {
	const linked = state.linksOfCompany(companyId).map(({ contactId }) => contactId);
	if (linked.join() !== contactIds.join()) throw new Error(`The portal holds ${linked.join()}`);
}

/** The workflow as a user exports it; `test/engine/exported.test.ts` runs it. */
export async function exportWorkflow(page: Page) {
	await page.keyboard.press('Escape');
	await page.locator('[data-test-id="workflow-menu"]').click();
	const download = page.waitForEvent('download');
	await page.locator('[data-test-id="workflow-menu-item-download"]').click();
	await (await download).saveAs(EXPORTED);
	const style = await resolveConfig(EXPORTED);
	const workflow = readFileSync(EXPORTED, 'utf8');
	writeFileSync(EXPORTED, await format(workflow, { ...style, filepath: EXPORTED }));
}
