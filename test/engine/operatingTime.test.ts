import type { SandboxOptions } from '../../dev/sandbox';
import { createEngine, runNode, useSandbox } from './harness';
import { useClock, VirtualClock } from './virtualClock';

// Thousands of items in n8n's engine take a while on a busy machine.
jest.setTimeout(180_000);

const engine = createEngine();

/** A portal where each command takes so many milliseconds of virtual time. */
function usePortal(commandCost: number, limits: SandboxOptions['limits'] = 'standard') {
	const clock = new VirtualClock();
	useClock(clock);
	const fixture = useSandbox({
		clock,
		limits,
		commandCost,
		sleep: async (ms) => clock.advance(ms),
	});
	beforeEach(() => {
		for (let id = 1001; id <= 1500; id++) {
			fixture.sandbox.state.addCompany({ id, title: `Company ${id}` });
		}
	});
	return {
		fixture,
		link: async (count: number, options = {}, webhookUrl = fixture.sandbox.webhookUrl) => {
			const start = clock.now();
			const run = await runNode(engine, {
				items: Array.from({ length: count }, (_, index) => ({
					companyId: 1001 + (index % 500),
					contactId: 1001 + index,
				})),
				parameters: { options },
				onError: 'continueRegularOutput',
				credential: { webhookUrl, plan: 'standard' },
			});
			return {
				...run,
				seconds: (clock.now() - start) / 1000,
				added: run.json.filter(({ outcome }) => outcome === 'added').length,
				refused: fixture.sandbox.requests.filter(({ status }) => status === 429).length,
			};
		},
		/** Another process links others with the same webhook. */
		linkElsewhere: async (requests: number) => {
			for (let request = 0; request < requests; request++) {
				const cmd = Array.from(
					{ length: 50 },
					(_, index) => `crm.company.contact.add?id=5&fields[CONTACT_ID]=${20_000 + index}`,
				);
				await fetch(`${fixture.sandbox.webhookUrl}batch`, {
					method: 'POST',
					headers: { 'Content-Type': 'application/json' },
					body: JSON.stringify({ cmd }),
				});
			}
		},
	};
}

/** What the limit leaves of ten minutes is used, and each command was sent once: see "repeated" in other hints. */
const NOTHING_REFUSED =
	/^[\d,]+ items in [\d,]+ requests; waited [\d,]+ s for Bitrix24's execution time limit\.$/;

describe.each([
	[5000, 130, 770],
	[2000, 700, 1640],
])('%i links at %i ms a command', (count, commandCost, least) => {
	const { link } = usePortal(commandCost);

	it('meet no block, and take hardly longer than the limit makes them', async () => {
		const { seconds, added, refused, hints } = await link(count);
		expect(added).toBe(count);
		expect(refused).toBe(0);
		expect(hints.map(({ message }) => message)).toEqual([expect.stringMatching(NOTHING_REFUSED)]);
		// 480 seconds of work in each ten minutes but the last.
		expect(seconds / least).toBeLessThanOrEqual(1.05);
	});
});

describe('on a portal without figures', () => {
	const { link } = usePortal(700, {});

	it('nothing waits', async () => {
		const { seconds, added, hints } = await link(1000);
		expect([added, hints]).toEqual([1000, []]);
		expect(seconds).toBeCloseTo(700);
	});
});

describe('where another process uses the same method', () => {
	const { link, linkElsewhere } = usePortal(700);

	it('its time is counted as soon as an answer tells of it', async () => {
		const [{ seconds, added, hints }] = await Promise.all([link(800), linkElsewhere(5)]);
		expect(added).toBe(800);
		expect(hints.map(({ message }) => message)).toEqual([expect.stringMatching(NOTHING_REFUSED)]);
		// 560 seconds of ours and 175 of the other.
		expect(seconds).toBeLessThan(1.05 * (600 + 735 - 480));
	});
});

describe('where others have used the time up', () => {
	const { link, linkElsewhere } = usePortal(700);

	it('the block is waited for, and nothing is lost', async () => {
		await linkElsewhere(14);
		const { added, hints } = await link(100);
		expect(added).toBe(100);
		expect(hints[0].message).toMatch(
			/^100 items in \d+ requests \(\d+ repeated\); waited \d+ s for Bitrix24's execution time limit\.$/,
		);
	});
});

describe('where another webhook of the portal has used its time up', () => {
	const { link, fixture } = usePortal(700);

	it('nothing waits, as Bitrix24 counts the time of each webhook apart', async () => {
		await link(700, { maxWait: 0 });
		const { json, seconds, hints } = await link(100, {}, fixture.sandbox.webhook());
		expect(json.every(({ outcome }) => outcome === 'alreadyLinked')).toBe(true);
		expect(hints).toEqual([]);
		expect(seconds).toBeCloseTo(70);
	});
});

describe('with a short Max Wait', () => {
	const { link, fixture } = usePortal(700);

	it('items fail at once that would have to wait longer, and one of them is sent', async () => {
		const { seconds, added, json, hints } = await link(700, { maxWait: 30 });
		// The last command begins at 479.5 seconds, and Bitrix24 lets it end.
		expect(added).toBe(686);
		const commands = fixture.sandbox.requests.flatMap((request) => request.commands);
		// One asks whether Bitrix24 has the limit that the node assumes.
		expect(commands).toHaveLength(687);
		expect(seconds).toBeLessThan(481);
		expect(json[699]).toMatchObject({
			outcome: 'failed',
			code: 'OPERATION_TIME_LIMIT',
			error:
				'Contact 1700 was not linked to company 1200: the method has reached its execution time limit',
			description: expect.stringMatching(
				/^The item was not sent, .* raise Max Wait\. Expected: OPERATION_TIME_LIMIT "the next call may leave in \d+ s"\.$/,
			) as string,
		});
		expect(hints.map(({ message }) => message)).toEqual(['14 of 700 items failed']);
	});
});
