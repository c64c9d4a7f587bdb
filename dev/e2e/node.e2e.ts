import { type Sandbox, startSandbox } from '../sandbox';
import { CURRENT, LAST_OF_1 } from './install';
import { RealN8n, type StoredExecution } from './n8n';
import { expectNoSecret, itemsOf, linkedContacts, webhookCredential } from './helpers';
import { startChatModel } from './chatModel';
import { agent, byId, chain, linkNode, linkPairs, NODE, trigger } from './workflows';

let n8n: RealN8n;
let sandbox: Sandbox;

beforeAll(async () => {
	sandbox = await startSandbox();
});
beforeEach(() => sandbox.reset());
afterAll(async () => await sandbox.close());

const linked = (companyId: number) => linkedContacts(sandbox, companyId);
const items = (execution: StoredExecution, output = 0) => itemsOf(execution, NODE, output);

describe.each([
	{ release: CURRENT, untilRenewed: [401, 200] },
	// Before 2.11, n8n renews a token only for a request that ignores no status at all.
	{ release: LAST_OF_1, untilRenewed: [401, 401, 200] },
])('in n8n $release.n8n', ({ release, untilRenewed }) => {
	beforeAll(async () => {
		n8n = await RealN8n.start(release, 5690);
	});
	afterAll(async () => await n8n?.stop());

	describe('the credential test', () => {
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
	});

	describe('a workflow', () => {
		it('links when it is run by hand', async () => {
			const link = linkNode(await webhookCredential(n8n, sandbox));
			const pairs = [{ companyId: 5, contactId: 1 }];
			const { id } = await n8n.createWorkflow(linkPairs('By hand', trigger.byHand, pairs, link));
			const execution = await n8n.runByHand(id, 'Start');
			expect(execution.status).toBe('success');
			expect(items(execution)).toEqual([
				{ companyId: 5, contactId: 1, result: true, outcome: 'added' },
			]);
			expect(linked(5)).toEqual([1]);
			expectNoSecret(sandbox, execution.text, n8n.log());
		});

		it('links when a webhook calls it, and answers with the outcome', async () => {
			const link = linkNode(await webhookCredential(n8n, sandbox), {
				parameters: {
					companyId: byId('={{ $json.body.companyId }}'),
					contactId: byId('={{ $json.body.contactId }}'),
				},
			});
			const workflow = await n8n.createWorkflow(
				chain('By webhook', trigger.webhook('link-contact'), link),
			);
			await n8n.activate(workflow);
			const pair = { companyId: 5, contactId: 2 };
			expect(await n8n.callWebhook('link-contact', pair)).toEqual([
				{ ...pair, result: true, outcome: 'added' },
			]);
			await n8n.deactivate(workflow.id);
			expect(linked(5)).toEqual([2]);
		});

		it('links when a schedule starts it', async () => {
			const link = linkNode(await webhookCredential(n8n, sandbox));
			const pairs = [{ companyId: 5, contactId: 3 }];
			const workflow = await n8n.createWorkflow(
				linkPairs('By schedule', trigger.everySecond, pairs, link),
			);
			await n8n.activate(workflow);
			const [execution] = await n8n.executionsOf(workflow.id);
			await n8n.deactivate(workflow.id);
			expect(items(execution)).toMatchObject([{ contactId: 3, outcome: expect.any(String) }]);
			expect(linked(5)).toEqual([3]);
		});

		it('of 120 items sends the failed ones to the error branch, with their data, and loses none', async () => {
			const pairs = Array.from({ length: 120 }, (_, index) => ({
				companyId: index % 40 === 7 ? 999 : 5,
				contactId: index === 50 ? 'nobody' : 1001 + index,
			}));
			const link = linkNode(await webhookCredential(n8n, sandbox), {
				onError: 'continueErrorOutput',
			});
			const { id } = await n8n.createWorkflow(linkPairs('Many', trigger.byHand, pairs, link));
			const execution = await n8n.runByHand(id, 'Start');
			expect(items(execution)).toHaveLength(116);
			expect(
				items(execution, 1).map(({ companyId, contactId, error }) => [companyId, contactId, error]),
			).toEqual([
				[999, 1008, 'Contact 1008 was not linked to company 999: the company does not exist'],
				[999, 1048, 'Contact 1048 was not linked to company 999: the company does not exist'],
				[5, 'nobody', `'Contact' is not the ID of a contact: "nobody"`],
				[999, 1088, 'Contact 1088 was not linked to company 999: the company does not exist'],
			]);
			expect(linked(5)).toHaveLength(116);
			expectNoSecret(sandbox, execution.text, n8n.log());
		});

		it('that stops on fail says what went through before', async () => {
			const pairs = [
				{ companyId: 5, contactId: 1 },
				{ companyId: 999, contactId: 2 },
				{ companyId: 5, contactId: 3 },
			];
			const link = linkNode(await webhookCredential(n8n, sandbox));
			const { id } = await n8n.createWorkflow(linkPairs('Stops', trigger.byHand, pairs, link));
			const execution = await n8n.runByHand(id, 'Start');
			expect(execution.status).toBe('error');
			expect(execution.data.resultData.error).toMatchObject({
				message: 'Contact 2 was not linked to company 999: the company does not exist',
				description: expect.stringContaining('1 item went through before it'),
			});
			expect(linked(5)).toEqual([1]);
			expectNoSecret(sandbox, execution.text, n8n.log());
		});
	});

	describe('OAuth2', () => {
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
			const { id } = await n8n.createWorkflow(linkPairs('OAuth2', trigger.byHand, pairs, link));

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
			expectNoSecret(sandbox, first.text, second.text, third.text, last.text, n8n.log());
		});
	});

	describe('as a tool of an AI agent', () => {
		it('links what the model asks for, and tells it the outcome', async () => {
			const model = await startChatModel({ company_id: '5', contact_id: '7' });
			try {
				const openAi = await n8n.createCredential('openAiApi', { apiKey: 'none', url: model.url });
				const workflow = agent('Agent', openAi, await webhookCredential(n8n, sandbox));
				const { id } = await n8n.createWorkflow(workflow);
				const execution = await n8n.runByHand(id, 'Start');
				expect(execution.status).toBe('success');
				expect(model.tools).toMatchObject([
					{ description: expect.stringContaining('Link contacts') },
				]);
				expect(model.answers[0]).toContain('"outcome":"added"');
				expect(linked(5)).toEqual([7]);
				expectNoSecret(sandbox, execution.text, n8n.log(), ...model.answers);
			} finally {
				await model.close();
			}
		});
	});
});
