/* eslint-disable @n8n/community-nodes/no-restricted-globals -- runs outside n8n */
import type { IDataObject, INodeParameters, OnError } from 'n8n-workflow';

import { resources } from '../../nodes/Bitrix24CompanyContact/resources/operations';
import { systemClock } from '../../nodes/Bitrix24CompanyContact/bitrix24/clock';
import type { Fault } from '../../dev/sandbox';
import { byId, createEngine, runNode, useSandbox } from './harness';
import { without } from './without';

const engine = createEngine();
/** A request is timed out as soon as the portal has carried it out. */
let timeOut = () => {};
const fixture = useSandbox({
	onRequest: ({ fault }) => {
		if (fault === 'timeOut') timeOut();
	},
});

beforeEach(() => {
	jest.spyOn(systemClock, 'wait').mockResolvedValue();
	jest.spyOn(AbortSignal, 'timeout').mockImplementation(() => {
		const controller = new AbortController();
		timeOut = () => controller.abort();
		return controller.signal;
	});
});
afterEach(() => jest.restoreAllMocks());

/**
 * Each operation on companies 1, 2 and 3. Each is linked to contact 8 and to a contact of its own, whose main company is
 * company 4. None is linked to contact 7, which has that main company as well.
 */
interface OperationRow {
	resource: string;
	operation: string;
	parameters?: INodeParameters;
	/** Requests that the operation reads by first: the fault then hits the request that writes. */
	reads?: number;
	/** Makes the links before other ones. */
	prepare?: () => void;
	/** `json` of the outputs. */
	done: IDataObject[];
	/** The same, when a first attempt was cut off after the change. */
	doneBefore?: IDataObject[];
	/** Contacts of each company afterwards, where it is done: `OWN` is the one that only this company has. */
	linked: number[];
}

const companies = [1, 2, 3];
const each = (json: IDataObject) => companies.map((companyId) => ({ companyId, ...json }));
const OWN = 20;
const own = (companyId: number) => OWN + companyId;
const ownContact = { __rl: true, mode: 'id', value: `={{ ${OWN} + $json.companyId }}` };
const contact = { resource: 'contactCompany' };
const company = { resource: 'companyContact' };
const keepsMain = { additionalFields: { isPrimary: false, sort: 70 } };
const linkOf = (contactId: number) => ({ contactId, sort: 500 });

/** The company that is linked last is the contact's main one at the end of the run. */
const addedBySync = companies.map((companyId) => ({
	companyId,
	contactId: 7,
	change: 'add',
	outcome: 'added',
	before: null,
	after: { sort: 510, isPrimary: companyId === companies.at(-1) },
}));
const removedBySync = companies.flatMap((companyId) =>
	[8, own(companyId)].map((contactId) => ({
		companyId,
		contactId,
		change: 'remove',
		outcome: 'removed',
		before: { sort: 500 },
		after: null,
	})),
);
const removedDry = removedBySync.map((row) => ({ ...without(row, 'outcome'), dryRun: true }));
/** Contact 8 is one of each company, and moves with the first. */
const movedDry = companies.flatMap((companyId, index) => [
	{ companyId, contactId: 8, change: 'remove', dryRun: true },
	...(index ? [] : [{ companyId: 5, contactId: 8, change: 'add' }]),
	{ companyId, contactId: own(companyId), change: 'remove' },
	{ companyId: 5, contactId: own(companyId), change: 'add' },
]);
const unlink = (companyId: number, contactId: number) =>
	fixture.sandbox.state.linkTable.remove({ companyId, contactId });

