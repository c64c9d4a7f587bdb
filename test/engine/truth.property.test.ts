/* eslint-disable @n8n/community-nodes/no-restricted-globals -- runs outside n8n */
import fc from 'fast-check';
import type { IDataObject, IHttpRequestOptions, OnError } from 'n8n-workflow';

import { applySeed, standardSeed } from '../../dev/sandbox/state/seed';
import { systemClock } from '../../nodes/Bitrix24CompanyContact/bitrix24/clock';
import { DirectRun } from './directRun';

/** `TRUTH_SEEDS=10000 npx jest truth` tries more. */
const SEEDS = Number(process.env.TRUTH_SEEDS ?? 2000);

/**
 * What may happen to one request: an answer of its own, before or after the portal carried the request out; or a fault
 * of one of its commands.
 */
type Mishap =
	| { whole: 'reset' | 'page' | 'timeout' | 'INTERNAL_SERVER_ERROR'; commit: boolean }
	| {
			whole:
				| 'QUERY_LIMIT_EXCEEDED'
				| 'OVERLOAD_LIMIT'
				| 'INVALID_CREDENTIALS'
				| 'PORTAL_DELETED'
				| 'down';
	  }
	| { command: number; error: string; commit: boolean }
	| { command: number; answers: null | 'missing' }
	| { cancel: 'before' | 'after' };

interface Run {
	operation: 'add' | 'remove' | 'replaceAll' | 'sync';
	items: Array<{ companyId: number; contactId: number; list: number[] }>;
	options: IDataObject;
	onError: OnError;
	mishaps: Array<Mishap | undefined>;
}

/** What n8n's HTTP client throws. */
const THROWN: Record<string, string> = {
	reset: 'ECONNRESET',
	timeout: 'ECONNABORTED',
	down: 'ECONNREFUSED',
};

const STATUS: Record<string, number> = {
	INTERNAL_SERVER_ERROR: 500,
	INVALID_CREDENTIALS: 401,
	PORTAL_DELETED: 403,
};

class Harness extends DirectRun {
	/** Links that requests made (+) and removed (-), e.g. +5:7 for company 5 and contact 7. */
	readonly changed: string[] = [];
	private requests = 0;

	constructor(private readonly run: Run) {
		const { operation, items, options, onError } = run;
		super({
			items: items.map(({ list, ...ids }) => ({ ...ids, contactsJson: list })),
			parameters: { operation, contactsInput: 'json' },
			options,
			onError,
		});
		applySeed(this.state, standardSeed);
	}

	protected override request({ url, body }: IHttpRequestOptions): unknown {
		const mishap = this.run.mishaps[this.requests++];
		const send = () => this.carryOut(url, body);
		if (!mishap) return send();
		if ('cancel' in mishap) {
			if (mishap.cancel === 'after') send();
			this.controller.abort();
			throw Object.assign(new Error(), { code: 'ERR_CANCELED' });
		}
		if ('command' in mishap) return this.withCommand(mishap, send);
		if ('commit' in mishap && mishap.commit) send();
		const { whole } = mishap;
		if (whole in THROWN) throw Object.assign(new Error(), { code: THROWN[whole] });
		if (whole === 'page') return { statusCode: 502, body: '<html>' };
		return { statusCode: STATUS[whole] ?? 503, body: { error: whole, error_description: '' } };
	}

	private withCommand(mishap: Extract<Mishap, { command: number }>, send: () => unknown): unknown {
		const { command } = mishap;
		if ('error' in mishap) this.faults.add({ kind: 'error', ...mishap });
		else if (mishap.answers === null)
			this.faults.add({ kind: 'answer', result: null, command, commit: true });
		const response = send() as { body: { result: { result?: Record<string, unknown> } } };
		this.faults.clear();
		const { result } = response.body.result ?? {};
		if ('answers' in mishap && mishap.answers === 'missing' && result) delete result[`c${command}`];
		return response;
	}

	protected override carryOut(method: string, body: unknown): unknown {
		const before = this.links();
		const response = super.carryOut(method, body);
		const after = this.links();
		for (const link of after) if (!before.has(link)) this.changed.push(`+${link}`);
		for (const link of before) if (!after.has(link)) this.changed.push(`-${link}`);
		return response;
	}

	links(): Set<string> {
		const ids = [...this.state.companies.keys()];
		return new Set(
			ids.flatMap((id) =>
				this.state.linksOfCompany(id).map(({ contactId }) => `${id}:${contactId}`),
			),
		);
	}
}

/** What the run says of one item. */
type Claim =
	/** The item changed the portal, or gave it its list. */
	| 'done'
	/** Things were so already. */
	| 'unchanged'
	/** The item may have changed the portal. */
	| 'inDoubt'
	/** The item changed nothing. */
	| 'failed';

