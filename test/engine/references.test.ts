import type { IDataObject, INodeParameters, OnError } from 'n8n-workflow';

import { byId, byUrl, createEngine, runNode, useSandbox } from './harness';

const engine = createEngine();
const fixture = useSandbox();

async function run(
	items: IDataObject[],
	{ onError, ...parameters }: INodeParameters & { onError?: OnError },
) {
	const result = await runNode(engine, {
		items,
		parameters,
		onError,
		credential: { webhookUrl: fixture.sandbox.webhookUrl },
	});
	const { message, description } = (result.error ?? {}) as Error & { description?: string };
	return { ...result, message, description };
}

const writes = () =>
	fixture.sandbox.requests
		.flatMap(({ commands }) => commands.map(({ method }) => method))
		.filter((method) => /\.(add|delete|set)$/.test(method));

describe('the mode of a locator', () => {
	beforeEach(() => {
		const { state } = fixture.sandbox;
		state.addCompany({ id: 12345, title: 'Twelve' });
		state.addCompany({ id: 50, title: 'Acme' });
		state.addRequisite({ companyId: 50, numbers: { RQ_INN: '12345' } });
		state.addContact({ id: 9123, phones: [] });
		state.addContact({ id: 60, phones: ['9123'] });
	});

	const inn = { __rl: true, mode: 'taxNumber', value: '12345' };

	it.each<[string, unknown]>([
		['by an expression', { __rl: true, mode: '={{ $json.mode }}', value: '12345' }],
		['by an expression that gives the whole locator', '={{ $json.locator }}'],
	])('counts where it is given %s', async (_, companyId) => {
		const { json } = await run([{ mode: 'taxNumber', locator: inn }], {
			companyId: companyId as never,
			contactId: byId(1),
		});
		expect(json).toMatchObject([{ companyId: 50, contactId: 1, outcome: 'added' }]);
	});

	it.each<[string, unknown]>([
		['as text', JSON.stringify([{ contactId: { mode: 'phone', value: '9123' } }])],
		['as a list', '={{ [{ contactId: { mode: "phone", value: "9123" } }] }}'],
		['in place of the entry', '={{ [{ mode: "phone", value: "9123" }] }}'],
	])('counts in a JSON list %s', async (_, contactsJson) => {
		const { json } = await run([{}], {
			operation: 'replaceAll',
			companyId: byId(5),
			contactsInput: 'json',
			contactsJson: contactsJson as never,
		});
		expect(json).toMatchObject([{ companyId: 5, contactIds: [60] }]);
	});

	it.each(['vat', '', null, 5, 'TaxNumber', 'constructor'])(
		'is refused where the locator does not have it, and the value is no ID: %p',
		async (mode) => {
			const { message, description } = await run([{ locator: { ...inn, mode } }], {
				companyId: '={{ $json.locator }}',
				contactId: byId(1),
			});
			expect(message).toBe(`'Company' has an unknown mode: ${JSON.stringify(mode)}`);
			expect(description).toContain('list, id, url, title, taxNumber, email, phone, externalId');
			expect(writes()).toEqual([]);
		},
	);

	it('is refused for a contact that has no titles', async () => {
		const { message } = await run([{}], {
			companyId: byId(5),
			contactId: { __rl: true, mode: 'title', value: '1' },
		});
		expect(message).toBe(`'Contact' has an unknown mode: "title"`);
	});

	it('makes no ID of a value that was looked for, in the items of a run that fails as a whole', async () => {
		fixture.sandbox.faults.add({ kind: 'error', error: 'PORTAL_DELETED', status: 403, times: 2 });
		const { json } = await run([{}], {
			companyId: inn,
			contactId: { __rl: true, mode: 'phone', value: '79123456789' },
			onError: 'continueRegularOutput',
		});
		expect(json).toHaveLength(1);
		expect(json[0]).not.toHaveProperty('companyId');
		expect(json[0]).not.toHaveProperty('contactId');

		const unopened = await runNode(engine, {
			items: [{}],
			parameters: { companyId: inn, contactId: byId(7) },
			onError: 'continueRegularOutput',
			credential: { webhookUrl: 'https://acme.bitrix24.com/' },
		});
		expect(unopened.json[0]).toMatchObject({ outcome: 'failed', contactId: 7 });
		expect(unopened.json[0]).not.toHaveProperty('companyId');
	});

	it('keeps Sync from a company whose ID is the tax number of a row that fails', async () => {
		const { state } = fixture.sandbox;
		state.link(12345, 1);
		state.link(12345, 2);
		const { json, hints } = await run(
			[
				{ company: { ...inn, value: '999' }, contact: 1 },
				{ company: { mode: 'id', value: 12345 }, contact: 2 },
			],
			{
				operation: 'sync',
				companyId: '={{ $json.company }}',
				contactId: byId('={{ $json.contact }}'),
				onError: 'continueRegularOutput',
			},
		);
		expect(json).toMatchObject([{ outcome: 'failed', contactId: 1 }]);
		expect(json[0]).not.toHaveProperty('companyId');
		expect(state.linksOfCompany(12345)).toHaveLength(2);
		expect(hints.map(({ message }) => message).join()).toMatch(/1 link .*stayed|1 link .*kept/);
	});
});

