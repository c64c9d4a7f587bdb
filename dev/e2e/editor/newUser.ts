/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console -- a command, not part of the node */
import { join } from 'node:path';

import type { Page } from 'playwright-core';

import type { Sandbox } from '../../sandbox';
import type { RealN8n } from '../n8n';
import { picture } from './picture';
import { closePanel, connectCredential, expectLinked, importFile, openNode } from './steps';

const EXAMPLE = join(__dirname, '../../../examples/link-from-form.json');

/** Follows the note in the form example, in an n8n without workflows and credentials. */
export async function tryFormExample(page: Page, n8n: RealN8n, sandbox: Sandbox) {
	await importFile(page, n8n, EXAMPLE);
	await openNode(page, 'Link contact');
	await connectCredential(page, sandbox);
	await closePanel(page);
	await fillForm(page);
	await page.getByText('Workflow executed successfully').waitFor({ state: 'hidden' });
	await picture(page, 'form');
	await openNode(page, 'Link contact');
	await picture(page, 'found');
	expectLinked(sandbox, 5, [3]);
	console.log('Linked by an email address and a title, with the form example.');
}

/** Runs the workflow, and fills in the form that opens beside the editor. */
async function fillForm(page: Page) {
	const opened = page.waitForEvent('popup');
	await page.locator('[data-test-id="execute-workflow-button"]').click();
	const form = await opened;
	await form.locator('input[type=email]').fill('carla@contoso.example');
	await form.locator('input[type=text]').fill('Wide World Importers');
	await form.getByRole('button').click();
	await form.getByText('The contact is now linked to the company.').waitFor();
	const ending = page.locator('[data-test-id="canvas-node"]', { hasText: 'Page: linked' });
	await ending.locator('[data-test-id="canvas-node-status-success"]').waitFor();
	// The page of the form ends the execution by a request of its own, which closing the page would cut off.
	await form.close();
}
