import { createEngine, runNode, useSandbox } from './harness';

const engine = createEngine();
const fixture = useSandbox();

it.each([
	['first', [true, false, false]],
	['middle', [false, true, false]],
	['last', [false, false, true]],
])('nothing is written where only the %s item says that the run is dry', async (_, switches) => {
	const { json } = await runNode(engine, {
		items: switches.map((dry, index) => ({ companyId: 5, contactId: index + 1, dry })),
		parameters: { options: { dryRun: '={{ $json.dry }}' } },
		credential: { webhookUrl: fixture.sandbox.webhookUrl },
	});
	expect(json).toEqual(
		[1, 2, 3].map((contactId) => expect.objectContaining({ contactId, dryRun: true }) as object),
	);
	expect(fixture.sandbox.state.linksOfCompany(5)).toEqual([]);
});