function claimOf({ outcome, afterRetry, error, description }: IDataObject): Claim {
	if (typeof error === 'string') {
		if (/is already linked|is not linked/.test(error)) {
			return JSON.stringify(description).includes('Nothing was changed') ? 'unchanged' : 'inDoubt';
		}
		const inPart = JSON.stringify(description).includes('Part of the item was done');
		return inPart || /may not have been|does not know/.test(error) ? 'inDoubt' : 'failed';
	}
	if (outcome === 'unchanged') return 'unchanged';
	if (outcome === 'alreadyLinked' || outcome === 'notLinked') {
		return afterRetry ? 'inDoubt' : 'unchanged';
	}
	return 'done';
}

/** What the run says of all items; in a run that stopped, `later` items may have changed something as well. */
function claimsOf(run: Run, result: Awaited<ReturnType<Harness['execute']>>) {
	const { error, items } = result;
	if (!error) return { claims: items.map(claimOf), stopped: false, later: 0 };
	const { message, description = '' } = error;
	const count = (pattern: RegExp) => Number(pattern.exec(description)?.[1] ?? 0);
	const index = Number(/Item (\d+) of/.exec(description)?.[1] ?? 1) - 1;
	expect(count(/(\d+) items? went through before/)).toBe(index);
	return {
		stopped: true,
		claims: [
			...run.items.slice(0, index).map((): Claim => 'done'),
			claimOf({ error: message, description }),
		],
		later:
			count(/(\d+) items? after it travelled in the same request and went/) +
			count(/(\d+) items? after it travelled in the same request and may/),
	};
}

function checkLinks(
	run: Run,
	harness: Harness,
	{ claims, stopped, later }: ReturnType<typeof claimsOf>,
) {
	const sign = run.operation === 'add' ? '+' : '-';
	const pairOf = (item: Run['items'][number]) => `${sign}${item.companyId}:${item.contactId}`;
	const claimed = run.items.slice(0, claims.length);
	let unexplained = 0;
	for (const pair of new Set(run.items.map(pairOf))) {
		const own = claims.filter((_, index) => pairOf(claimed[index]) === pair);
		const of = (...kinds: Claim[]) => own.filter((claim) => kinds.includes(claim)).length;
		const happened = harness.changed.filter((change) => change === pair).length;
		// A run that stopped only says of the items before that they went through, not what each of them found.
		if (!stopped) expect(of('done')).toBeLessThanOrEqual(happened);
		const possible = of('done', 'inDoubt');
		if (happened > possible) unexplained += happened - possible;
		if (of('done', 'unchanged') && !later) {
			expect(harness.links().has(pair.slice(1))).toBe(run.operation === 'add');
		}
	}
	expect(unexplained).toBeLessThanOrEqual(later);
}

/** A list that a company may have: all contacts of `least`, and none that is not in `most`. */
interface Range {
	least: number[];
	most: number[];
}

/** A change that may have been cut off leaves a list in between: a contact that is in both lists is in that one too. */
function between({ least, most }: Range, list: number[]): Range {
	return { least: least.filter((id) => list.includes(id)), most: [...most, ...list] };
}

function checkLists(run: Run, harness: Harness, { claims, later }: ReturnType<typeof claimsOf>) {
	for (const companyId of new Set(run.items.map((item) => item.companyId))) {
		const contactsOf = ({ state }: Harness) =>
			state.linksOfCompany(companyId).map(({ contactId }) => contactId);
		const before = contactsOf(new Harness(run));
		let possible: Range[] = [{ least: before, most: before }];
		run.items.forEach(({ companyId: own, list }, index) => {
			if (own !== companyId) return;
			const claim = claims[index] ?? (later ? 'inDoubt' : 'failed');
			if (claim === 'done' || claim === 'unchanged') possible = [{ least: list, most: list }];
			if (claim === 'inDoubt') possible.push(...possible.map((range) => between(range, list)));
		});
		const after = contactsOf(harness);
		const fits = ({ least, most }: Range) =>
			least.every((id) => after.includes(id)) && after.every((id) => most.includes(id));
		expect({ after, possible, fits: possible.some(fits) }).toMatchObject({ fits: true });
	}
}

/**
 * What the portal holds afterwards, but the places that Add gave to links at the end of a list. A list that is set a
 * second time may move main companies again (server source: contactcompany.php), so those are left out then.
 */
function stateOf({ state }: Harness, { operation, mishaps }: Run) {
	const links = [...state.companies.keys()].flatMap((id) => state.linksOfCompany(id));
	const setTwice =
		operation === 'replaceAll' && mishaps.some((one) => one && 'commit' in one && one.commit);
	return {
		links: links
			.map(({ companyId, contactId, isPrimary, sort }) =>
				[
					companyId,
					contactId,
					operation === 'replaceAll' ? sort : '',
					setTwice ? '' : isPrimary,
				].join(),
			)
			.sort(),
		main: setTwice ? [] : [...state.contacts.values()].map(({ companyId }) => companyId),
	};
}

