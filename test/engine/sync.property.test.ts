/* eslint-disable @n8n/community-nodes/no-restricted-globals -- runs outside n8n */
import fc from 'fast-check';
import type { IDataObject, IHttpRequestOptions, OnError } from 'n8n-workflow';

import { USERS } from '../../dev/sandbox/state/seed';
import { systemClock } from '../../nodes/Bitrix24CompanyContact/bitrix24/clock';
import { DirectRun } from './directRun';
import { without } from './without';

/** `SYNC_SEEDS=20000 npx jest sync.property` tries more. */
const SEEDS = Number(process.env.SYNC_SEEDS ?? 300);

const IDS = [1, 2, 3, 4];

interface Row {
	companyId: number;
	contactId: number;
	isPrimary?: boolean;
	sort?: number;
}

interface Portal {
	links: Array<{ companyId: number; contactId: number; sort: number; flagged: boolean }>;
	/** Place of each contact's main company among its links. */
	mains: number[];
	/** Whether flags and main companies may differ. */
	divergent: boolean;
}

interface Run {
	portal: Portal;
	rows: Row[];
	removeOthers: boolean;
	batchSize: number;
	onError: OnError;
}

/** Where a run is cut off: at the request with this number, before or after the portal carried the request out. */
interface CutOff {
	request: number;
	commit: boolean;
}

class Harness extends DirectRun {
	/** What has to be true after every request, and was not. */
	readonly broken: string[] = [];
	private requests = 0;
	private invariant: (keys: Set<string>) => string[] = () => [];

	constructor(
		run: Run,
		options: IDataObject = {},
		private readonly cutOff?: CutOff,
		parameters: IDataObject = { operation: 'sync' },
	) {
		const { rows, removeOthers, batchSize, onError, portal } = run;
		super({
			items: rows.map(({ companyId, contactId, isPrimary, sort }) => ({
				companyId,
				contactId,
				additionalFields: { isPrimary, sort },
			})),
			parameters,
			options: { removeOthers, batchSize, maxWait: 0, ...options },
			onError,
		});
		setUp(this, portal);
	}

	/** Takes the portal as another run has left it. */
	continueFrom(other: Harness): this {
		const { linkTable } = this.state;
		linkTable.clear();
		other.state.linkTable.all().forEach((link) => linkTable.insert({ ...link }));
		IDS.forEach((id) => {
			this.state.contacts.get(id)!.companyId = other.state.contacts.get(id)!.companyId;
		});
		return this;
	}

	/** @param invariant names what is missing */
	watch(invariant: (keys: Set<string>) => string[]): this {
		this.invariant = invariant;
		return this;
	}

	protected override request({ url, body }: IHttpRequestOptions): unknown {
		const isCut = this.cutOff?.request === this.requests++;
		const send = () => {
			const response = this.carryOut(url, body);
			this.broken.push(...this.invariant(this.keys()));
			return response;
		};
		if (!isCut) return send();
		if (this.cutOff?.commit) send();
		this.controller.abort();
		throw Object.assign(new Error(), { code: 'ERR_CANCELED' });
	}

	keys(): Set<string> {
		return new Set(
			this.state.linkTable.all().map(({ companyId, contactId }) => `${companyId}:${contactId}`),
		);
	}

	/** Links with their sorts, and main companies. */
	end() {
		return {
			links: this.state.linkTable
				.all()
				.map(({ companyId, contactId, sort }) => `${companyId}:${contactId} at ${sort}`)
				.sort(),
			mains: IDS.map((id) => this.state.contacts.get(id)!.companyId),
		};
	}
}

function setUp({ state }: DirectRun, { links, mains, divergent }: Portal): void {
	const admin = { id: USERS.admin, login: 'admin', name: 'A', lastName: 'B', active: true };
	state.addUser({ ...admin, admin: true, crm: 'edit' });
	IDS.forEach((id) => {
		state.addCompany({ id, title: `Company ${id}` });
		state.addContact({ id });
	});
	for (const { companyId, contactId, sort, flagged } of links) {
		state.link(companyId, contactId, { sort, isPrimary: 'N' }).isPrimary =
			divergent && flagged ? 'Y' : 'N';
	}
	IDS.forEach((contactId, index) => {
		const own = state.linksOfContact(contactId);
		const main = own.at(mains[index] % Math.max(1, own.length));
		if (main && !divergent) main.isPrimary = 'Y';
		state.contacts.get(contactId)!.companyId = main?.companyId ?? null;
	});
}