const rows: OperationRow[] = [
	{
		...company,
		operation: 'add',
		done: each({ contactId: 7, result: true, outcome: 'added' }),
		doneBefore: each({ contactId: 7, result: false, outcome: 'alreadyLinked', afterRetry: true }),
		linked: [7, 8, OWN],
	},
	{
		...company,
		operation: 'add',
		parameters: keepsMain,
		reads: 1,
		done: each({ contactId: 7, result: true, outcome: 'added' }),
		doneBefore: each({ contactId: 7, result: false, outcome: 'alreadyLinked', afterRetry: true }),
		linked: [7, 8, OWN],
	},
	{
		...company,
		operation: 'add',
		parameters: {
			contactId: ownContact,
			additionalFields: { sort: 70 },
			options: { ifAlreadyLinked: 'update' },
		},
		reads: 1,
		done: companies.map((companyId) => ({
			companyId,
			contactId: own(companyId),
			result: true,
			outcome: 'updated',
		})),
		linked: [8, OWN],
	},
	{
		...contact,
		operation: 'add',
		done: each({ contactId: 7, result: true, outcome: 'added' }),
		doneBefore: each({ contactId: 7, result: false, outcome: 'alreadyLinked', afterRetry: true }),
		linked: [7, 8, OWN],
	},
	{
		...company,
		operation: 'remove',
		parameters: { contactId: { __rl: true, mode: 'id', value: '8' } },
		done: each({ contactId: 8, result: true, outcome: 'removed' }),
		doneBefore: each({ contactId: 8, result: false, outcome: 'notLinked', afterRetry: true }),
		linked: [OWN],
	},
	{
		...contact,
		operation: 'remove',
		parameters: { contactId: { __rl: true, mode: 'id', value: '8' } },
		done: each({ contactId: 8, result: true, outcome: 'removed' }),
		doneBefore: each({ contactId: 8, result: false, outcome: 'notLinked', afterRetry: true }),
		linked: [OWN],
	},
	{
		...company,
		operation: 'getAll',
		done: companies.flatMap((companyId) =>
			[8, own(companyId)].map((contactId) => ({ companyId, contactId, sort: 500, roleId: 0 })),
		),
		linked: [8, OWN],
	},
	{
		...contact,
		operation: 'getAll',
		parameters: { contactId: ownContact },
		done: companies.flatMap((companyId) =>
			[companyId, 4].map((id) => ({ companyId: id, contactId: own(companyId) })),
		),
		linked: [8, OWN],
	},
	{
		...company,
		operation: 'replaceAll',
		parameters: { contactsInput: 'json', contactsJson: '={{ [7, 8, 20 + $json.companyId] }}' },
		reads: 1,
		done: companies.map((companyId) => ({
			companyId,
			result: true,
			outcome: 'replaced',
			contactIds: [7, 8, own(companyId)],
			added: [7],
			removed: [],
			kept: [8, own(companyId)],
		})),
		linked: [7, 8, OWN],
	},
	{
		...company,
		operation: 'replaceAll',
		parameters: { contactsInput: 'json', contactsJson: '[{"contactId": 7, "sort": 5}]' },
		reads: 1,
		done: companies.map((companyId) => ({
			companyId,
			result: true,
			outcome: 'replaced',
			contactIds: [7],
			added: [7],
			removed: [linkOf(8), linkOf(own(companyId))],
			kept: [],
		})),
		linked: [7],
	},
	{
		...contact,
		operation: 'replaceAll',
		parameters: {
			contactId: ownContact,
			companiesInput: 'json',
			companiesJson: '={{ [$json.companyId, 4, 5] }}',
		},
		reads: 1,
		done: companies.map((companyId) => ({
			contactId: own(companyId),
			result: true,
			outcome: 'replaced',
			companyIds: [companyId, 4, 5],
			added: [5],
			removed: [],
			kept: [companyId, 4],
		})),
		linked: [8, OWN],
	},
	{
		...company,
		operation: 'removeAll',
		reads: 1,
		done: companies.map((companyId) => ({
			companyId,
			result: true,
			outcome: 'removedAll',
			removed: [linkOf(8), linkOf(own(companyId))],
		})),
		linked: [],
	},
	{
		...contact,
		operation: 'removeAll',
		parameters: { contactId: ownContact },
		reads: 1,
		done: companies.map((companyId) => ({
			contactId: own(companyId),
			result: true,
			outcome: 'removedAll',
			removed: [
				{ companyId, sort: 500, isPrimary: false },
				{ companyId: 4, isPrimary: true },
			],
		})),
		linked: [8],
	},
	{
		...contact,
		operation: 'setMain',
		parameters: { contactId: ownContact },
		reads: 1,
		done: companies.map((companyId) => ({
			companyId,
			contactId: own(companyId),
			outcome: 'mainSet',
			before: 4,
		})),
		linked: [8, OWN],
	},
	{
		...company,
		operation: 'moveAll',
		parameters: { targetCompanyId: byId('5') },
		prepare: () => companies.forEach((companyId) => unlink(companyId, 8)),
		reads: 2,
		done: companies.flatMap((companyId, index) => [
			{ companyId, change: 'remove', outcome: 'removed', before: { sort: 500 }, after: null },
			{
				companyId: 5,
				contactId: own(companyId),
				change: 'add',
				outcome: 'added',
				// The second and third would have the sort of the first.
				after: { sort: 500 + 10 * index, isPrimary: false },
			},
		]),
		linked: [],
	},
	{
		...company,
		operation: 'sync',
		reads: 2,
		done: [...addedBySync, ...removedBySync],
		doneBefore: [
			...each({ change: 'none', outcome: 'alreadyLinked', afterRetry: true }),
			...removedBySync,
		],
		linked: [7],
	},
	...[
		{ operation: 'add', done: each({ contactId: 7, change: 'add', dryRun: true }) },
		{ operation: 'moveAll', parameters: { targetCompanyId: byId('5') }, done: movedDry },
		{ operation: 'sync', done: [...each({ change: 'add' }), ...removedDry] },
		{ operation: 'removeAll', done: each({ change: 'remove', dryRun: true }) },
	].map((row) => ({
		...company,
		...row,
		parameters: { ...row.parameters, options: { dryRun: true } },
		linked: [8, OWN],
	})),
	{
		...company,
		operation: 'getFields',
		done: ['SORT', 'IS_PRIMARY', 'CONTACT_ID'].map((name) => ({ name })),
		linked: [8, OWN],
	},
	{
		...contact,
		operation: 'getFields',
		done: ['SORT', 'IS_PRIMARY', 'COMPANY_ID'].map((name) => ({ name })),
		linked: [8, OWN],
	},
];

