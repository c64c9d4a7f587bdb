import type { IDataObject } from 'n8n-workflow';

import type { Sandbox } from '../sandbox';
import type { RealN8n, StoredExecution } from './n8n';

/** The contacts that a company of the portal has, in their order. */
export const linkedContacts = (sandbox: Sandbox, companyId: number): number[] =>
	sandbox.portal.linksOfCompany(companyId).map(({ contactId }) => contactId);

/** What a node put out in the last of its runs. */
export const itemsOf = ({ data }: StoredExecution, node: string, output = 0): IDataObject[] =>
	(data.resultData.runData[node]?.at(-1)?.data?.main[output] ?? []).map(({ json }) => json);

export async function webhookCredential(n8n: RealN8n, { webhookUrl }: Sandbox) {
	return await n8n.createCredential('bitrix24WebhookApi', { webhookUrl, plan: 'selfHosted' });
}

export function expectNoSecret({ oauth, webhookSecret }: Sandbox, ...texts: string[]): void {
	for (const secret of [webhookSecret, oauth.app.clientSecret, ...oauth.issued]) {
		for (const text of texts) expect(text).not.toContain(secret);
	}
}