async function check(run: Run): Promise<void> {
	const harness = new Harness(run);
	const said = claimsOf(run, await harness.execute());
	if (run.operation === 'replaceAll') checkLists(run, harness, said);
	else checkLinks(run, harness, said);

	const allDone = said.claims.every((claim) => claim === 'done' || claim === 'unchanged');
	if (!allDone || said.stopped) return;
	const oneByOne = new Harness({ ...run, mishaps: [], options: { batchSize: 1 } });
	await oneByOne.execute();
	expect(stateOf(harness, run)).toEqual(stateOf(oneByOne, run));
}

/** Each change of a list that goes on after failures is claimed, or in doubt, and each claim is true. */
async function checkSync(run: Run): Promise<void> {
	const harness = new Harness(run);
	const before = harness.links();
	const { items, error } = await harness.execute();
	expect(error).toBeUndefined();
	const after = harness.links();
	const keyOf = ({ companyId, contactId }: IDataObject) =>
		`${Number(companyId)}:${Number(contactId)}`;
	const claimed = (...kinds: unknown[]) =>
		items.filter(({ change }) => kinds.includes(change)).map(keyOf);
	const inDoubt = items.filter((json) => claimOf(json) === 'inDoubt').map(keyOf);
	for (const key of claimed('add')) expect([key, after.has(key)]).toEqual([key, true]);
	for (const key of claimed('remove')) expect([key, after.has(key)]).toEqual([key, false]);
	const explained = [
		...claimed('add').map((key) => `+${key}`),
		...claimed('remove').map((key) => `-${key}`),
		...inDoubt.flatMap((key) => [`+${key}`, `-${key}`]),
	];
	expect(harness.changed.filter((change) => !explained.includes(change))).toEqual([]);

	const list = new Set(run.items.map(keyOf));
	const missing = [...before].filter((key) => list.has(key) && !after.has(key));
	expect(missing).toEqual([]);
	const added = new Set(claimed('add', 'none'));
	for (const failed of items.filter(({ error: message }) => message !== undefined).map(keyOf)) {
		const [companyId] = failed.split(':');
		if (!list.has(failed) || added.has(failed)) continue;
		expect(harness.changed.filter((change) => change.startsWith(`-${companyId}:`))).toEqual([]);
	}
}

const commit = fc.boolean();
const command = fc.nat(2);
const mishap: fc.Arbitrary<Mishap> = fc.oneof(
	fc.record({
		whole: fc.constantFrom('reset', 'page', 'timeout', 'INTERNAL_SERVER_ERROR' as const),
		commit,
	}) as fc.Arbitrary<Mishap>,
	fc.record({
		whole: fc.constantFrom(
			'QUERY_LIMIT_EXCEEDED',
			'OVERLOAD_LIMIT',
			'INVALID_CREDENTIALS',
			'PORTAL_DELETED',
			'down' as const,
		),
	}) as fc.Arbitrary<Mishap>,
	{
		weight: 2,
		arbitrary: fc.record({
			command,
			error: fc.constantFrom('INTERNAL_SERVER_ERROR', 'ERROR_UNEXPECTED_ANSWER', 'ERROR_CORE'),
			commit,
		}),
	},
	fc.record({
		command,
		error: fc.constantFrom('OPERATION_TIME_LIMIT', 'ACCESS_DENIED'),
		commit: fc.constant(false),
	}),
	fc.record({ command, answers: fc.constantFrom(null, 'missing' as const) }),
	fc.record({ cancel: fc.constantFrom('before' as const, 'after' as const) }),
);

const runs: fc.Arbitrary<Run> = fc.record({
	operation: fc.constantFrom('add', 'remove', 'replaceAll'),
	items: fc.array(
		fc.record({
			// Company 6 does not exist.
			companyId: fc.constantFrom(1, 2, 5, 5, 6),
			contactId: fc.integer({ min: 1, max: 4 }),
			list: fc.uniqueArray(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 3 }),
		}),
		{ minLength: 1, maxLength: 6 },
	),
	options: fc.record(
		{
			batchSize: fc.constantFrom(1, 2, 3, 50),
			ifAlreadyLinked: fc.constantFrom('report', 'error'),
			ifNotLinked: fc.constantFrom('report', 'error'),
		},
		{ requiredKeys: [] },
	),
	onError: fc.constantFrom('stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'),
	mishaps: fc.array(fc.option(mishap, { nil: undefined, freq: 4 }), { maxLength: 5 }),
});

describe('a run with random faults', () => {
	beforeEach(() => {
		jest.spyOn(systemClock, 'wait').mockResolvedValue();
		jest.spyOn(systemClock, 'yieldToEventLoop').mockResolvedValue();
	});
	afterEach(() => jest.restoreAllMocks());

	it('claims nothing in Sync that the portal did not do, and spares a company with a failure', async () => {
		const lists = runs.map(
			(run): Run => ({ ...run, operation: 'sync', onError: 'continueRegularOutput' }),
		);
		await fc.assert(fc.asyncProperty(lists, checkSync), { numRuns: SEEDS / 2 });
	}, 600_000);

	it('claims nothing that the portal did not do, and leaves out nothing that it did', async () => {
		await fc.assert(fc.asyncProperty(runs, check), { numRuns: SEEDS });
	}, 600_000);
});
