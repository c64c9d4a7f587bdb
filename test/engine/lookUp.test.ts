import type { IDataObject, INodeParameters, OnError } from 'n8n-workflow';

import { USERS } from '../../dev/sandbox';
import { byId, createEngine, runNode, useSandbox } from './harness';

const engine = createEngine();
const fixture = useSandbox();

const by = (mode: string, value: string) => ({ __rl: true, mode, value });

interface Setup extends INodeParameters {
	onError?: OnError;
}

async function run(items: IDataObject[], { onError, ...parameters }: Setup = {}) {
	return await runNode(engine, {
		items,
		parameters,
		onError,
		credential: { webhookUrl: fixture.sandbox.webhookUrl },
	});
}

const link = async (company: object, contact: object, more: Setup = {}) =>
	await run([{}], {
		companyId: company as never,
		contactId: contact as never,
		...more,
	});
const added = (companyId: number, contactId: number) => [
	{ companyId, contactId, result: true, outcome: 'added' },
];
const description = (error: unknown) => (error as { description?: string }).description;
const writes = () =>
	fixture.sandbox.requests
		.flatMap(({ commands }) => commands.map(({ method }) => method))
		.filter((method) => /\.(add|delete|set)$/.test(method));

beforeEach(() => {
	const { state } = fixture.sandbox;
	state.addCompany({
		id: 50,
		title: `Acme "100%" O'Neill & $result[c0][ID]`,
		emails: ['Sales@Acme.example'],
		phones: ['+49 171 2345678'],
		fields: { ORIGIN_ID: 'ERP-50' },
	});
	state.addContact({
		id: 60,
		name: 'Ada',
		lastName: 'Byron',
		emails: ['first@acme.example', 'Ada.Byron@acme.example'],
		phones: ['8 (912) 345-67-89'],
		fields: { ORIGIN_ID: 'P-60' },
	});
	state.addRequisite({ companyId: 50, country: 'RU', numbers: { RQ_INN: '7801234567' } });
});

describe('a company', () => {
	it.each([
		['title', `Acme "100%" O'Neill & $result[c0][ID]`],
		['title', `  aCME "100%" o'neill & $RESULT[c0][id] `],
		['taxNumber', '7801234567'],
		['taxNumber', ' 7801234567 '],
		['email', 'sales@acme.example'],
		['email', ' SALES@ACME.EXAMPLE '],
		['phone', '+49 171 2345678'],
		['phone', '0049 171 2345678'],
		['externalId', 'ERP-50'],
	])('is found by %s: %s', async (mode, value) => {
		const { json } = await link(by(mode, value), byId(10));
		expect(json).toEqual(added(50, 10));
	});

	it.each([
		['title', 'Acme', 'company with the title "Acme"'],
		['title', '%', 'company with the title "%"'],
		['title', 'x'.repeat(300), 'company with the title'],
		['taxNumber', '780123456', 'company with the tax number "780123456"'],
		['email', 'sales@acme.exampl', 'company with the email address "sales@acme.exampl"'],
		['phone', '0171 2345678', 'company with the phone number "0171 2345678"'],
		['phone', '+49 171 2345679', 'company with the phone number "+49 171 2345679"'],
		['externalId', 'erp-50', 'company with the external ID "erp-50"'],
	])('is not found by %s: %s', async (mode, value, what) => {
		const { error } = await link(by(mode, value), byId(10));
		expect(error?.message).toContain(`No ${what}`);
		expect(writes()).toEqual([]);
	});

	it.each(['title', 'taxNumber', 'email', 'phone', 'externalId'])(
		'is not looked for by an empty %s',
		async (mode) => {
			for (const value of ['={{ "" }}', '={{ "  " }}', '={{ undefined }}', '={{ null }}']) {
				const { error } = await link(by(mode, value), byId(10));
				expect(error?.message).toMatch(/^'Company' is empty: no .* to look for$/);
			}
			expect(fixture.sandbox.requests).toEqual([]);
		},
	);
});

describe('a contact', () => {
	it.each([
		['email', 'ada.byron@ACME.example'],
		['phone', '8 (912) 345-67-89'],
		['phone', '+7 912 345 67 89'],
		['phone', '79123456789'],
		['phone', '0079123456789'],
		['phone', '７９１２３４５６７８９'],
		['externalId', 'P-60'],
	])('is found by %s: %s', async (mode, value) => {
		const { json } = await link(byId(5), by(mode, value));
		expect(json).toEqual(added(5, 60));
	});

	it('that the user may not read counts as not found', async () => {
		fixture.sandbox.state.addContact({ id: 12, emails: ['luca@acme.example'] });
		const { error } = await runNode(engine, {
			items: [{}],
			parameters: { companyId: byId(5), contactId: by('email', 'luca@acme.example') },
			credential: { webhookUrl: fixture.sandbox.webhook({ userId: USERS.restricted }) },
		});
		expect(error?.message).toContain('No contact with the email address "luca@acme.example"');
		expect(description(error)).toContain('may read the contact');
	});
});

