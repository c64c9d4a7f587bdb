import type { IDataObject, INodeParameters, OnError } from 'n8n-workflow';

import { byId, byUrl, createEngine, runNode, useSandbox } from './harness';

const NO_COMPANY = 999;

const engine = createEngine();
const fixture = useSandbox();

const run = async (
	items: IDataObject[],
	parameters: INodeParameters = {},
	{
		onError,
		webhookUrl = fixture.sandbox.webhookUrl,
	}: { onError?: OnError; webhookUrl?: string } = {},
) => await runNode(engine, { items, parameters, onError, credential: { webhookUrl } });

const linked = (companyId: number) =>
	fixture.sandbox.state.linksOfCompany(companyId).map(({ contactId }) => contactId);
const sent = () =>
	fixture.sandbox.requests.map(({ method, commands }) => [method, commands.length]);

const mixed = [
	{ companyId: 5, contactId: 1 },
	{ companyId: NO_COMPANY, contactId: 2 },
	{ companyId: 5, contactId: 3 },
];

describe('one item', () => {
	it('links the contact by a call of its own and says so', async () => {
		const { json, output } = await run([{ companyId: 5, contactId: 1 }]);
		expect(json).toEqual([{ companyId: 5, contactId: 1, result: true, outcome: 'added' }]);
		expect(output[0].pairedItem).toEqual({ item: 0 });
		expect(linked(5)).toEqual([1]);
		expect(sent()).toEqual([['crm.company.contact.add', 1]]);
		expect(fixture.sandbox.requests[0].httpMethod).toBe('POST');
	});

	it('tells a link that was there before from one that was made', async () => {
		const { json } = await run([{ companyId: 1, contactId: 2 }]);
		expect(json).toEqual([{ companyId: 1, contactId: 2, result: false, outcome: 'alreadyLinked' }]);
	});

	it('takes IDs as text and the URLs of cards', async () => {
		const { json } = await run(
			[{ company: '5', contact: `${fixture.sandbox.origin}/crm/contact/details/7/?IFRAME=Y` }],
			{
				companyId: byId('={{ $json.company }}'),
				contactId: byUrl('={{ $json.contact }}'),
			},
		);
		expect(json).toMatchObject([{ companyId: 5, contactId: 7, outcome: 'added' }]);
	});

	it('takes fixed values', async () => {
		const { json } = await run([{}], {
			companyId: byUrl(`${fixture.sandbox.origin}/crm/company/details/5/`),
			contactId: byId('8'),
		});
		expect(json).toMatchObject([{ companyId: 5, contactId: 8, outcome: 'added' }]);
	});
});

describe('additional fields', () => {
	const params = () => fixture.sandbox.requests.map((request) => request.params);

	it('are not sent unless they were added', async () => {
		await run([{ companyId: 5, contactId: 1 }]);
		expect(params()).toEqual([{ id: 5, fields: { CONTACT_ID: 1 } }]);
	});

	it('are sent as Bitrix24 takes them, each item its own', async () => {
		const additionalFields = { isPrimary: true, sort: '={{ $json.sort }}' };
		await run([{ companyId: 5, contactId: 1, sort: 300 }], { additionalFields });
		expect(params()).toEqual([{ id: 5, fields: { CONTACT_ID: 1, SORT: 300 } }]);

		await run(
			[
				{ companyId: 5, contactId: 2, sort: 200 },
				{ companyId: 5, contactId: 3 },
			],
			{ additionalFields },
		);
		expect(
			fixture.sandbox.state.linksOfCompany(5).map(({ contactId, sort }) => [contactId, sort]),
		).toEqual([
			[2, 200],
			[1, 300],
			[3, 310],
		]);
	});

	it.each([
		[{ isPrimary: '={{ "maybe" }}' }, "'Is Primary' is neither true nor false"],
		[{ sort: '={{ "first" }}' }, "'Sort' is not a whole number"],
	])('are refused where they are invalid: %p', async (additionalFields, message) => {
		const { error } = await run([{ companyId: 5, contactId: 1 }], { additionalFields });
		expect(error?.message).toBe(message);
		expect(sent()).toEqual([]);
	});

	it.each([
		['={{ "N" }}', 1],
		['={{ "false" }}', 1],
		['={{ "Y" }}', 5],
		['={{ true }}', 5],
	])('with the flag %s leave contact 1 with the main company %i', async (isPrimary, main) => {
		await run([{ companyId: 5, contactId: 1 }], { additionalFields: { isPrimary } });
		expect(fixture.sandbox.state.contacts.get(1)?.companyId).toBe(main);
	});
});

