import { expectNoSecret, items, n8n, sandbox } from '../helpers';
import { linkNode, linkRows, trigger } from '../workflows';

export function oAuth2(untilRenewed: number[]) {
	/** Walks through the connect flow as the browser of a user does. */
	async function connect(credentialId: string): Promise<void> {
		const authUrl = await n8n.get<string>(`oauth2-credential/auth?id=${credentialId}`);
		const page = new URL(authUrl);
		expect(page.origin + page.pathname).toBe(sandbox.oauth.authorizeUrl);
		page.searchParams.set('user', '1');
		const allowed = await fetch(page, { redirect: 'manual' });
		const callback = allowed.headers.get('location') ?? '';
		expect(callback).toContain('/rest/oauth2-credential/callback?');
		const answer = await n8n.raw(callback);
		expect(answer.status).toBe(200);
	}

	const data = () => ({
		portalUrl: sandbox.origin,
		authorizationServer: 'other',
		authorizationServerUrl: sandbox.origin,
		clientId: sandbox.oauth.app.clientId,
		clientSecret: sandbox.oauth.app.clientSecret,
		plan: 'selfHosted',
	});

	it('connects, renews an expired token, and reports a revoked one', async () => {
		const credential = await n8n.createCredential('bitrix24OAuth2Api', data());
		await connect(credential.id);
		const link = linkNode(credential, { parameters: { authentication: 'oAuth2' } });
		const pairs = [{ companyId: 5, contactId: 1 }];
		const { id } = await n8n.createWorkflow(linkRows('OAuth2', trigger.byHand, pairs, link));

		const first = await n8n.runByHand(id, 'Start');
		expect(items(first)).toMatchObject([{ outcome: 'added' }]);

		sandbox.oauth.expireAll();
		const second = await n8n.runByHand(id, 'Start');
		expect(items(second)).toMatchObject([{ outcome: 'alreadyLinked' }]);
		expect(sandbox.requests.map(({ status }) => status)).toEqual([200, ...untilRenewed]);
		sandbox.requests.length = 0;
		const third = await n8n.runByHand(id, 'Start');
		expect(items(third)).toMatchObject([{ outcome: 'alreadyLinked' }]);
		expect(sandbox.requests).toHaveLength(1);

		sandbox.oauth.revokeAll();
		const last = await n8n.runByHand(id, 'Start');
		expect(last.status).toBe('error');
		expect(last.data.resultData.error?.message).toMatch(/sign in|access/);
		expectNoSecret(first.text, second.text, third.text, last.text);
	});
}
