import type { Sandbox } from '../sandbox';
import type { PortalAddress } from './measure';
import type { Pair } from './scenarios/scenario';

export function addressOf(sandbox: Sandbox): PortalAddress {
	const { webhookUrl, origin, httpsOrigin = '', ca = '' } = sandbox;
	return { webhookUrl, httpsUrl: webhookUrl.replace(origin, httpsOrigin), ca };
}

/** The links of the scenario, without those of the sandbox's seed. */
export function linksOf({ linkTable }: Sandbox['state']): Pair[] {
	return linkTable
		.all()
		.filter(({ companyId }) => companyId > 1000)
		.map(({ companyId, contactId }): Pair => [companyId, contactId]);
}
