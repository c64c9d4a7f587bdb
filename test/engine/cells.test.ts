import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { byId, createEngine, runNode, useSandbox } from './harness';

const engine = createEngine();
const fixture = useSandbox();

interface Held {
	phones?: string[];
	emails?: string[];
}

/** Finds a contact by the value of a cell, and links it to company 5. */
async function link(mode: string, cell: unknown, contacts: Record<number, Held>) {
	const { state } = fixture.sandbox;
	for (const [id, held] of Object.entries(contacts)) state.addContact({ id: Number(id), ...held });
	const { json, error } = await runNode(engine, {
		items: [{ cell } as IDataObject],
		parameters: {
			companyId: byId(5),
			contactId: { __rl: true, mode, value: '={{ $json.cell }}' },
		},
		credential: { webhookUrl: fixture.sandbox.webhookUrl },
	});
	const linked = state.linksOfCompany(5).map(({ contactId }) => contactId);
	const { message, description } = (error ?? {}) as Error & { description?: string };
	return { json, linked, said: error && `${message} ${description}` };
}

const neighbours = {
	70: { phones: ['0084 91 23 45 999'] },
	71: { phones: ['+7 491 234-59-99'] },
	72: { phones: ['+84 912 345 678'] },
	73: { phones: ['0086 10 6552 9988'] },
};
const two = { 101: { phones: ['+7 916 123-45-67'] }, 102: { phones: ['+7 495 111-22-33'] } };
const both = { 101: { phones: ['+7 916 123-45-67', '+7 495 111-22-33'] } };
const withExtension = { 101: { phones: ['+7 812 999-93-31#101'] } };

describe('a cell with phone numbers', () => {
	it.each([
		['two numbers of one contact', '+7 495 111-22-33, +7 916 123-45-67', both, 101],
		['two numbers after a semicolon', '+7 495 111-22-33; +7 916 123-45-67', both, 101],
		['two numbers on two lines', '+7 495 111-22-33\n+7 916 123-45-67', both, 101],
		['the extension of the contact', '+7 812 999-93-31#101', withExtension, 101],
		['no extension', '+7 812 999-93-31', withExtension, 101],
		['00 and a country code', '0084 912 345 678', neighbours, 72],
		['011 and a country code', '011 84 912 345 678', neighbours, 72],
		['a number of which another one is a rest', '+84 91 23 45 999', neighbours, 70],
		['a Russian number near a Vietnamese one', '+7 491 234-59-99', neighbours, 71],
		['a number of China', '+86 10 6552 9988', neighbours, 73],
		['a number from a spreadsheet', 79161234567, both, 101],
	])('finds the contact that has the whole value: %s', async (_, cell, contacts, id) => {
		expect(await link('phone', cell, contacts)).toMatchObject({
			linked: [id],
			json: [{ contactId: id, outcome: 'added' }],
		});
	});

	it.each<[string, unknown, Record<number, Held>, RegExp]>([
		['two of two contacts', '+7 495 111-22-33, +7 916 123-45-67', two, /^2 records found/],
		['two after a semicolon', '+7 495 111-22-33; +7 916 123-45-67', two, /^2 records found/],
		['two on two lines', '+7 495 111-22-33\n+7 916 123-45-67', two, /^2 records found/],
		['the extension of another contact', '+7 812 999-93-31#102', withExtension, /^No contact/],
		['a number with an exponent', 1e21, { 101: { phones: ['121'] } }, /is not a phone number/],
		['an exponent', '7,9E+10', { 101: { phones: ['7910'] } }, /exponent/],
		['a number that is not exact', Number('12345678901234567890'), {}, /is not a phone number/],
		['a sentence with a digit', 'call 5 times 121', { 101: { phones: ['121'] } }, /letters/],
	])('links nobody: %s', async (_, cell, contacts, said) => {
		expect(await link('phone', cell, contacts)).toMatchObject({
			linked: [],
			said: expect.stringMatching(said),
		});
	});

	it('makes two rows of different contacts two look-ups', async () => {
		const { state } = fixture.sandbox;
		for (const [id, held] of Object.entries(neighbours)) state.addContact({ id: +id, ...held });
		const { json } = await runNode(engine, {
			items: ['+7 491 234-59-99', '0084 91 23 45 999'].map((phone) => ({ phone })),
			parameters: {
				companyId: byId(5),
				contactId: { __rl: true, mode: 'phone', value: '={{ $json.phone }}' },
			},
			credential: { webhookUrl: fixture.sandbox.webhookUrl },
		});
		expect(json.map(({ contactId }) => contactId)).toEqual([71, 70]);
	});
});

