/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a command, not part of the node */
import { join } from 'node:path';

import type { Page } from 'playwright-core';

const IMAGES = join(__dirname, '../../../docs/images');

export async function picture(page: Page, name: string, folder = IMAGES) {
	// Dialogs that have just opened are still animated.
	await page.waitForTimeout(700);
	await page.screenshot({ path: join(folder, `${name}.png`) });
}