describe('the URL of a card', () => {
	const card = (origin: string, kind = 'company', id = 5) => `${origin}/crm/${kind}/details/${id}/`;

	it.each([
		['with its scheme', () => card(fixture.sandbox.origin)],
		['without it', () => card(fixture.sandbox.origin.replace('http://', ''))],
		['of the page alone', () => card('')],
		['after a zero-width space', () => `\u200b${card(fixture.sandbox.origin)}`],
	])('of the portal gives its record, %s', async (_, url) => {
		const { json } = await run([{}], { companyId: byUrl(url()), contactId: byId(7) });
		expect(json).toMatchObject([{ companyId: 5, contactId: 7, outcome: 'added' }]);
	});

	it.each([
		['By URL', (url: string) => byUrl(url)],
		['By ID', (url: string) => byId(url)],
		['bare', (url: string) => `={{ "${url}" }}`],
	])('of another portal is refused, %s', async (_, given) => {
		const { message, description } = await run([{}], {
			companyId: given(card('https://other.bitrix24.com')),
			contactId: byId(7),
		});
		expect(message).toBe("The URL in 'Company' is that of another portal: other.bitrix24.com");
		expect(description).toContain(new URL(fixture.sandbox.origin).host);
		expect(fixture.sandbox.requests).toEqual([]);
	});

	it('of another portal is refused in a list', async () => {
		const { message } = await run([{}], {
			operation: 'replaceAll',
			companyId: byId(5),
			contactsInput: 'json',
			contactsJson: JSON.stringify([1, card('https://other.bitrix24.com', 'contact', 7)]),
		});
		expect(message).toBe(
			'The URL in Contact 2 of the list is that of another portal: other.bitrix24.com',
		);
		expect(writes()).toEqual([]);
	});
});

describe('a value that names no record', () => {
	const by = (mode: string, value: string) => ({ __rl: true, mode, value });

	it.each(['id', 'title', 'email', 'taxNumber'])(
		'because the item has no such field names the fields that it has, by %s',
		async (mode) => {
			const { description } = await run([{ company: 'Acme', contact: 7 }], {
				companyId: by(mode, '={{ $json.compnay }}'),
				contactId: byId('={{ $json.contact }}'),
			});
			expect(description).toBe(
				"The item has no such field. Its fields are 'company', 'contact'. Check the expression.",
			);
		},
	);

	it('because its cell is empty does not say so', async () => {
		const { description } = await run([{ company: '' }], {
			companyId: by('title', '={{ $json.company }}'),
			contactId: byId(7),
		});
		expect(description).toBe('Check the field or expression that it comes from.');
	});

	it('by ID, although it is a title, names the modes that find it', async () => {
		const { message, description } = await run([{ company: 'Wide World Importers' }], {
			companyId: byId('={{ $json.company }}'),
			contactId: byId(7),
		});
		expect(message).toBe(`'Company' is not the ID of a company: "Wide World Importers"`);
		expect(description).toContain("'By Title', 'By Tax Number', 'By Email'");
	});

	it.each(['id', 'email'])('because it is a list names Split Out, by %s', async (mode) => {
		const { description } = await run([{ contacts: [1, 2] }], {
			companyId: byId(5),
			contactId: by(mode, '={{ $json.contacts }}'),
		});
		expect(description).toContain('Split Out');
	});

	it('by a title names up to three titles that are like it', async () => {
		const { state } = fixture.sandbox;
		for (const [at, title] of [
			'Wide Road',
			'World Wide Web',
			'Wide World Imports',
			'Wide',
		].entries()) {
			state.addCompany({ id: 80 + at, title });
		}
		const { message, description } = await run([{}], {
			companyId: by('title', 'Wide World Importer'),
			contactId: byId(7),
		});
		expect(message).toBe('No company with the title "Wide World Importer" was found');
		expect(description).toContain('Similar titles: 5 (Wide World Importers).');
	});

	it.each(['title', 'email', 'phone', 'id'])(
		'because it is the webhook URL does not show the secret, by %s',
		async (mode) => {
			const { message, description } = await run([{ url: fixture.sandbox.webhookUrl }], {
				companyId: by(mode, '={{ $json.url }}'),
				contactId: byId(7),
			});
			expect(message).toContain('/rest/…');
			expect(`${message} ${description}`).not.toContain(fixture.sandbox.webhookSecret);
		},
	);

	it('because of hidden characters says that they were left out', async () => {
		const { description } = await run([{}], {
			companyId: by('title', 'Nobody\u200b & Sons'),
			contactId: byId(7),
		});
		expect(description).toContain('hidden characters');
	});
});
