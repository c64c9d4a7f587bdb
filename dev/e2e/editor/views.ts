/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console -- a command, not part of the node */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import type { Page } from 'playwright-core';

import { resources } from '../../../nodes/Bitrix24CompanyContact/resources/operations';
import type { Sandbox } from '../../sandbox';
import { readExample } from '../exampleFiles';
import type { RealN8n } from '../n8n';
import { linkNode, linkPairs, NODE, trigger } from '../workflows';
import { picture } from './picture';

const PANELS = join(__dirname, '../../../.cache/panels');

/** Every operation's panel, and the icon on a dark background: pictures to look at, not for the README. */
export async function lookAtPanels(page: Page) {
	mkdirSync(PANELS, { recursive: true });
	const node = page.locator('[data-test-id="canvas-node"]', { hasText: 'Add contact to company' });
	await node.dblclick({ force: true });
	for (const { name } of resources[0].operations.map(({ option }) => option)) {
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

export async function lookAtError(page: Page, n8n: RealN8n, { webhookUrl }: Sandbox) {
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

export async function lookAtExample(page: Page, n8n: RealN8n) {
	const { id } = await n8n.createWorkflow({ ...readExample('link-from-csv.json') });
	await page.goto(`${n8n.origin}/workflow/${id}`);
	await page.locator('[data-test-id="canvas-node"]').first().waitFor();
	await picture(page, 'example');
}
