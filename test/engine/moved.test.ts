import { aliasOf } from './alias';
import { createEngine, oAuth2Credential, runNode, useSandbox } from './harness';

const engine = createEngine();
const fixture = useSandbox();

const items = [1, 2, 3].map((contactId) => ({ companyId: 5, contactId }));

let alias: Awaited<ReturnType<typeof aliasOf>>;
beforeEach(async () => {
	alias = await aliasOf(fixture.sandbox.origin);
});
afterEach(() => alias.close());

const credentials = () => ({
	webhook: { webhookUrl: fixture.sandbox.webhookUrl },
	oAuth2: oAuth2Credential(fixture.sandbox),
});

describe.each(['webhook', 'oAuth2'] as const)(
	'a portal with a new address, by %s',
	(authentication) => {
		const run = async (batchSize: number) =>
			await runNode(engine, {
				items,
				parameters: { authentication, options: { batchSize } },
				credential: credentials()[authentication],
			});

		it('gets the same POST at its new address, there at once for the rest of the run', async () => {
			fixture.sandbox.faults.add({ kind: 'redirect', to: alias.origin, times: 99 });
			const { json, hints, run: whole } = await run(1);
			expect(json).toEqual(items.map((ids) => ({ ...ids, result: true, outcome: 'added' })));
			expect(
				fixture.sandbox.requests.map(({ httpMethod, method, status }) => [
					httpMethod,
					method,
					status,
				]),
			).toEqual([
				['POST', 'crm.company.contact.add', 302],
				['POST', 'crm.company.contact.add', 200],
				['POST', 'crm.company.contact.add', 200],
				['POST', 'crm.company.contact.add', 200],
			]);
			expect(hints).toEqual([
				{
					message: expect.stringContaining(alias.origin),
					type: 'warning',
					location: 'outputPane',
				},
			]);
			const secret = fixture.sandbox.webhookSecret;
			expect(JSON.stringify(whole)).not.toContain(secret);
		});

		it('gets the body of a batch as well', async () => {
			fixture.sandbox.faults.add({ kind: 'redirect', to: alias.origin });
			const { json } = await run(50);
			expect(json.map(({ outcome }) => outcome)).toEqual(['added', 'added', 'added']);
		});

		it('gets nothing where it would not be safe', async () => {
			fixture.sandbox.faults.add({ kind: 'redirect', to: 'https://attacker.example' });
			const { error } = await run(50);
			expect(error?.message).toContain('the portal has a new address');
			expect((error as { description?: string }).description).toContain('https://attacker.example');
			expect(fixture.sandbox.requests).toHaveLength(1);
		});
	},
);
