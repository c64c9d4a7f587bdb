import { createEngine, runNode, useSandbox } from './harness';
import { useClock, VirtualClock } from './virtualClock';

const engine = createEngine();

const makeItems = (count: number) =>
	Array.from({ length: count }, (_, index) => ({ companyId: 5, contactId: 1001 + index }));

describe('the request limit', () => {
	const clock = new VirtualClock();
	useClock(clock);
	const fixture = useSandbox({ clock, limits: { bucket: { size: 50, drain: 2 } } });
	const credential = () => ({ webhookUrl: fixture.sandbox.webhookUrl, plan: 'standard' });
	const refused = () => fixture.sandbox.requests.filter(({ status }) => status === 503).length;

	it('is used to the full and never exceeded', async () => {
		const start = clock.now();
		const { json, hints } = await runNode(engine, {
			items: makeItems(60),
			parameters: { options: { batchSize: 1 } },
			credential: credential(),
		});
		expect(json.every(({ outcome }) => outcome === 'added')).toBe(true);
		expect(refused()).toBe(0);
		// 50 at once, then 10 at 2 a second.
		expect((clock.now() - start) / 1000).toBeLessThanOrEqual(5 * 1.1);
		expect(hints).toEqual([
			{
				message: "60 items in 60 requests; waited 5 s for Bitrix24's request limit.",
				type: 'info',
				location: 'outputPane',
			},
		]);
	});

	it('is kept by two runs at once together', async () => {
		clock.advance(60_000);
		const runs = [1, 2].map(
			async () =>
				await runNode(engine, {
					items: makeItems(40),
					parameters: { options: { batchSize: 1 } },
					credential: credential(),
				}),
		);
		for (const { json } of await Promise.all(runs)) {
			expect(json.every(({ result }) => typeof result === 'boolean')).toBe(true);
		}
		expect(fixture.sandbox.requests).toHaveLength(80);
		expect(refused()).toBe(0);
	});

	it('is that of the standard plan where the credential names none that is known', async () => {
		clock.advance(60_000);
		const { json } = await runNode(engine, {
			items: makeItems(60),
			parameters: { options: { batchSize: 1 } },
			credential: { ...credential(), plan: 'fromTheFuture' },
		});
		expect(json).toHaveLength(60);
		expect(refused()).toBe(0);
	});

	it('is what a custom plan leaves to this process, also less than a request a second', async () => {
		clock.advance(600_000);
		const start = clock.now();
		const custom = { plan: 'custom', requestsAtOnce: 10, requestsPerSecond: 0.5 };
		await runNode(engine, {
			items: makeItems(15),
			parameters: { options: { batchSize: 1 } },
			credential: { ...credential(), ...custom },
		});
		const seconds = (clock.now() - start) / 1000;
		expect(seconds).toBeGreaterThanOrEqual(10);
		expect(seconds).toBeLessThan(10.5);
	});

	it('sends nothing where a custom plan has no numbers', async () => {
		const { error } = await runNode(engine, {
			items: makeItems(1),
			credential: {
				...credential(),
				plan: 'custom',
				requestsAtOnce: 25,
				requestsPerSecond: '={{ "" }}',
			},
		});
		expect(error?.message).toBe("'Requests per Second' in the credential is not a positive number");
		expect(fixture.sandbox.requests).toEqual([]);
	});

	it('loses nothing where others use it up', async () => {
		clock.advance(60_000);
		for (let request = 0; request < 50; request++)
			await fetch(`${fixture.sandbox.webhookUrl}profile`);
		const { json } = await runNode(engine, { items: makeItems(120), credential: credential() });
		expect(json.map(({ outcome }) => outcome)).toEqual(Array(120).fill('added'));
		expect(refused()).toBeGreaterThan(0);
	});
});
