/* eslint-disable @n8n/community-nodes/no-restricted-globals -- runs outside n8n */
import fc from 'fast-check';
import type { IDataObject, IExecuteFunctions, IHttpRequestOptions, OnError } from 'n8n-workflow';

import { Bitrix24CompanyContact } from '../../nodes/Bitrix24CompanyContact/Bitrix24CompanyContact.node';
import { systemClock } from '../../nodes/Bitrix24CompanyContact/bitrix24/clock';
import { FaultQueue } from '../../dev/sandbox/faults/faultQueue';
import { OAuthServer } from '../../dev/sandbox/rest/oauthServer';
import { OperatingTime } from '../../dev/sandbox/rest/operatingTime';
import { phpArray, type PhpArray, toPhp } from '../../dev/sandbox/php/values';
import { PortalState } from '../../dev/sandbox/state/portalState';
import { dispatch } from '../../dev/sandbox/rest/dispatch';
import { applySeed, standardSeed, USERS } from '../../dev/sandbox/state/seed';
import { encodeJson } from '../../dev/sandbox/php/json';

/** `TRUTH_SEEDS=10000 npx jest truth` tries more. */
const SEEDS = Number(process.env.TRUTH_SEEDS ?? 3000);

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
	operation: 'add' | 'remove' | 'replaceAll';
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

class Harness {
	readonly state = new PortalState();
	/** Links that requests made (+) and removed (-), e.g. +5:7 for company 5 and contact 7. */
	readonly changed: string[] = [];
	private readonly faults = new FaultQueue();
	private readonly controller = new AbortController();
	private requests = 0;

	constructor(private readonly run: Run) {
		applySeed(this.state, standardSeed);
	}

	async execute(): Promise<{ items: IDataObject[]; error?: Error & { description?: string } }> {
		try {
			const [items] = await new Bitrix24CompanyContact().execute.call(this.context());
			return { items: items.map(({ json }) => json) };
		} catch (error) {
			return { items: [], error: error as Error };
		}
	}

	private context(): IExecuteFunctions {
		const { operation, items, options, onError } = this.run;
		const parameters: Record<string, (item: Run['items'][number]) => unknown> = {
			operation: () => operation,
			authentication: () => 'webhook',
			companyId: ({ companyId }) => companyId,
			contactId: ({ contactId }) => contactId,
			contactsInput: () => 'json',
			contactsJson: ({ list }) => list,
		};
		return {
			getInputData: () => items.map((json) => ({ json })),
			getNodeParameter: (name: string, index: number, fallback: unknown) =>
				name.startsWith('options.')
					? (options[name.slice('options.'.length)] ?? fallback)
					: (parameters[name]?.(items[index]) ?? fallback),
			getNode: () => ({ onError, name: 'Bitrix24', parameters: {} }),
			continueOnFail: () => onError !== 'stopWorkflow',
			getCredentials: async () => ({
				webhookUrl: 'https://acme.bitrix24.com/rest/1/secretcode/',
				plan: 'selfHosted',
			}),
			getExecutionCancelSignal: () => this.controller.signal,
			addExecutionHints: () => {},
			helpers: {
				httpRequestWithAuthentication: async (_: string, options_: IHttpRequestOptions) =>
					this.request(options_),
			},
		} as unknown as IExecuteFunctions;
	}

	private request({ url, body }: IHttpRequestOptions): unknown {
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

	private carryOut(method: string, body: unknown): unknown {
		const before = this.links();
		const { status, body: answered } = dispatch(
			{
				method,
				params: phpArray({ ...(toPhp(body) as PhpArray), aplogin: '1', ap: 'secretcode' }),
				secure: true,
			},
			{
				state: this.state,
				webhooks: [{ userId: USERS.admin, secret: 'secretcode', scope: ['crm'] }],
				oauth: new OAuthServer(() => 0),
				faults: this.faults,
				operating: new OperatingTime(undefined),
				now: () => 0,
				commandCost: 0,
				timeStyle: 'integer',
			},
		);
		const after = this.links();
		for (const link of after) if (!before.has(link)) this.changed.push(`+${link}`);
		for (const link of before) if (!after.has(link)) this.changed.push(`-${link}`);
		return { statusCode: status, body: JSON.parse(encodeJson(answered)) as unknown };
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
		return /may not have been|does not know/.test(error) ? 'inDoubt' : 'failed';
	}
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

const sorted = (contacts: Iterable<number>) => [...contacts].sort((a, b) => a - b).join();

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

function checkLists(run: Run, harness: Harness, { claims, later }: ReturnType<typeof claimsOf>) {
	for (const companyId of new Set(run.items.map((item) => item.companyId))) {
		const contactsOf = (state: PortalState) =>
			sorted(state.linksOfCompany(companyId).map(({ contactId }) => contactId));
		let possible = [contactsOf(new Harness(run).state)];
		run.items.forEach((item, index) => {
			if (item.companyId !== companyId) return;
			const claim = claims[index] ?? (later ? 'inDoubt' : 'failed');
			if (claim === 'done') possible = [sorted(item.list)];
			if (claim === 'inDoubt') possible.push(sorted(item.list));
		});
		expect(possible).toContain(contactsOf(harness.state));
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

	it('claims nothing that the portal did not do, and leaves out nothing that it did', async () => {
		await fc.assert(fc.asyncProperty(runs, check), { numRuns: SEEDS });
	}, 600_000);
});
