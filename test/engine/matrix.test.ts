/* eslint-disable @n8n/community-nodes/no-restricted-globals -- runs outside n8n */
import type { IDataObject, INodeParameters, OnError } from 'n8n-workflow';

import { operationOf } from '../../nodes/Bitrix24CompanyContact/resources';
import { resources } from '../../nodes/Bitrix24CompanyContact/resources/operations';
import { systemClock } from '../../nodes/Bitrix24CompanyContact/bitrix24/clock';
import type { Fault } from '../../dev/sandbox';
import { createEngine, runNode, useSandbox } from './harness';

const engine = createEngine();
const fixture = useSandbox();

beforeEach(() => {
	jest.spyOn(systemClock, 'wait').mockResolvedValue();
});
afterEach(() => jest.restoreAllMocks());

/** Each operation on companies 1, 2 and 3, none linked to contact 7, all linked to contact 8. */
interface OperationRow {
	operation: string;
	parameters?: INodeParameters;
	/** `json` of the outputs. */
	done: IDataObject[];
	/** The same, if a first attempt was cut off after the change. */
	doneBefore?: IDataObject[];
	/** Contacts of each company afterwards, where it is done. */
	linked: number[];
}

const companies = [1, 2, 3];
const each = (json: IDataObject) => companies.map((companyId) => ({ companyId, ...json }));

const rows: OperationRow[] = [
	{
		operation: 'add',
		done: each({ contactId: 7, result: true, outcome: 'added' }),
		doneBefore: each({ contactId: 7, result: false, outcome: 'alreadyLinked', afterRetry: true }),
		linked: [8, 7],
	},
	{
		operation: 'remove',
		parameters: { contactId: { __rl: true, mode: 'id', value: '8' } },
		done: each({ contactId: 8, result: true, outcome: 'removed' }),
		doneBefore: each({ contactId: 8, result: false, outcome: 'notLinked', afterRetry: true }),
		linked: [],
	},
	{
		operation: 'getAll',
		done: each({ contactId: 8, sort: 500, roleId: 0 }),
		linked: [8],
	},
	{
		operation: 'replaceAll',
		parameters: { contactsInput: 'json', contactsJson: '[7, 8]' },
		done: each({ result: true, outcome: 'replaced', contactIds: [7, 8] }),
		linked: [8, 7],
	},
	{
		operation: 'replaceAll',
		parameters: { contactsInput: 'json', contactsJson: '[{"contactId": 7, "sort": 5}]' },
		done: each({ result: true, outcome: 'replaced', contactIds: [7] }),
		linked: [7],
	},
	{
		operation: 'removeAll',
		done: each({ result: true, outcome: 'removedAll' }),
		linked: [],
	},
	{
		operation: 'getFields',
		done: ['SORT', 'IS_PRIMARY', 'CONTACT_ID'].map((name) => ({ name })),
		linked: [8],
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

async function run({ operation, parameters }: OperationRow, fault: Fault, onError: OnError) {
	const state = fixture.sandbox.state;
	for (const companyId of companies) {
		state.linksOfCompany(companyId).forEach((link) => state.linkTable.remove(link));
		state.link(companyId, 8, { sort: 500 });
	}
	fixture.sandbox.faults.add(fault);
	const logged: string[] = [];
	for (const stream of [process.stdout, process.stderr]) {
		jest.spyOn(stream, 'write').mockImplementation((text) => logged.push(String(text)) > 0);
	}
	const result = await runNode(engine, {
		items: companies.map((companyId) => ({ companyId, contactId: 7 })),
		parameters: { operation, options: { timeout: 1, maxWait: 30 }, ...parameters },
		onError,
		credential: { webhookUrl: fixture.sandbox.webhookUrl },
	});
	const secret = fixture.sandbox.webhookSecret;
	expect(JSON.stringify([result.run, result.hints, logged])).not.toContain(secret);
	return result;
}

const linked = () =>
	companies.map((id) =>
		fixture.sandbox.state
			.linksOfCompany(id)
			.map(({ contactId }) => contactId)
			.sort(),
	);
const all = (contactIds: number[]) => companies.map(() => [...contactIds].sort());

it('has a row for every operation', () => {
	expect(new Set(rows.map(({ operation }) => operation))).toEqual(
		new Set(resources[0].operations.map(({ option }) => option.value)),
	);
});

describe.each(rows)('$operation that leaves contacts $linked', (row) => {
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
			const { error, output, errorOutput } = await run(row, fault, onError);
			expect(linked()).toEqual(all([8]));
			if (onError === 'stopWorkflow') {
				expect(error).toMatchObject({ name: 'NodeApiError', context: { itemIndex: 0 } });
				expect(error?.message).toMatch(message);
				expect(output).toEqual([]);
				return;
			}
			const failed = onError === 'continueErrorOutput' ? errorOutput : output;
			const count = operationOf('companyContact', row.operation).oncePerRun ? 1 : companies.length;
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
});