const always = 99;

/** Faults that pass: every item gets its own true outcome. */
const passing: Array<[string, Fault]> = [
	['a burst of 503', { kind: 'tooManyRequests', times: 3 }],
	['429', { kind: 'operationTimeLimit' }],
	['502 with a page', { kind: 'badGateway' }],
	['500 with a code', { kind: 'error', status: 500, error: 'INTERNAL_SERVER_ERROR' }],
	['a reset before the change', { kind: 'reset' }],
	['a reset after the change', { kind: 'reset', commit: true }],
	['a truncated answer', { kind: 'truncated' }],
	['a slow answer', { kind: 'slow', delay: 20 }],
	['a time-out after the change', { kind: 'timeOut' }],
];
const CHANGED = ['a reset after the change', 'a truncated answer', 'a time-out after the change'];

/** Faults that stay: no item is shown as done, and each says why. */
const staying: Array<[string, Fault, string | undefined, RegExp]> = [
	['503', { kind: 'tooManyRequests', times: always }, 'QUERY_LIMIT_EXCEEDED', /too many requests/],
	[
		'429',
		{ kind: 'operationTimeLimit', times: always },
		'OPERATION_TIME_LIMIT',
		/execution time limit/,
	],
	['502 with a page', { kind: 'badGateway', times: always }, 'UNREADABLE_ANSWER', /not look like/],
	['resets', { kind: 'reset', times: always }, 'CONNECTION_LOST', /broke off/],
	['a block for overload', { kind: 'overload' }, 'OVERLOAD_LIMIT', /overload/],
	['403 with a page', { kind: 'forbiddenPage' }, 'UNREADABLE_ANSWER', /not look like/],
	[
		'a deleted portal',
		{ kind: 'error', status: 403, error: 'PORTAL_DELETED' },
		'PORTAL_DELETED',
		/has been deleted/,
	],
	[
		'an ended subscription',
		{ kind: 'error', status: 401, error: 'PAYMENT_REQUIRED' },
		'PAYMENT_REQUIRED',
		/subscription has ended/,
	],
	['an expired token', { kind: 'expiredToken' }, 'expired_token', /expired/],
	['200 with an error', { kind: 'error', error: 'ERROR_CORE' }, 'ERROR_CORE', /failed while/],
	[
		'200 with an empty error',
		{ kind: 'error', error: '', description: 'Access denied.' },
		undefined,
		/CRM/,
	],
	[
		'a redirect to elsewhere',
		{ kind: 'redirect', to: 'https://elsewhere.example' },
		'PORTAL_MOVED',
		/new address/,
	],
	[
		'a redirect down to http',
		{ kind: 'redirect', to: 'http://elsewhere.example' },
		'PORTAL_MOVED',
		/new address/,
	],
];

