/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs outside n8n */
import { setTimeout as wait } from 'node:timers/promises';

/** Waits without keeping the process alive. */
export async function sleep(milliseconds: number): Promise<void> {
	await wait(milliseconds, undefined, { ref: false });
}