describe('several items', () => {
	it('travel together, in order, each with its own outcome and its own input item', async () => {
		const items = Array.from({ length: 120 }, (_, index) => ({
			companyId: 5,
			contactId: 1001 + index,
		}));
		const { json, output } = await run(items);
		expect(sent()).toEqual([
			['batch', 50],
			['batch', 50],
			['batch', 20],
		]);
		expect(json).toEqual(items.map((item) => ({ ...item, result: true, outcome: 'added' })));
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual(items.map((_, item) => ({ item })));
		expect(linked(5)).toEqual(items.map(({ contactId }) => contactId));
	});

	it('travel in requests of the batch size', async () => {
		const items = [1, 2, 3, 4, 5].map((contactId) => ({ companyId: 5, contactId }));
		await run(items, { options: { batchSize: 2 } });
		expect(sent()).toEqual([
			['batch', 2],
			['batch', 2],
			['crm.company.contact.add', 1],
		]);
	});

	it('of the same pair are linked once', async () => {
		const { json } = await run([
			{ companyId: 5, contactId: 1 },
			{ companyId: 5, contactId: 1 },
		]);
		expect(json.map(({ outcome }) => outcome)).toEqual(['added', 'alreadyLinked']);
	});
});

describe('a run that stops on fail', () => {
	it('ends at the item that Bitrix24 refuses, and names it, the reason and what went before', async () => {
		const { error } = await run(mixed);
		expect(error).toMatchObject({
			name: 'NodeApiError',
			message: 'Contact 2 was not linked to company 999: the company does not exist',
			context: { itemIndex: 1 },
		});
		expect((error as { description?: string }).description).toBe(
			'Check the company ID: the company may have been deleted, or belong to another portal. ' +
				'Bitrix24 answered: "Not found." Item 2 of 3 (company 999, contact 2). ' +
				'1 item went through before it: contact 1 was linked to company 5.',
		);
		expect(linked(5)).toEqual([1]);
	});

	it('tells the truth when the same items run again', async () => {
		await run(mixed);
		const { error } = await run(mixed);
		expect((error as { description?: string }).description).toContain(
			'contact 1 was already linked to company 5',
		);
		const { json } = await run([mixed[0], mixed[2]]);
		expect(json.map(({ outcome }) => outcome)).toEqual(['alreadyLinked', 'added']);
	});

	it('sends the items before one that the node refuses, and none after it', async () => {
		const { error } = await run([mixed[0], { companyId: 5, contactId: '54abc' }, mixed[2]]);
		expect(error).toMatchObject({
			name: 'NodeOperationError',
			message: `'Contact' is not the ID of a contact: "54abc"`,
			context: { itemIndex: 1 },
		});
		expect((error as { description?: string }).description).toContain('Item 2 of 3 (company 5).');
		expect(linked(5)).toEqual([1]);
	});

	it('ends at the first failed item, whoever refused it', async () => {
		const { error } = await run([mixed[1], { companyId: 5, contactId: '' }, mixed[2]]);
		expect(error).toMatchObject({ context: { itemIndex: 0 } });
		expect(linked(5)).toEqual([]);
	});

	it('counts the items that went through, and lists the first of them', async () => {
		const items = [1, 2, 3, 4, 5].map((contactId) => ({ companyId: 5, contactId }));
		const { error } = await run([...items, mixed[1]]);
		expect((error as { description?: string }).description).toMatch(
			/5 items went through before it: contact 1 was linked to company 5; .*; and 2 more\.$/,
		);
	});

	it('stops after a full request as well', async () => {
		const items = Array.from({ length: 60 }, (_, index) => ({
			companyId: index === 55 ? NO_COMPANY : 5,
			contactId: 1001 + index,
		}));
		const { error } = await run(items);
		expect(error).toMatchObject({ context: { itemIndex: 55 } });
		expect(linked(5)).toHaveLength(55);
	});
});

