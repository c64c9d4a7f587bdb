/* eslint-disable @n8n/community-nodes/no-restricted-globals -- a process of its own, not part of the node */
import { type Sandbox, startSandbox } from '../sandbox';
import type { PortalAddress, PortalReport, PortalSettings } from './measure';

/** The sandbox in a process of its own, so that it does not share a core with what is measured. */
let sandbox: Sandbox | undefined;

async function open({ commandCost, limits, companies }: PortalSettings): Promise<PortalAddress> {
	await sandbox?.close();
	sandbox = await startSandbox({ commandCost, limits, https: true });
	for (let id = 1001; id < 1001 + companies; id++) {
		sandbox.state.addCompany({ id, title: `Company ${id}` });
	}
	const { webhookUrl, origin, httpsOrigin = '', ca = '' } = sandbox;
	return { webhookUrl, httpsUrl: webhookUrl.replace(origin, httpsOrigin), ca };
}

function report(): PortalReport {
	// 401: the warm-up.
	const requests = sandbox?.requests.filter(({ status }) => status !== 401) ?? [];
	return {
		requests: requests.length,
		refused: requests.filter(({ status }) => status === 503).length,
		links: sandbox?.state.linkTable.all().filter(({ companyId }) => companyId > 1000).length ?? 0,
	};
}

process.on('message', (settings: PortalSettings | 'report') => {
	if (settings === 'report') process.send?.(report());
	else void open(settings).then((address) => process.send?.(address));
});
process.on('disconnect', () => process.exit());
