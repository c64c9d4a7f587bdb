import { call, useSandbox } from './client';

/**
 * Every example of a request and an answer on the pages of the twelve link methods in the REST docs
 * (api-reference/crm/companies/contacts and api-reference/crm/contacts/company).
 */
const sandbox = useSandbox({ timeStyle: 'float' });

beforeEach(() => {
	const { state } = sandbox();
	state.addCompany({ id: 32, title: 'Company of the examples' });
	state.addContact({ id: 54 });
});

describe.each([
	{ family: 'crm.company.contact', field: 'CONTACT_ID', title: 'Contact', owner: 32, other: 54 },
	{ family: 'crm.contact.company', field: 'COMPANY_ID', title: 'Company', owner: 54, other: 32 },
])('examples of $family', ({ family, field, title, owner, other }) => {
	const make = async (method: string, params: object) =>
		await call(sandbox().webhookUrl, `${family}.${method}`, params);

	test('add', async () => {
		const { status, body } = await make('add', {
			id: owner,
			fields: { [field]: other, IS_PRIMARY: 'Y', SORT: 1000 },
		});
		expect(status).toBe(200);
		expect(body).toEqual({ result: true, time: documentedTime });
		expect((await make('items.get', { id: owner })).body.result).toEqual([
			{ [field]: other, SORT: 1000, ROLE_ID: 0, IS_PRIMARY: 'Y' },
		]);
	});

	test('add of what is linked already gives false', async () => {
		sandbox().state.link(32, 54);
		const { status, body } = await make('add', { id: owner, fields: { [field]: other } });
		expect(status).toBe(200);
		expect(body.result).toBe(false);
	});

	test('delete', async () => {
		sandbox().state.link(32, 54);
		const { status, body } = await make('delete', { id: owner, fields: { [field]: other } });
		expect(status).toBe(200);
		expect(body).toEqual({ result: true, time: documentedTime });
		expect(sandbox().state.linksOfCompany(32)).toEqual([]);
	});

	test('delete of what is not linked gives false', async () => {
		const { status, body } = await make('delete', { id: owner, fields: { [field]: other } });
		expect(status).toBe(200);
		expect(body.result).toBe(false);
	});

	test('fields', async () => {
		const { status, body } = await make('fields', {});
		const description = {
			isReadOnly: false,
			isImmutable: false,
			isMultiple: false,
			isDynamic: false,
		};
		expect(status).toBe(200);
		expect(body).toEqual({
			result: {
				SORT: { type: 'integer', isRequired: false, ...description, title: 'Sorting' },
				IS_PRIMARY: { type: 'char', isRequired: false, ...description, title: 'Primary' },
				[field]: { type: 'integer', isRequired: true, ...description, title },
			},
			time: documentedTime,
		});
	});

	test('items.get', async () => {
		const rows = [
			[7, 100, 'Y'],
			[8, 110, 'N'],
			[9, 120, 'N'],
		] as const;
		for (const [id, sort, isPrimary] of rows) {
			const [companyId, contactId] = field === 'CONTACT_ID' ? [32, id] : [id, 54];
			sandbox().state.link(companyId, contactId, { sort, isPrimary });
		}
		const { status, body } = await make('items.get', { id: owner });
		expect(status).toBe(200);
		expect(body).toEqual({
			result: rows.map(([id, SORT, IS_PRIMARY]) => ({
				[field]: id,
				SORT,
				ROLE_ID: 0,
				IS_PRIMARY,
			})),
			time: documentedTime,
		});
	});

	test('items.set', async () => {
		const { status, body } = await make('items.set', {
			id: owner,
			items: [
				{ [field]: 8, IS_PRIMARY: 'Y', SORT: 100 },
				{ [field]: 9, SORT: 200 },
				{ [field]: 10, SORT: 400 },
			],
		});
		expect(status).toBe(200);
		expect(body).toEqual({ result: true, time: documentedTime });
		expect((await make('items.get', { id: owner })).body.result).toMatchObject([
			{ [field]: 8, SORT: 100, IS_PRIMARY: 'Y' },
			{ [field]: 9, SORT: 200 },
			{ [field]: 10, SORT: 400 },
		]);
	});

	test('items.delete', async () => {
		sandbox().state.link(32, 54);
		const { status, body } = await make('items.delete', { id: owner });
		expect(status).toBe(200);
		expect(body).toEqual({ result: true, time: documentedTime });
		expect(sandbox().state.linksOfCompany(32)).toEqual([]);
	});
});

const documentedTime = {
	start: expect.any(Number),
	finish: expect.any(Number),
	duration: expect.any(Number),
	processing: expect.any(Number),
	date_start: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/),
	date_finish: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/),
};