describe.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
	'a run with %s',
	(onError) => {
		const collect = async (...args: Parameters<typeof run>) => {
			const { output, errorOutput, error } = await run(args[0], args[1], { onError, ...args[2] });
			expect(error).toBeUndefined();
			const failed =
				onError === 'continueErrorOutput' ? errorOutput : output.filter(({ json }) => json.error);
			return { failed, done: output.filter(({ json }) => !json.error) };
		};

		it('gives every other item its own result, and a failed one its message, code, company and contact', async () => {
			const { failed, done } = await collect(mixed);
			expect(
				done.map(({ json, pairedItem }) => [json.contactId, json.outcome, pairedItem]),
			).toEqual([
				[1, 'added', { item: 0 }],
				[3, 'added', { item: 2 }],
			]);
			expect(failed).toMatchObject([
				{
					json: {
						error: 'Contact 2 was not linked to company 999: the company does not exist',
						companyId: 999,
						contactId: 2,
					},
					pairedItem: { item: 1 },
				},
			]);
			expect(linked(5)).toEqual([1, 3]);
		});

		it('gives the code where Bitrix24 gave one', async () => {
			const webhookUrl = fixture.sandbox.webhook({ userId: 2 });
			const { failed } = await collect([{ companyId: 5, contactId: 1 }], {}, { webhookUrl });
			expect(failed.map(({ json }) => json)).toMatchObject([
				{
					code: 'ACCESS_DENIED',
					companyId: 5,
					contactId: 1,
					error: expect.stringContaining('may not read or edit the company'),
				},
			]);
		});

		it('refuses what is no ID for that item alone', async () => {
			const { failed, done } = await collect([
				{ companyId: 5, contactId: '54abc' },
				{ contactId: 1 },
				mixed[2],
			]);
			expect(
				failed.map(({ json, pairedItem }) => [json.error, json.companyId, pairedItem]),
			).toEqual([
				[`'Contact' is not the ID of a contact: "54abc"`, 5, { item: 0 }],
				[`'Company' is not the ID of a company: it is empty`, undefined, { item: 1 }],
			]);
			expect(done).toHaveLength(1);
			expect(sent()).toEqual([['crm.company.contact.add', 1]]);
		});

		it("says in n8n's words what is wrong with an expression", async () => {
			const { failed } = await collect([mixed[0]], { companyId: byId('={{ $json.( }}') });
			expect(failed).toMatchObject([{ json: { error: 'invalid syntax', contactId: 1 } }]);
		});

		it.each([
			['a webhook URL that is none', { webhookUrl: 'https://acme.bitrix24.com/' }, {}],
			['no webhook URL', { webhookUrl: null as never }, {}],
			['an option out of bounds', {}, { options: { batchSize: 51 } }],
		])('never shows an item as done for %s', async (_, credential, parameters) => {
			const { failed, done } = await collect(mixed, parameters, credential);
			expect(done).toEqual([]);
			expect(failed.map(({ json }) => json)).toMatchObject(
				mixed.map((ids) => ({ ...ids, error: expect.stringMatching(/credential|out of bounds/) })),
			);
			expect(sent()).toEqual([]);
		});

		it('gives a request that fails as a whole to its own items', async () => {
			const { failed, done } = await collect(
				mixed,
				{},
				{ webhookUrl: `${fixture.sandbox.origin}/rest/1/wrong/` },
			);
			expect(done).toEqual([]);
			expect(failed.map(({ json }) => json.code)).toEqual(Array(3).fill('INVALID_CREDENTIALS'));
			expect(fixture.sandbox.requests).toHaveLength(1);
		});
	},
);

describe('an option out of bounds', () => {
	it.each([
		[{ batchSize: 51 }, 'It must be a whole number from 1 to 50.'],
		[{ batchSize: 1.5 }, 'It must be a whole number from 1 to 50.'],
		[{ maxWait: -1 }, 'It must be a number from 0 up.'],
		[{ timeout: 0 }, 'It must be a number from 0.1 up.'],
		[{ timeout: '={{ "soon" }}' }, 'It must be a number from 0.1 up.'],
	])('is refused with its bounds: %p', async (options, bounds) => {
		const { error } = await run([mixed[0]], { options });
		expect(error?.message).toMatch(/^The option '.+' is out of bounds$/);
		expect((error as { description?: string }).description).toContain(bounds);
		expect(sent()).toEqual([]);
	});
});

