import type { IDataObject } from 'n8n-workflow';

import { type Sandbox, startSandbox } from '../sandbox';
import type { Release } from './install';
import { RealN8n } from './n8n';
import type { StoredExecution } from './storedExecution';
import { NODE } from './workflows';

/** The portal of the tests in a file. Each test finds the portal as new. */
export let sandbox: Sandbox;

/** The n8n that runs at the time: the tests in a file share one, as n8n takes seconds to start. */
export let n8n: RealN8n;

export function useSandbox(): void {
	beforeAll(async () => {
		sandbox = await startSandbox();
	});
	beforeEach(() => sandbox.reset());
	afterAll(async () => await sandbox?.close());
}

export function useN8n(release: Release): void {
	beforeAll(async () => {
		n8n = await RealN8n.start(release, 5690);
	});
	afterAll(async () => await n8n?.stop());
}

/** The contacts that a company of the portal has, in their order. */
export const linked = (companyId: number): number[] =>
	sandbox.state.linksOfCompany(companyId).map(({ contactId }) => contactId);

/** What a node put out in the last of its runs. */
export const itemsOf = ({ data }: StoredExecution, node: string, output = 0): IDataObject[] =>
	(data.resultData.runData[node]?.at(-1)?.data?.main[output] ?? []).map(({ json }) => json);

/** What our node put out. */
export const items = (execution: StoredExecution, output = 0): IDataObject[] =>
	itemsOf(execution, NODE, output);

export async function webhookCredential() {
	const { webhookUrl } = sandbox;
	return await n8n.createCredential('bitrix24WebhookApi', { webhookUrl, plan: 'selfHosted' });
}

/** Looks for secrets in the texts, and in all that n8n has logged. */
export function expectNoSecret(...texts: string[]): void {
	const { oauth, webhookSecret } = sandbox;
	for (const secret of [webhookSecret, oauth.app.clientSecret, ...oauth.issued]) {
		for (const text of [...texts, n8n.log()]) expect(text).not.toContain(secret);
	}
}
