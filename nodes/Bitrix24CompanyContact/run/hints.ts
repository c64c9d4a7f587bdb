import type { NodeExecutionHint } from 'n8n-workflow';

import type { Stats } from '../bitrix24/send';

/** What the person in the editor should know about a run besides its items. */
export function hintsFor(
	{ requests, retries, waited, movedTo }: Stats & { movedTo?: string },
	count: number,
	failed: number,
): NodeExecutionHint[] {
	const hints: NodeExecutionHint[] = [];
	if (movedTo) {
		hints.push({
			message: `The portal has a new address: ${movedTo}. Put it into the credential, as the old one may stop working.`,
			type: 'warning',
			location: 'outputPane',
		});
	}
	// Waits under a second are not worth a hint.
	if (retries || waited >= 1000) {
		const again = retries ? ` (${retries} repeated)` : '';
		hints.push({
			message: `${amount(count, 'item')} in ${amount(requests, 'request')}${again}; waited ${Math.round(waited / 1000)} s for Bitrix24.`,
			type: 'info',
			location: 'outputPane',
		});
	}
	if (failed) {
		hints.push({
			message: `${failed.toLocaleString('en')} of ${amount(count, 'item')} failed`,
			type: 'warning',
			location: 'outputPane',
		});
	}
	return hints;
}

function amount(count: number, noun: string): string {
	return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}