describe('if already linked: fail', () => {
	const parameters = { options: { ifAlreadyLinked: 'error' } };
	const items = [
		{ companyId: 5, contactId: 1 },
		{ companyId: 1, contactId: 2 },
		{ companyId: 5, contactId: 3 },
	];

	it('stops the run before the next item is carried out', async () => {
		const { error } = await run(items, parameters);
		expect(error).toMatchObject({
			message: 'Contact 2 is already linked to company 1',
			context: { itemIndex: 1 },
		});
		expect(linked(5)).toEqual([1]);
	});

	it('fails that item alone where the run continues', async () => {
		const { json } = await run(items, parameters, { onError: 'continueRegularOutput' });
		expect(json).toMatchObject([
			{ outcome: 'added' },
			{ error: 'Contact 2 is already linked to company 1', companyId: 1, contactId: 2 },
			{ outcome: 'added' },
		]);
		expect(sent()).toEqual([['batch', 3]]);
	});
});

describe('an expression in Options without a value for one item', () => {
	const items = [
		{ companyId: 5, contactId: 1 },
		{ companyId: 5, contactId: 2, wish: { a: 'error' } },
	];

	it('fails that item alone where the option concerns the item', async () => {
		const { json } = await run(
			items,
			{ options: { ifAlreadyLinked: '={{ $json.wish.a.toUpperCase().toLowerCase() }}' } },
			{ onError: 'continueRegularOutput' },
		);
		expect(json).toMatchObject([{ outcome: expect.any(String) }, { outcome: 'added' }]);
	});

	it('fails that item alone where the option concerns the run', async () => {
		const { json } = await run(
			items,
			{ options: { batchSize: '={{ $json.wish ? 2 : "none" }}' } },
			{ onError: 'continueRegularOutput' },
		);
		expect(json).toMatchObject([
			{ error: "The option 'Batch Size' is out of bounds", contactId: 1 },
			{ outcome: 'added' },
		]);
	});

	it('is refused where it gives a word that the option does not have', async () => {
		const { json } = await run(
			items,
			{ options: { ifAlreadyLinked: '={{ $json.wish ? "report" : "FAIL" }}' } },
			{ onError: 'continueRegularOutput' },
		);
		expect(json).toMatchObject([
			{ error: "The option 'If Already Linked' has a value that is not known" },
			{ outcome: 'added' },
		]);
	});
});

describe('an error item that another node hands on', () => {
	const items = [{ companyId: 999, contactId: 1, form: 7 }];
	const full = {
		error: 'Contact 1 was not linked to company 999: the company does not exist',
		description: expect.stringContaining('Bitrix24 answered: "Not found." (HTTP 400).'),
		outcome: 'failed',
		companyId: 999,
		contactId: 1,
	};

	it('keeps all that it says on the regular output', async () => {
		const { json, next } = await run(items, {}, { onError: 'continueRegularOutput' });
		expect(json).toEqual([full]);
		expect(next).toEqual([[full]]);
	});

	it('keeps all that it says beside the input on the error output', async () => {
		const { errorOutput, next } = await run(items, {}, { onError: 'continueErrorOutput' });
		expect(errorOutput.map((item) => item.json)).toEqual([{ ...full, form: 7 }]);
		expect(next).toContainEqual([{ ...full, form: 7 }]);
	});
});

describe('whatever happens', () => {
	it.each([
		['it goes well', undefined],
		['the run stops', 'stopWorkflow'],
		['the run continues', 'continueRegularOutput'],
		['the error output is used', 'continueErrorOutput'],
	] as const)(
		'the secret of the webhook is in nothing that the run leaves when %s',
		async (_, onError) => {
			const secret = fixture.sandbox.webhookSecret;
			const items = onError ? mixed : [mixed[0]];
			const { run: whole } = await run(items, {}, { onError });
			expect(JSON.stringify(whole)).not.toContain(secret);
		},
	);

	it('the input items stay as they were', async () => {
		const items = [{ companyId: '5', contactId: '1' }];
		const { run: whole } = await run(items);
		const [start] = whole.data.resultData.runData.Start;
		expect(start.data?.main[0]?.[0].json).toEqual({ companyId: '5', contactId: '1' });
	});
});