const keyOf = ({ companyId, contactId }: Pick<Row, 'companyId' | 'contactId'>) =>
	`${companyId}:${contactId}`;

/** The list, where it asks for one main company a contact. */
function isPossible({ rows }: Run): boolean {
	return IDS.every((id) => {
		const mains = lastOf(rows).filter(({ contactId, isPrimary }) => contactId === id && isPrimary);
		return mains.length < 2;
	});
}

/** What the list asks of each pair: of several rows, the later one decides. */
function lastOf(rows: Row[]): Row[] {
	const pairs = new Map<string, Row>();
	for (const { isPrimary, sort, ...ids } of rows) {
		const before = pairs.get(keyOf(ids));
		pairs.set(keyOf(ids), {
			...ids,
			isPrimary: isPrimary ?? before?.isPrimary,
			sort: sort ?? before?.sort,
		});
	}
	return [...pairs.values()];
}

async function checkEnd(run: Run): Promise<void> {
	const sync = new Harness(run);
	const before = sync.keys();
	const sorts = new Map(sync.state.linkTable.all().map((link) => [keyOf(link), link.sort]));
	const mains = new Map(IDS.map((id) => [id, sync.state.contacts.get(id)!.companyId]));
	const list = lastOf(run.rows);
	const named = new Set(run.rows.map(({ companyId }) => companyId));
	const wanted = new Set([
		...list.map(keyOf),
		...[...before].filter((key) => !run.removeOthers || !named.has(Number(key.split(':')[0]))),
	]);
	const { items, error } = await sync.execute();
	expect(error).toBeUndefined();
	expect([...sync.keys()].sort()).toEqual([...wanted].sort());

	for (const link of sync.state.linkTable.all()) {
		const asked = list.find((row) => keyOf(row) === keyOf(link));
		const sort = asked?.sort ?? sorts.get(keyOf(link));
		if (sort !== undefined) expect([keyOf(link), link.sort]).toEqual([keyOf(link), sort]);
	}
	for (const contactId of IDS) {
		const own = list.filter((row) => row.contactId === contactId);
		const asked = own.find(({ isPrimary }) => isPrimary)?.companyId;
		const main = mains.get(contactId);
		const isKept = main !== null && wanted.has(`${main}:${contactId}`);
		// A link that is added without a word about the main company takes it.
		const takes = own.some((row) => !before.has(keyOf(row)) && row.isPrimary === undefined);
		const now = sync.state.contacts.get(contactId)!.companyId;
		if (asked !== undefined) expect([contactId, now]).toEqual([contactId, asked]);
		else if (isKept && !takes) expect([contactId, now]).toEqual([contactId, main]);
	}
	const changes = (change: string) => items.filter((one) => one.change === change).map(toKey);
	const gone = [...before].filter((key) => !wanted.has(key));
	const fresh = [...wanted].filter((key) => !before.has(key));
	expect(changes('add').sort()).toEqual(fresh.sort());
	expect(changes('remove').sort()).toEqual(gone.sort());

	const again = await new Harness(run).continueFrom(sync).execute();
	if (!run.portal.divergent) expect(again.items).toEqual([]);
}

const toKey = (json: IDataObject) => keyOf(json as unknown as Row);

async function checkDryRun(run: Run): Promise<void> {
	const dry = new Harness(run, { dryRun: true });
	const before = dry.end();
	const { items } = await dry.execute();
	expect(dry.end()).toEqual(before);
	const wet = await new Harness(run).execute();
	expect(items).toEqual(wet.items.map((row) => ({ ...without(row, 'outcome'), dryRun: true })));
}

async function checkCutOff(run: Run, cutOff: CutOff): Promise<void> {
	const whole = new Harness(run);
	await whole.execute();

	const cut = new Harness(run, {}, cutOff);
	const kept = run.rows.map(keyOf).filter((key) => cut.keys().has(key));
	const missing = (keys: Set<string>) => kept.filter((key) => !keys.has(key));
	await cut.watch(missing).execute();
	const rest = new Harness(run).continueFrom(cut).watch(missing);
	await rest.execute();
	expect([...cut.broken, ...rest.broken]).toEqual([]);
	expect([...rest.keys()].sort()).toEqual([...whole.keys()].sort());
}

