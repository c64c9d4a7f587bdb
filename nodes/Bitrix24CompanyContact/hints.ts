import type { NodeExecutionHint } from 'n8n-workflow';

import type { Effort } from './portal/portal';

/** What the person in the editor should know about a run besides its items. */
export function hintsFor(
	{ requests, repeated, waited, movedTo }: Effort,
	count: number,
): NodeExecutionHint[] {
	const hints: NodeExecutionHint[] = [];
	if (movedTo) {
		hints.push({
			message: `The portal has a new address: ${movedTo}. Put it into the credential, as the old one may stop working.`,
			type: 'warning',
			location: 'outputPane',
		});
	}
	// Shorter waits are nobody's concern.
	if (repeated || waited >= 1000) {
		const again = repeated ? ` (${repeated} repeated)` : '';
		hints.push({
			message: `${amount(count, 'item')} in ${amount(requests, 'request')}${again}; waited ${Math.round(waited / 1000)} s for Bitrix24.`,
			type: 'info',
			location: 'outputPane',
		});
	}
	return hints;
}

function amount(count: number, noun: string): string {
	return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}
