import { Client } from '../../nodes/Bitrix24CompanyContact/bitrix24/client';
import { byId, createEngine, runNode, useSandbox } from './harness';

const engine = createEngine();
const fixture = useSandbox();

const items = [1, 2, 3].map((contactId) => ({ companyId: 5, contactId, note: `row ${contactId}` }));

afterEach(() => jest.restoreAllMocks());

/** Lets the node fail in a way of its own as it sends the second window of items. */
function failAtSecondWindow() {
	const original = Object.getOwnPropertyDescriptor(Client.prototype, 'run')!;
	const run = original.value as Client['run'];
	let windows = 0;
	jest.spyOn(Client.prototype, 'run').mockImplementation(function (this: Client, calls, stop) {
		if (++windows === 2) throw new TypeError('windows is not a function');
		return run.call(this, calls, stop);
	});
}

describe('something that the node does not expect', () => {
	it.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
		'fails every open item with what is known of each, under %s',
		async (onError) => {
			failAtSecondWindow();
			const { json, errorOutput } = await runNode(engine, {
				items,
				parameters: { options: { batchSize: 1 } },
				onError,
				credential: { webhookUrl: fixture.sandbox.webhookUrl },
			});
			const failed = onError === 'continueErrorOutput' ? errorOutput : json.slice(1);
			const rows = failed.map((one) => ('json' in one ? one.json : one));
			expect(json[0]).toMatchObject({ contactId: 1, outcome: 'added' });
			expect(rows).toMatchObject([
				{
					contactId: 2,
					outcome: 'failed',
					error: expect.stringContaining('may not have been linked'),
				},
				{
					contactId: 3,
					outcome: 'failed',
					error: expect.stringContaining('The run was cut short'),
				},
			]);
		},
	);

	it('stops a run that stops on fail at the first open item', async () => {
		failAtSecondWindow();
		const { error } = await runNode(engine, {
			items,
			parameters: { options: { batchSize: 1 } },
			credential: { webhookUrl: fixture.sandbox.webhookUrl },
		});
		expect(error).toMatchObject({
			message: 'Contact 2 may not have been linked to company 5',
			context: { itemIndex: 1 },
		});
	});

	it('is no list of any length: 150,000 IDs are read', async () => {
		const ids = Array.from({ length: 150_000 }, () => ({ email: 'nobody@x.example' }));
		const { json } = await runNode(engine, {
			items: [{ ids }],
			parameters: {
				operation: 'replaceAll',
				contactsInput: 'json',
				contactsJson: '={{ $json.ids }}',
				companyId: { __rl: true, mode: 'id', value: 5 },
			},
			onError: 'continueRegularOutput',
			credential: { webhookUrl: fixture.sandbox.webhookUrl },
		});
		expect(json).toMatchObject([{ error: expect.stringMatching(/^No contact with the email/) }]);
	});
});

describe('Include Input Fields', () => {
	const run = async (input: object, more: object = {}) =>
		await runNode(engine, {
			items: [{ companyId: 5, contactId: 7, ...input }],
			parameters: { options: { includeInputFields: true }, ...more },
			onError: 'continueRegularOutput',
			credential: { webhookUrl: fixture.sandbox.webhookUrl },
		});

	it('leaves out what an earlier run said of the item, and keeps all else', async () => {
		const earlier = { error: 'x', change: 'add', dryRun: true, plan: 'a1', lookedFor: 'y' };
		const kept = { code: 'c', description: 'd', afterwards: 1, note: 'row' };
		const { json } = await run({ ...earlier, ...kept });
		expect(json).toEqual([{ ...kept, companyId: 5, contactId: 7, result: true, outcome: 'added' }]);
	});

	it('goes out with an item that failed as well', async () => {
		const { json } = await run({ contactId: 'none', outcome: 'added', note: 'row' });
		expect(json).toMatchObject([
			{ note: 'row', outcome: 'failed', contactId: 'none', companyId: 5 },
		]);
	});

	it('goes out with every item where the credential cannot be used', async () => {
		const { json } = await runNode(engine, {
			items,
			parameters: { options: { includeInputFields: true } },
			onError: 'continueRegularOutput',
			credential: { webhookUrl: 'https://acme.bitrix24.com/' },
		});
		expect(json).toMatchObject(items.map((item) => ({ ...item, outcome: 'failed' })));
	});
});