async function checkMove(run: Run, cutOff: CutOff): Promise<void> {
	const parameters = { operation: 'moveAll', targetCompanyId: 4 };
	const rows = run.rows.filter(({ companyId }) => companyId !== 4);
	const start = (cut?: CutOff) => new Harness({ ...run, rows }, {}, cut, parameters);
	const whole = start();
	const sources = new Set(rows.map(({ companyId }) => companyId));
	const before = whole.state.linkTable.all().map((link) => ({ ...link }));
	const moved = before.filter(({ companyId }) => sources.has(companyId));
	const mains = IDS.map((id) => whole.state.contacts.get(id)!.companyId);
	await whole.execute();
	const stay = before.filter((link) => !moved.includes(link));
	expect([...whole.keys()].sort()).toEqual(
		[...new Set([...stay, ...moved.map((link) => ({ ...link, companyId: 4 }))].map(keyOf))].sort(),
	);
	IDS.forEach((contactId, index) => {
		const main = mains[index];
		if (!moved.some((link) => link.contactId === contactId) || main === null) return;
		const expected = sources.has(main) ? 4 : main;
		expect([contactId, whole.end().mains[index]]).toEqual([contactId, expected]);
	});

	// Each contact keeps a link to its company, or has one to the target.
	const missing = (keys: Set<string>) =>
		moved
			.filter((link) => !keys.has(keyOf(link)) && !keys.has(keyOf({ ...link, companyId: 4 })))
			.map(keyOf);
	const cut = start(cutOff).watch(missing);
	await cut.execute();
	const rest = start().continueFrom(cut).watch(missing);
	await rest.execute();
	expect([...cut.broken, ...rest.broken]).toEqual([]);
	expect([...rest.keys()].sort()).toEqual([...whole.keys()].sort());
	// Where flags and main companies differ, a contact's list is sent twice, and Bitrix24 chooses by the flags in between.
	if (!run.portal.divergent) expect(rest.end().mains).toEqual(whole.end().mains);
}

const id = fc.constantFrom(...IDS);
const sort = fc.constantFrom(5, 10, 20, 30, 45);
const portal: fc.Arbitrary<Portal> = fc.record({
	links: fc.uniqueArray(fc.record({ companyId: id, contactId: id, sort, flagged: fc.boolean() }), {
		selector: keyOf,
		maxLength: 12,
	}),
	mains: fc.array(fc.nat(3), { minLength: 4, maxLength: 4 }),
	divergent: fc.boolean(),
});
const row: fc.Arbitrary<Row> = fc.record({
	companyId: id,
	contactId: id,
	isPrimary: fc.constantFrom(undefined, undefined, true, false),
	sort: fc.option(sort, { nil: undefined, freq: 2 }),
});
const runs: fc.Arbitrary<Run> = fc
	.record({
		portal,
		rows: fc.array(row, { minLength: 1, maxLength: 10 }),
		removeOthers: fc.boolean(),
		batchSize: fc.constantFrom(1, 2, 50),
		onError: fc.constantFrom<OnError[]>('stopWorkflow', 'continueRegularOutput'),
	})
	.filter(isPossible);
const cutOffs = fc.record({ request: fc.nat(12), commit: fc.boolean() });

describe('Sync and Move All on random portals', () => {
	beforeEach(() => {
		jest.spyOn(systemClock, 'yieldToEventLoop').mockResolvedValue();
	});
	afterEach(() => jest.restoreAllMocks());

	it('make in Sync the links of the named companies equal to the list, and touches no other', async () => {
		await fc.assert(fc.asyncProperty(runs, checkEnd), { numRuns: SEEDS });
	}, 600_000);

	it('name before, in a dry run that writes nothing, what it then does', async () => {
		await fc.assert(fc.asyncProperty(runs, checkDryRun), { numRuns: SEEDS });
	}, 600_000);

	it('reach in Sync the same end after it was cut off, and never misses a link of both', async () => {
		await fc.assert(fc.asyncProperty(runs, cutOffs, checkCutOff), { numRuns: SEEDS });
	}, 600_000);

	it('have in Move All a company for each contact at every time, and the same end after a cut', async () => {
		await fc.assert(fc.asyncProperty(runs, cutOffs, checkMove), { numRuns: SEEDS });
	}, 600_000);
});