describe('a cell with email addresses', () => {
	const contacts = {
		101: { emails: ['a@x.example', 'b@x.example'] },
		102: { emails: ['c@x.example'] },
		103: { emails: ['info@xn--e1afmkfd.xn--p1ai'] },
	};

	it.each([
		['two of one contact', 'a@x.example, b@x.example', 101],
		['a semicolon between', 'a@x.example; b@x.example', 101],
		['a semicolon after it', 'a@x.example;', 101],
		['a link', 'mailto:a@x.example', 101],
		['a name before it', 'Anna Lee <a@x.example>', 101],
		['other capitals', 'A@X.example', 101],
		['a second address', 'B@x.example', 101],
		['a zero-width space', 'c@x\u200b.example', 102],
	])('finds the contact that has the whole value: %s', async (_, cell, id) => {
		expect(await link('email', cell, contacts)).toMatchObject({ linked: [id] });
	});

	it.each([
		['addresses of two contacts', 'a@x.example, c@x.example', /^2 records found/],
		['an address that none has', 'self@x.example', /^No contact with the email address/],
		['the start of an address', 'a@x.exampl', /^No contact with the email address/],
		['no address', 'Anna', /is not an email address/],
	])('links nobody: %s', async (_, cell, said) => {
		expect(await link('email', cell, contacts)).toMatchObject({
			linked: [],
			said: expect.stringMatching(said),
		});
	});
});

describe('a cell with a tax number', () => {
	const find = async (cell: unknown) => {
		const { state } = fixture.sandbox;
		state.addCompany({ id: 50, title: 'Acme' });
		state.addRequisite({ companyId: 50, numbers: { RQ_INN: '0274062111' } });
		state.addCompany({ id: 51, title: 'Brasil' });
		const cnpj = { RQ_CNPJ: '11.222.333/0001-81' };
		state.addRequisite({ companyId: 51, country: 'BR', numbers: cnpj });
		const { json, error } = await runNode(engine, {
			items: [{ cell } as IDataObject],
			parameters: {
				companyId: { __rl: true, mode: 'taxNumber', value: '={{ $json.cell }}' },
				contactId: byId(7),
			},
			credential: { webhookUrl: fixture.sandbox.webhookUrl },
		});
		const { message, description } = (error ?? {}) as Error & { description?: string };
		return { company: json[0]?.companyId, said: `${message} ${description}` };
	};

	it("finds the company with a tax number of Brazil, whose details have other fields than Russia's", async () => {
		expect(await find('11.222.333/0001-81')).toMatchObject({ company: 51 });
	});

	it.each([
		[274062111, /^No company .* dropped a zero, as in 0274062111/],
		['7707083893/770701001', /^No company .* 770701001 after the slash is another number/],
	])('says what is odd about %s', async (cell, said) => {
		expect(await find(cell)).toMatchObject({ said: expect.stringMatching(said) });
	});
});

describe('records that the lists of the CRM do not show', () => {
	const parameters = (mode: string, value: string): INodeParameters => ({
		companyId: { __rl: true, mode, value },
		contactId: byId(7),
	});
	const find = async (mode: string, value: string) =>
		await runNode(engine, {
			items: [{}],
			parameters: parameters(mode, value),
			credential: { webhookUrl: fixture.sandbox.webhookUrl },
		});

	const held = { title: 'Twin', emails: ['t@x.example'], phones: ['+7 495 111-22-33'] };
	const values: Array<[string, string]> = [
		['title', 'Twin'],
		['email', 't@x.example'],
		['phone', '84951112233'],
		['externalId', 'T-1'],
		['taxNumber', '7701234567'],
	];
	const add = (id: number, more: { isMyCompany?: boolean; categoryId?: number } = {}) => {
		const { state } = fixture.sandbox;
		state.addCompany({ id, ...held, fields: { ORIGIN_ID: 'T-1' }, ...more });
		state.addRequisite({ companyId: id, numbers: { RQ_INN: '7701234567' } });
	};

	it.each(values)(
		'are not proposed by %s, so that the client alone is found',
		async (mode, value) => {
			add(60, { isMyCompany: true });
			add(61, { categoryId: 7 });
			add(62);
			expect((await find(mode, value)).json).toMatchObject([{ companyId: 62, outcome: 'added' }]);
		},
	);

	it.each(values)('are not found by %s', async (mode, value) => {
		add(60, { isMyCompany: true });
		add(61, { categoryId: 7 });
		expect((await find(mode, value)).error?.message).toMatch(/^No company with the /);
	});

	it('are no contacts either: a vendor is not found by email or phone', async () => {
		fixture.sandbox.state.addContact({ id: 90, ...held, categoryId: 9 });
		for (const [mode, value] of values.filter(([name]) => name === 'email' || name === 'phone')) {
			const { error } = await runNode(engine, {
				items: [{}],
				parameters: { companyId: byId(5), contactId: { __rl: true, mode, value } },
				credential: { webhookUrl: fixture.sandbox.webhookUrl },
			});
			expect(error?.message).toMatch(/^No contact with the /);
		}
	});
});