describe('an option that protects links, and whose expression gives no value or several', () => {
	const run = async (operation: string, parameters: object, onError?: 'continueRegularOutput') => {
		fixture.sandbox.state.link(5, 1);
		fixture.sandbox.state.link(5, 2);
		return await runNode(engine, {
			items: [{ companyId: 5, contactId: 1, most: 1 }],
			parameters: { operation, ...parameters },
			onError,
			credential: { webhookUrl: fixture.sandbox.webhookUrl },
		});
	};

	it.each(['remove', 'removeAll', 'add', 'sync'])('stops %s: Dry Run', async (operation) => {
		const { error } = await run(operation, { options: { dryRun: '={{ $json.dryrun }}' } });
		expect(error?.message).toBe("The option 'Dry Run' has no value");
		expect(fixture.sandbox.state.linksOfCompany(5)).toHaveLength(2);
	});

	it.each([
		[
			'Remove Others',
			{ options: { removeOthers: '={{ $json.others }}' } },
			"The option 'Remove Others'",
		],
		['Max Removals', { maxRemovals: '={{ $json.mots }}' }, "'Max Removals'"],
	])('stops Sync: %s', async (_, parameters, name) => {
		const { error } = await run('sync', parameters);
		expect(error?.message).toBe(`${name} has no value`);
		const { json } = await run('sync', parameters, 'continueRegularOutput');
		expect(json).toMatchObject([{ outcome: 'failed', companyId: 5, contactId: 1 }]);
		expect(fixture.sandbox.state.linksOfCompany(5)).toHaveLength(2);
	});

	it.each([
		['Max Removals', { maxRemovals: '={{ $json.most }}' }],
		['Remove Others', { options: { removeOthers: '={{ $json.most > 1 }}' } }],
	])(
		'stops Sync where the rows of the list disagree about the option: %s',
		async (name, parameters) => {
			const { state } = fixture.sandbox;
			state.link(5, 1);
			state.link(5, 2);
			const { error } = await runNode(engine, {
				items: [
					{ companyId: 5, contactId: 1, most: 1 },
					{ companyId: 5, contactId: 1, most: 50 },
				],
				parameters: { operation: 'sync', ...parameters },
				credential: { webhookUrl: fixture.sandbox.webhookUrl },
			});
			expect(error?.message).toBe(`'${name}' is not the same for all items of the list`);
			expect(state.linksOfCompany(5)).toHaveLength(2);
		},
	);
});

describe('a link of the portal that is not known as one', () => {
	const good = { CONTACT_ID: 1, SORT: 10, ROLE_ID: 0, IS_PRIMARY: 'Y' };

	it.each([
		['no ID', { CONTACT_ID: null }],
		['an empty ID', { CONTACT_ID: '' }],
		['true as its ID', { CONTACT_ID: true }],
		['a negative ID', { CONTACT_ID: -5 }],
		['an ID in another base', { CONTACT_ID: '0x10' }],
		['a list as its ID', { CONTACT_ID: [7] }],
		['an ID with an exponent', { CONTACT_ID: 1e21 }],
		['an ID that is there twice', { CONTACT_ID: 1 }],
		['no sort', { CONTACT_ID: 2, SORT: null }],
		['a sort that is no whole number', { CONTACT_ID: 2, SORT: 1e21 }],
		['another flag', { CONTACT_ID: 2, IS_PRIMARY: 'maybe' }],
	])('is never written back: %s', async (_, odd) => {
		for (const operation of ['removeAll', 'replaceAll', 'moveAll', 'sync', 'getAll']) {
			fixture.sandbox.faults.add({
				kind: 'answer',
				method: 'crm.company.contact.items.get',
				result: [good, { ...good, ...odd }],
			});
			const { error } = await runNode(engine, {
				items: [{}],
				parameters: {
					operation,
					companyId: byId(5),
					contactId: byId(1),
					targetCompanyId: byId(1),
					contactsInput: 'json',
					contactsJson: '[1]',
					options: { batchSize: 1 },
				},
				credential: { webhookUrl: fixture.sandbox.webhookUrl },
			});
			expect(error?.message).toBe('Bitrix24 gave an answer that this node does not know');
		}
		const methods = fixture.sandbox.requests.map(({ method }) => method);
		expect(methods.filter((method) => /\.(add|delete|set)$/.test(method))).toEqual([]);
	});
});

it('a dry run of a record that is not found says so in its hint, and keeps the ID of the other end', async () => {
	const { json, hints } = await runNode(engine, {
		items: [{}],
		parameters: {
			companyId: { __rl: true, mode: 'title', value: 'Nobody' },
			contactId: byId(7),
			options: { dryRun: true, ifNotFound: 'report' },
		},
		credential: { webhookUrl: fixture.sandbox.webhookUrl },
	});
	expect(json).toEqual([
		{ change: 'none', dryRun: true, notFound: 'company', lookedFor: 'Nobody', contactId: 7 },
	]);
	expect(hints.map(({ message }) => message)).toEqual([
		'Dry run: nothing was changed. 1 item was not found.',
	]);
});
