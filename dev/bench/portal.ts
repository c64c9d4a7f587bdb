/* eslint-disable @n8n/community-nodes/no-restricted-globals -- a process of its own, not part of the node */
import { type Sandbox, startSandbox } from '../sandbox';
import type { PortalAddress, PortalReport, PortalSettings } from './measure';
import { addressOf, linksOf } from './portalView';
import { SCENARIOS } from './scenarios/scenario';

/** The sandbox in a process of its own, so that it does not share a core with what is measured. */
let sandbox: Sandbox | undefined;

async function open({ scenario, count }: PortalSettings): Promise<PortalAddress> {
	await sandbox?.close();
	sandbox = await startSandbox({ https: true });
	SCENARIOS[scenario].seed(sandbox.state, count);
	return addressOf(sandbox);
}

function report(): PortalReport | undefined {
	// 401: the warm-up.
	const requests = sandbox?.requests.filter(({ status }) => status !== 401) ?? [];
	const writes = requests.filter(({ commands }) =>
		commands.some(({ method }) => /\.(add|delete)$/.test(method)),
	);
	return (
		sandbox && { requests: requests.length, writes: writes.length, links: linksOf(sandbox.state) }
	);
}

process.on('message', (settings: PortalSettings | 'report') => {
	if (settings === 'report') process.send?.(report());
	else void open(settings).then((address) => process.send?.(address));
});
process.on('disconnect', () => process.exit());