describe('a value that more records have than Bitrix24 names', () => {
	const switchboard = '+7 812 999-93-31';
	const addColleagues = (count: number) => {
		for (let extension = 101; extension < 101 + count; extension++) {
			fixture.sandbox.state.addContact({
				id: 1000 + extension,
				phones: [`${switchboard}#${extension}`],
			});
		}
	};
	const find = async (value: string, options: INodeParameters = {}) =>
		await runNode(engine, {
			items: [{}],
			parameters: { companyId: byId(5), contactId: { __rl: true, mode: 'phone', value }, options },
			credential: { webhookUrl: fixture.sandbox.webhookUrl },
		});

	it('is said to be found 20 times or more', async () => {
		addColleagues(25);
		const { error } = await find(switchboard);
		expect(error?.message).toMatch(/^20 or more records found/);
	});

	it('is not said to be missing where the record may be one that Bitrix24 did not name', async () => {
		addColleagues(25);
		const { error } = await find(`${switchboard}#125`);
		expect(error?.message).toMatch(/^It is not certain whether a contact with the phone number/);
	});

	it('is found as usual where Bitrix24 names fewer', async () => {
		addColleagues(19);
		expect((await find(`${switchboard}#119`)).json).toMatchObject([{ contactId: 1119 }]);
	});
});

describe('an answer that is none', () => {
	it.each([null, false, true, 'nothing', 7, { CONTACT: null }, { CONTACT: ['x'] }, { LEAD: [1] }])(
		'to the search for duplicates does not count as "not found": %p',
		async (result) => {
			fixture.sandbox.faults.add({
				kind: 'answer',
				method: 'crm.duplicate.findbycomm',
				result,
			});
			const { error } = await runNode(engine, {
				items: [{}],
				parameters: {
					companyId: byId(5),
					contactId: { __rl: true, mode: 'email', value: 'nobody@x.example' },
					options: { ifNotFound: 'report' },
				},
				credential: { webhookUrl: fixture.sandbox.webhookUrl },
			});
			expect(error?.message).toBe('Bitrix24 gave an answer that this node does not know');
		},
	);

	it.each([
		null,
		false,
		{},
		{ items: null },
		{ items: [null] },
		{ items: [{ title: 'x' }] },
		{ items: [{ id: -1 }] },
	])('to a search by title does not count as "not found": %p', async (result) => {
		fixture.sandbox.faults.add({ kind: 'answer', method: 'crm.item.list', result });
		const { error } = await runNode(engine, {
			items: [{}],
			parameters: {
				companyId: { __rl: true, mode: 'title', value: 'Nobody' },
				contactId: byId(7),
				options: { ifNotFound: 'report' },
			},
			credential: { webhookUrl: fixture.sandbox.webhookUrl },
		});
		expect(error?.message).toBe('Bitrix24 gave an answer that this node does not know');
	});

	it('is a page of company details that repeats the page before: the search ends', async () => {
		const row = { ENTITY_ID: '2', RQ_INN: '7700000001' };
		const page = Array.from({ length: 50 }, (_, at) => ({ ...row, ID: `${at + 1}` }));
		fixture.sandbox.faults.add({ kind: 'answer', command: 0, result: page });
		fixture.sandbox.faults.add({ kind: 'answer', method: 'crm.requisite.list', result: page });
		const { error } = await runNode(engine, {
			items: [{}],
			parameters: {
				companyId: { __rl: true, mode: 'taxNumber', value: '7700000001' },
				contactId: byId(7),
			},
			credential: { webhookUrl: fixture.sandbox.webhookUrl },
		});
		expect(error?.message).toBe('Bitrix24 gave an answer that this node does not know');
	});

	it.each(['title', 'externalId'])(
		'is a page by %s that repeats the page before: the search ends',
		async (mode) => {
			const page = {
				items: Array.from({ length: 50 }, (_, at) => ({
					id: at + 1,
					title: 'Twin',
					originId: 'Twin',
				})),
			};
			fixture.sandbox.faults.add({
				kind: 'answer',
				method: 'crm.item.list',
				result: page,
				times: 2,
			});
			const { error } = await runNode(engine, {
				items: [{}],
				parameters: { companyId: { __rl: true, mode, value: 'Twin' }, contactId: byId(7) },
				credential: { webhookUrl: fixture.sandbox.webhookUrl },
			});
			expect(error?.message).toBe('Bitrix24 gave an answer that this node does not know');
		},
	);
});