const modes: OnError[] = ['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'];

async function run(
	{ resource, operation, parameters, reads = 0, prepare }: OperationRow,
	fault: Fault,
	onError: OnError,
) {
	const state = fixture.sandbox.state;
	state.link(4, 7);
	for (const companyId of companies) {
		state.linksOfCompany(companyId).forEach((link) => state.linkTable.remove(link));
		state.link(companyId, 8, { sort: 500 });
		state.addContact({ id: own(companyId) });
		state.link(4, own(companyId), { sort: 600 });
		state.link(companyId, own(companyId), { sort: 500 });
	}
	prepare?.();
	const before = linked();
	// A fault that changes nothing lets the reads pass.
	if (reads) fixture.sandbox.faults.add({ kind: 'slow', delay: 0, times: reads });
	fixture.sandbox.faults.add(fault);
	const logged: string[] = [];
	for (const stream of [process.stdout, process.stderr]) {
		jest.spyOn(stream, 'write').mockImplementation((text) => logged.push(String(text)) > 0);
	}
	const result = await runNode(engine, {
		items: companies.map((companyId) => ({ companyId, contactId: 7 })),
		parameters: {
			resource,
			operation,
			...parameters,
			options: {
				maxWait: 30,
				...(parameters?.options as object),
			},
		},
		onError,
		credential: { webhookUrl: fixture.sandbox.webhookUrl },
	});
	const secret = fixture.sandbox.webhookSecret;
	expect(JSON.stringify([result.run, result.hints, logged])).not.toContain(secret);
	return { ...result, before };
}

const linked = () =>
	companies.map((id) =>
		fixture.sandbox.state
			.linksOfCompany(id)
			.map(({ contactId }) => (contactId === own(id) ? OWN : contactId))
			.sort(),
	);
const all = (contactIds: number[]) => companies.map(() => [...contactIds].sort());

it('has a row for every operation', () => {
	const named = rows.map(({ resource, operation }) => `${resource} ${operation}`);
	const all = resources.flatMap(({ side, operations }) =>
		operations.map(({ option }) => `${side.resource} ${option.value}`),
	);
	expect(new Set(named)).toEqual(new Set(all));
});

describe.each(rows)(
	'$resource $operation ($parameters.options) that leaves contacts $linked',
	(row) => {
		describe.each(modes)('On Error: %s', (onError) => {
			it.each(passing)('gets through %s', async (name, fault) => {
				const { json, errorOutput } = await run(row, fault, onError);
				const expected = CHANGED.includes(name) ? (row.doneBefore ?? row.done) : row.done;
				expect(json).toMatchObject(expected);
				expect(json).toHaveLength(expected.length);
				expect(errorOutput).toEqual([]);
				expect(linked()).toEqual(all(row.linked));
			});

			it.each(staying)('shows nothing as done after %s', async (_, fault, code, message) => {
				const { error, output, errorOutput, before } = await run(row, fault, onError);
				expect(linked()).toEqual(before);
				if (onError === 'stopWorkflow') {
					expect(error).toMatchObject({ name: 'NodeApiError', context: { itemIndex: 0 } });
					expect(error?.message).toMatch(message);
					expect(output).toEqual([]);
					return;
				}
				const failed = onError === 'continueErrorOutput' ? errorOutput : output;
				const count = row.operation === 'getFields' ? 1 : companies.length;
				expect(failed.map(({ pairedItem }) => pairedItem)).toEqual(
					companies.slice(0, count).map((__, item) => ({ item })),
				);
				for (const { json } of failed) {
					expect(json.error).toMatch(message);
					expect(json.code).toBe(code);
				}
				expect(output.length + errorOutput.length).toBe(count);
			});
		});
	},
);
