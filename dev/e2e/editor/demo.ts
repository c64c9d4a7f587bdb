/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a command, not part of the node */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Page } from 'playwright-core';

import type { Sandbox } from '../../sandbox';
import type { RealN8n } from '../n8n';
import type { Recording } from './recording';
import { chooseFromPanel, connectCredential, MANUALLY, openCanvas } from './steps';
import { choose, openExample, openPairs, runPairs } from './views';

const SCRIPT = join(__dirname, '../../../docs/demo-video.md');

interface Scene {
	/** Loads the page of the scene, which is not recorded. */
	open?: (page: Page, n8n: RealN8n, sandbox: Sandbox) => Promise<void>;
	act?: (page: Page, sandbox: Sandbox) => Promise<void>;
}

/** In the order of the script. */
const SCENES: Scene[] = [
	{ open: openCanvas, act: addNode },
	{ act: connectCredential },
	{ act: chooseRecords },
	{ act: async (page) => await execute(page, 'added') },
	{ act: async (page) => await execute(page, 'alreadyLinked') },
	{ act: async (page) => await choose(page, 'operation', 'Replace All') },
	{ open: openPairs, act: runPairs },
	{ open: openExample },
];

/** Plays the scenes of the script, with its words as captions. */
export async function playDemo(page: Page, n8n: RealN8n, sandbox: Sandbox, recording: Recording) {
	const rows = readFileSync(SCRIPT, 'utf8').matchAll(/^\| (.+?) +\| (.+?) +\|$/gm);
	const captions = [...rows].map(([, , said]) => said).slice(2);
	if (captions.length !== SCENES.length) throw new Error('The script has other scenes');
	for (const [index, { open, act }] of SCENES.entries()) {
		await open?.(page, n8n, sandbox);
		await caption(page, captions[index]);
		await recording.take(2, async () => await page.waitForTimeout(2000));
		if (act) await recording.take(6, async () => await act(page, sandbox));
		await recording.take(5, async () => await page.waitForTimeout(5000));
	}
}

async function addNode(page: Page) {
	await chooseFromPanel(page, 'manual', MANUALLY);
	await chooseFromPanel(page, 'Bitrix24', 'Bitrix24 Company Contact');
	await page.getByText('Add contact to company').click();
}

async function chooseRecords(page: Page) {
	await page.getByPlaceholder('Choose a company...').click();
	await page.getByText('Wide World Importers').first().click();
	const contact = page.locator('[data-test-id="resource-locator-contactId"]');
	await contact.locator('[data-test-id="rlc-mode-selector"]').click();
	await page.locator('[role=option]:visible', { hasText: 'By Email' }).click();
	await contact.locator('input[type=text]').last().click();
	await page.keyboard.type('anna.berg@northwind.example', { delay: 40 });
}

async function execute(page: Page, outcome: string) {
	await page.getByText('Execute step').first().click();
	await page.getByText(outcome, { exact: true }).first().waitFor();
}

const CAPTION = [
	'position: fixed; bottom: 16px; left: 50%; transform: translateX(-50%); z-index: 99999; max-width: 900px',
	'padding: 10px 20px; border-radius: 8px; background: #000c; color: #fff; pointer-events: none',
	'font: 18px/1.4 sans-serif; text-align: center',
].join(';');

/** Runs in the page, as text: the types of a browser are not among those of the project. */
async function caption(page: Page, text: string): Promise<void> {
	await page.evaluate(`
		const box = document.getElementById('caption') ?? document.body.appendChild(document.createElement('div'));
		Object.assign(box, { id: 'caption', textContent: ${JSON.stringify(text)} });
		box.style.cssText = ${JSON.stringify(CAPTION)};
	`);
}
