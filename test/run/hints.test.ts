import { hintsFor } from '../../nodes/Bitrix24CompanyContact/run/hints';

describe('the hint about a wait', () => {
	it.each([
		[5000, 5000, 0, "waited 5 s for Bitrix24's request limit."],
		[1_230_000, 0, 1_230_000, "waited 1,230 s for Bitrix24's execution time limit."],
		[9000, 0, 0, 'waited 9 s for Bitrix24.'],
		[9000, 5000, 0, 'waited 9 s for Bitrix24: 5 s for its request limit.'],
		[
			100_000,
			40_000,
			60_000,
			'waited 100 s for Bitrix24: 40 s for its request limit, 60 s for its execution time limit.',
		],
	])('names the limits: %i ms, %i and %i of them', (waited, requestLimit, operatingTime, said) => {
		const results = { failedCount: 0, skippedCount: 0, rows: () => [] };
		const stats = { requests: 4, retries: 0, waited, waitedFor: { requestLimit, operatingTime } };
		const [{ message }] = hintsFor(stats, { count: 200, results, dryRun: false });
		expect(message).toBe(`200 items in 4 requests; ${said}`);
	});
});

describe('the hint about a dry run', () => {
	it.each([
		[[], 0, 'There is nothing to change.'],
		[[{ change: 'none' }], 0, 'There is nothing to change.'],
		[[{ change: 'add' }, { change: 'add' }, { change: 'remove' }], 0, '2 to add, 1 to remove.'],
		[[{ change: 'none', notFound: 'contact' }], 0, '1 item was not found.'],
		[
			[{ change: 'add' }, { notFound: 'company' }, { notFound: 'contact' }],
			1,
			'1 to add. 1 item would fail. 2 items were not found.',
		],
		[[], 3, '3 items would fail.'],
	])(
		'counts the changes, and what would fail or is not found: %j, %i failed',
		(rows, failedCount, said) => {
			const results = { failedCount, skippedCount: 0, rows: () => rows };
			const stats = {
				requests: 1,
				retries: 0,
				waited: 0,
				waitedFor: { requestLimit: 0, operatingTime: 0 },
			};
			const hints = hintsFor(stats, { count: 5, results, dryRun: true });
			expect(hints.at(-1)?.message).toBe(`Dry run: nothing was changed. ${said}`);
		},
	);
});