describe('several records', () => {
	beforeEach(() => {
		for (const id of [71, 72, 73, 74, 75, 76, 77]) {
			fixture.sandbox.state.addCompany({ id, title: 'Twin Ltd' });
		}
	});

	it('fail the item, with up to five IDs and names', async () => {
		const { error } = await link(by('title', 'twin ltd'), byId(10));
		expect(error?.message).toBe('7 records found: company with the title "twin ltd"');
		expect(description(error)).toContain('71 (Twin Ltd), 72 (Twin Ltd)');
		expect(description(error)).toContain('75 (Twin Ltd) and 2 more');
		expect(writes()).toEqual([]);
	});

	it('give the one with the lowest ID, where that is wanted', async () => {
		const { json } = await link(by('title', 'Twin Ltd'), byId(10), {
			options: { ifSeveralFound: 'oldest' },
		});
		expect(json).toEqual(added(71, 10));
	});

	it('are all counted where they fill more than a page', async () => {
		for (let id = 100; id < 220; id++) fixture.sandbox.state.addCompany({ id, title: 'Twin Ltd' });
		const { error } = await link(by('title', 'Twin Ltd'), byId(10));
		expect(error?.message).toContain('127 records found');
	});

	it('with one tax number are found in the company details', async () => {
		const { error } = await link(by('taxNumber', '7707083893'), byId(10));
		expect(error?.message).toBe('2 records found: company with the tax number "7707083893"');
	});
});

describe('If Not Found', () => {
	const rows = [
		{ company: 'Contoso Foods', email: 'anna.berg@northwind.example' },
		{ company: 'Nobody & Sons', email: 'irina@tailspin.example' },
		{ company: 'Fabrikam Tools', email: 'irina@tailspin.example' },
	];
	const parameters = {
		companyId: by('title', '={{ $json.company }}'),
		contactId: by('email', '={{ $json.email }}'),
	};

	it('Fail stops the run there: what comes before is linked, nothing after', async () => {
		const { error } = await run(rows, parameters);
		expect(error).toMatchObject({
			message: 'No company with the title "Nobody & Sons" was found',
			context: { itemIndex: 1 },
		});
		expect(fixture.sandbox.state.linksOfCompany(2).some(({ contactId }) => contactId === 1)).toBe(
			true,
		);
		expect(fixture.sandbox.state.linksOfCompany(3).some(({ contactId }) => contactId === 9)).toBe(
			false,
		);
	});

	it('Fail makes an item of its own where the run continues', async () => {
		const { json } = await run(rows, { ...parameters, onError: 'continueRegularOutput' });
		expect(json).toMatchObject([
			{ companyId: 2, contactId: 1, outcome: 'added' },
			{
				error: 'No company with the title "Nobody & Sons" was found',
				outcome: 'failed',
				contactId: 9,
			},
			{ companyId: 3, contactId: 9, outcome: 'added' },
		]);
	});

	it('Report outputs what was looked for', async () => {
		const { json, output } = await run(rows, { ...parameters, options: { ifNotFound: 'report' } });
		expect(json).toMatchObject([
			{ outcome: 'added' },
			{ outcome: 'notFound' },
			{ outcome: 'added' },
		]);
		expect(json[1]).toEqual({
			outcome: 'notFound',
			notFound: 'company',
			lookedFor: 'Nobody & Sons',
			contactId: 9,
		});
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual([0, 1, 2].map((item) => ({ item })));
	});

	it('fails the items of a command that failed, and no others', async () => {
		fixture.sandbox.faults.add({ kind: 'error', error: 'ACCESS_DENIED', command: 0 });
		const { json } = await run(rows.slice(0, 1), {
			...parameters,
			onError: 'continueRegularOutput',
		});
		expect(json).toMatchObject([
			{
				error: expect.stringMatching(
					/^The company with the title "Contoso Foods" was not looked up/,
				),
			},
		]);
		expect(writes()).toEqual([]);
	});
});

describe('many items', () => {
	it('look for equal values once, and for many in a command', async () => {
		const { state } = fixture.sandbox;
		for (let id = 1001; id <= 1200; id++) {
			state.addContact({ id, emails: [`person${id}@acme.example`] });
		}
		const items = Array.from({ length: 400 }, (_, index) => ({
			email: `Person${1001 + (index % 200)}@acme.example`,
			company: index % 2 ? 'Contoso Foods' : 'Fabrikam Tools',
		}));
		const { json } = await run(items, {
			companyId: by('title', '={{ $json.company }}'),
			contactId: by('email', '={{ $json.email }}'),
		});
		expect(json.map(({ contactId }) => contactId)).toEqual(
			items.map((_, index) => 1001 + (index % 200)),
		);
		const commands = fixture.sandbox.requests.map((request) => request.commands.length);
		// 200 addresses in 10 commands and 2 titles in one; 200 contacts read in 4; then the links.
		expect(commands).toEqual([11, 4, ...Array<number>(8).fill(50)]);
	});
});

