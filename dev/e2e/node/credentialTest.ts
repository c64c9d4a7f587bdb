import { n8n, sandbox } from '../helpers';

export function credentialTest() {
	const test = async (webhookUrl: string) =>
		await n8n.testCredential('bitrix24WebhookApi', { webhookUrl, plan: 'standard' });

	it('passes for a webhook that may use the CRM', async () => {
		expect(await test(sandbox.webhookUrl)).toMatchObject({ status: 'OK' });
		expect(await test(`${sandbox.webhookUrl}profile.json`)).toMatchObject({ status: 'OK' });
	});

	it.each([
		[
			'an unknown webhook',
			() => `${sandbox.origin}/rest/1/unknown/`,
			/does not accept this webhook/,
		],
		['no scope for the CRM', () => sandbox.webhook({ scope: [] }), /CRM \(crm\) scope/],
		['half an address', () => 'https://acme.bitrix24.com/', /not complete/],
	])('fails for %s', async (_, webhookUrl, message) => {
		expect(await test(webhookUrl())).toMatchObject({
			status: 'Error',
			message: expect.stringMatching(message),
		});
	});

	it('fails for an answer with status 200 that carries an error', async () => {
		sandbox.faults.add({ kind: 'error', error: 'ERROR_CORE' });
		expect(await test(sandbox.webhookUrl)).toMatchObject({ status: 'Error' });
	});
}