describe('every operation', () => {
	it.each([
		['getAll', { companyId: by('title', 'Contoso Foods') }],
		['removeAll', { companyId: by('title', 'Contoso Foods') }],
		[
			'remove',
			{ companyId: by('title', 'Contoso Foods'), contactId: by('email', 'carla@contoso.example') },
		],
	])('%s finds its records', async (operation, parameters) => {
		const { json } = await run([{}], { operation, ...parameters });
		expect(json[0]).toMatchObject({ companyId: 2 });
	});

	it('Set Main finds its records', async () => {
		const { json } = await run([{}], {
			resource: 'contactCompany',
			operation: 'setMain',
			companyId: by('title', 'fabrikam tools'),
			contactId: byId(4),
		});
		expect(json).toEqual([{ companyId: 3, contactId: 4, outcome: 'mainSet', before: 2 }]);
	});

	it.each([
		['a list', [{ email: 'ada.byron@acme.example', sort: 5 }, { externalId: 'P-60' }]],
		['a list that names a contact in two ways', [60, { phone: '+79123456789' }]],
	])('Replace All refuses %s that comes to the same contact twice', async (_, list) => {
		const { error } = await run([{}], {
			operation: 'replaceAll',
			companyId: byId(1),
			contactsInput: 'json',
			contactsJson: JSON.stringify(list),
		});
		expect(error?.message).toBe('The list names a contact more than once: 60');
		expect(writes()).toEqual([]);
	});

	it('Replace All finds the contacts of its lists', async () => {
		const { json } = await run([{ list: [2, { email: 'ada.byron@acme.example', sort: 5 }] }], {
			operation: 'replaceAll',
			companyId: by('externalId', 'ERP-50'),
			contactsInput: 'json',
			contactsJson: '={{ $json.list }}',
		});
		expect(json).toMatchObject([{ companyId: 50, contactIds: [2, 60], added: [2, 60] }]);

		const defined = await run([{}], {
			resource: 'contactCompany',
			operation: 'replaceAll',
			contactId: by('email', 'first@acme.example'),
			companies: { company: [{ companyId: by('title', 'Tailspin Toys') }] } as never,
		});
		expect(defined.json).toMatchObject([{ contactId: 60, companyIds: [4] }]);
	});

	it('Replace All unlinks nobody where one entry is not found', async () => {
		const { error } = await run([{}], {
			operation: 'replaceAll',
			companyId: byId(1),
			contactsInput: 'json',
			contactsJson: '[2, {"email": "nobody@acme.example"}]',
		});
		expect(error?.message).toContain('No contact with the email address "nobody@acme.example"');
		expect(fixture.sandbox.state.linksOfCompany(1)).toHaveLength(2);
	});
});

describe('Check Contacts', () => {
	it.each([
		['add', { contactId: byId('={{ $json.contactId }}') }],
		['replaceAll', { contactsInput: 'json', contactsJson: '={{ [$json.contactId] }}' }],
	])('fails an item of %s whose contact does not exist', async (operation, parameters) => {
		const { json } = await run([{ contactId: 999 }, { contactId: 10 }], {
			operation,
			companyId: byId(5),
			...parameters,
			options: { checkContacts: true },
			onError: 'continueRegularOutput',
		});
		expect(json).toMatchObject([
			{ error: expect.stringMatching(/^Contact 999 does not exist, or/), outcome: 'failed' },
			{ companyId: 5 },
		]);
		expect(fixture.sandbox.state.linksOfCompany(5).map(({ contactId }) => contactId)).toEqual([10]);
	});
});

describe('Include Details', () => {
	it('adds what people know the contacts by, and null for one that does not exist', async () => {
		const { state } = fixture.sandbox;
		state.link(50, 60);
		state.link(50, 999);
		const { json } = await run([{}], { operation: 'getAll', companyId: byId(50), details: true });
		expect(json).toMatchObject([
			{
				contactId: 60,
				contact: {
					name: 'Ada',
					lastName: 'Byron',
					post: '',
					emails: ['first@acme.example', 'Ada.Byron@acme.example'],
					phones: ['8 (912) 345-67-89'],
				},
			},
			{ contactId: 999, contact: null },
		]);
		expect(fixture.sandbox.requests).toHaveLength(2);
	});

	it('adds the companies of a contact', async () => {
		fixture.sandbox.state.link(50, 60);
		const { json } = await run([{}], {
			resource: 'contactCompany',
			operation: 'getAll',
			contactId: byId(60),
			details: true,
		});
		expect(json).toMatchObject([
			{
				companyId: 50,
				company: {
					title: expect.stringContaining('Acme'),
					emails: ['Sales@Acme.example'],
					phones: ['+49 171 2345678'],
				},
			},
		]);
	});
});
