import { USERS } from '../../dev/sandbox';
import { call, useSandbox } from './client';

/** Adding and changing records (CCrmContactRestProxy and CCrmCompanyRestProxy in restservice.php). */
const sandbox = useSandbox();

const make = async (method: string, params: object = {}, userId: number = USERS.admin) =>
	await call(sandbox().webhook({ userId }), method, params);

describe('add', () => {
	test('of a contact links it to its companies', async () => {
		const fields = {
			NAME: 'Mona',
			LAST_NAME: 'Vik',
			PHONE: [{ VALUE: '+1' }],
			COMPANY_IDS: [3, 2],
		};
		const { body } = await make('crm.contact.add', { fields });
		expect(body.result).toBe(13);
		expect(sandbox().state.linksOfContact(13)).toMatchObject([
			{ companyId: 3, sort: 10, isPrimary: 'Y' },
			{ companyId: 2, sort: 20, isPrimary: 'N' },
		]);
		expect(sandbox().state.contacts.get(13)).toMatchObject({ companyId: 3, phones: ['+1'] });
	});

	test('of a company links it to its contacts', async () => {
		const { body } = await make('crm.company.add', {
			fields: { TITLE: 'New', CONTACT_ID: [1, 5] },
		});
		expect(body.result).toBe(6);
		expect(sandbox().state.linksOfCompany(6)).toMatchObject([
			{ contactId: 1, sort: 10, isPrimary: 'Y' },
			{ contactId: 5, sort: 20, isPrimary: 'N' },
		]);
	});

	/** crm/lib/item/fieldimplementation/binding.php, save(): the lowest primary company, or else the lowest one. */
	test('of a company leaves the other links of its contacts alone', async () => {
		await make('crm.company.add', { fields: { TITLE: 'New', CONTACT_ID: [1, 5, 3] } });
		expect(sandbox().state.linksOfContact(1)).toMatchObject([
			{ companyId: 1, isPrimary: 'Y' },
			{ companyId: 6, isPrimary: 'Y' },
		]);
		expect(sandbox().state.linksOfContact(3)).toMatchObject([
			{ companyId: 2, isPrimary: 'Y' },
			{ companyId: 6, isPrimary: 'N' },
		]);
		const mains = [1, 5, 3].map((id) => sandbox().state.contacts.get(id)?.companyId);
		expect(mains).toEqual([1, 6, 2]);
	});

	test('keeps the fields that exist, and ignores the others', async () => {
		sandbox().state.addUserField('company', 'UF_CRM_TAX');
		const fields = {
			TITLE: 'New',
			ORIGINATOR_ID: 'ERP',
			ORIGIN_ID: 7,
			COMPANY_TYPE: 'SUPPLIER',
			UF_CRM_TAX: 'ab',
			UF_CRM_NOPE: 'x',
			ID: 77,
			HAS_PHONE: 'Y',
			NOPE: 1,
		};
		expect((await make('crm.company.add', { fields })).body.result).toBe(6);
		expect(sandbox().state.companies.get(6)?.fields).toEqual({
			ORIGINATOR_ID: 'ERP',
			ORIGIN_ID: '7',
			COMPANY_TYPE: 'SUPPLIER',
			UF_CRM_TAX: 'ab',
		});
		expect((await make('crm.company.get', { id: 6 })).body.result).toMatchObject({
			...{ ORIGIN_ID: '7', UF_CRM_TAX: 'ab', HAS_PHONE: 'N' },
		});
	});

	/** GetAutoTitle in crm_company.php, crm/lib/Field/LastName.php. The words are those of the portal's language. */
	test.each([
		['company', {}, { TITLE: 'Company #6' }],
		['company', { fields: { TITLE: '' } }, { TITLE: 'Company #6' }],
		['contact', {}, { NAME: '', LAST_NAME: 'Contact #13' }],
		['contact', { fields: { NAME: 'Mona' } }, { NAME: 'Mona', LAST_NAME: '' }],
		['contact', { fields: { LAST_NAME: 'Vik' } }, { NAME: '', LAST_NAME: 'Vik' }],
	])('of a %s with %j names it', async (type, params, names) => {
		const { result } = (await make(`crm.${type}.add`, params)).body;
		expect((await make(`crm.${type}.get`, { id: result })).body.result).toMatchObject(names);
	});

	/** The text is that of the docs, crm-contact-add.md; no code (CCrmRestProxyBase::add in restservice.php). */
	test.each([
		['no address', undefined, 'Work'],
		['anna@localhost', 'HOME', 'Home'],
		['anna berg@x.co', 'WORK', 'Work'],
		['@x.co', 'WORK', 'Work'],
	])('refuses the e-mail address %j', async (VALUE, VALUE_TYPE, label) => {
		const fields = { EMAIL: [{ VALUE, VALUE_TYPE }] };
		for (const method of ['crm.company.add', 'crm.contact.add']) {
			const { status, body } = await make(method, { fields });
			expect([status, body.error]).toEqual([400, '']);
			expect(body.error_description).toContain(`\`${label} e-mail\` field contains an invalid`);
		}
		expect([sandbox().state.companies.size, sandbox().state.contacts.size]).toEqual([5, 12]);
	});

	test('keeps the types of e-mail addresses and phones', async () => {
		const EMAIL = [{ VALUE: 'a@x.co', VALUE_TYPE: 'HOME' }, { VALUE: '' }, { VALUE: 'b@x.co' }];
		const { result } = (await make('crm.contact.add', { fields: { EMAIL } })).body;
		expect((await make('crm.contact.get', { id: result })).body.result).toMatchObject({
			EMAIL: [
				{ VALUE: 'a@x.co', VALUE_TYPE: 'HOME', TYPE_ID: 'EMAIL' },
				{ VALUE: 'b@x.co', VALUE_TYPE: 'WORK', TYPE_ID: 'EMAIL' },
			],
		});
	});

	test.each([
		[{ fields: 'x' }, USERS.admin, "Parameter 'fields' must be array."],
		[{ fields: {} }, USERS.reader, 'Access denied.'],
	])('refuses %p of user %p', async (params, user, description) => {
		for (const method of ['crm.company.add', 'crm.contact.add']) {
			const { status, body } = await make(method, params, user);
			expect([status, body]).toEqual([400, { error: '', error_description: description }]);
		}
	});
});

describe('update', () => {
	const linked = (contactId: number) =>
		sandbox()
			.state.linksOfContact(contactId)
			.map(({ companyId, sort, isPrimary }) => [companyId, sort, isPrimary]);

	test('changes what was sent, and nothing else', async () => {
		const fields = { NAME: 'Anne', ORIGIN_ID: 'A-1' };
		expect((await make('crm.contact.update', { id: 1, fields })).body.result).toBe(true);
		expect(sandbox().state.contacts.get(1)).toMatchObject({
			...{ name: 'Anne', lastName: 'Berg', companyId: 1, fields: { ORIGIN_ID: 'A-1' } },
		});
		expect(linked(1)).toEqual([[1, 10, 'Y']]);
	});

	test('adds, changes and removes e-mail addresses by their IDs', async () => {
		const emails = () => sandbox().state.contacts.get(1)?.emails;
		const send = async (EMAIL: object[]) =>
			await make('crm.contact.update', { id: 1, fields: { EMAIL } });
		await send([{ VALUE: 'b@x.co' }, { VALUE: 'anna.berg@northwind.example' }]);
		expect(emails()).toEqual(['anna.berg@northwind.example', 'b@x.co']);
		await send([{ VALUE: 'b@x.co', VALUE_TYPE: 'HOME' }]);
		expect(emails()?.[2]).toEqual({ value: 'b@x.co', valueType: 'HOME' });
		await send([{ ID: 152, VALUE: '' }]);
		await send([{ ID: 150, VALUE: 'c@x.co' }]);
		expect(emails()).toEqual(['c@x.co', 'b@x.co']);
		await send([{ ID: 150, DELETE: 'Y' }]);
		expect(emails()).toEqual(['b@x.co']);
	});

	/** set() in crm/lib/item/fieldimplementation/binding.php. */
	test.each<[string, object, Array<[number, number, string]>, number | null]>([
		[
			'a main company that is linked: nothing',
			{ COMPANY_ID: 2 },
			[
				[3, 10, 'Y'],
				[2, 20, 'N'],
			],
			3,
		],
		['another main company: the only one', { COMPANY_ID: 5 }, [[5, 10, 'Y']], 5],
		['no main company: none at all', { COMPANY_ID: 0 }, [], null],
		[
			'COMPANY_IDS: all of them',
			{ COMPANY_IDS: [4, 2] },
			[
				[4, 10, 'Y'],
				[2, 20, 'N'],
			],
			4,
		],
		['empty COMPANY_IDS: none', { COMPANY_IDS: [] }, [], null],
	])('of a contact with %s', async (_, fields, links, main) => {
		const { state } = sandbox();
		state.linkTable.clear();
		state.link(3, 8);
		state.link(2, 8, { sort: 20 });
		await make('crm.contact.update', { id: 8, fields });
		expect([linked(8), state.contacts.get(8)?.companyId]).toEqual([links, main]);
	});

	test('of a company with CONTACT_ID replaces its contacts', async () => {
		const { state } = sandbox();
		await make('crm.company.update', { id: 1, fields: { CONTACT_ID: [4, 2] } });
		expect(linked(1)).toEqual([]);
		expect(linked(2)).toEqual([[1, 20, 'N']]);
		expect(linked(4).find(([companyId]) => companyId === 1)).toEqual([1, 10, 'Y']);
		expect([1, 2, 4].map((id) => state.contacts.get(id)?.companyId)).toEqual([null, 1, 1]);
	});

	test('of a company with the contacts that it has keeps their main companies', async () => {
		const { state } = sandbox();
		await make('crm.company.update', { id: 2, fields: { CONTACT_ID: [4, 3] } });
		expect(linked(3)).toEqual([[2, 20, 'N']]);
		expect([3, 4].map((id) => state.contacts.get(id)?.companyId)).toEqual([2, 2]);
	});

	test.each<[object, number, string]>([
		[{ id: 1, fields: 'x' }, USERS.admin, "Parameter 'fields' must be array."],
		[{ fields: {} }, USERS.admin, 'ID is not defined or invalid.'],
		[{ id: 1 }, USERS.reader, 'Access denied.'],
		[{ id: 999 }, USERS.restricted, 'Access denied.'],
	])('refuses %j of user %p', async (params, user, description) => {
		for (const method of ['crm.company.update', 'crm.contact.update']) {
			const { status, body } = await make(method, params, user);
			expect([status, body]).toEqual([400, { error: '', error_description: description }]);
		}
	});

	test.each([
		['company', 'Company is not found'],
		['contact', 'Contact is not found'],
	])('of a %s that does not exist', async (type, description) => {
		const { body } = await make(`crm.${type}.update`, { id: 999 });
		expect(body).toEqual({ error: '', error_description: description });
	});
});

/** crm-contact-delete.md and crm-company-delete.md in the REST docs. */
describe('delete', () => {
	test('of a company deletes its links and requisites', async () => {
		const { state } = sandbox();
		state.link(5, 4);
		await make('crm.contact.company.items.set', {
			id: 4,
			items: [{ COMPANY_ID: 3, IS_PRIMARY: 'Y' }, { COMPANY_ID: 2 }, { COMPANY_ID: 5 }],
		});
		expect((await make('crm.company.delete', { id: 3 })).body.result).toBe(true);
		expect(state.companies.has(3)).toBe(false);
		expect(state.linksOfCompany(3)).toEqual([]);
		expect(state.linksOfContact(4)).toMatchObject([
			{ companyId: 2, isPrimary: 'N' },
			{ companyId: 5, isPrimary: 'N' },
		]);
		const { result } = (
			await make('crm.requisite.list', { filter: { ENTITY_TYPE_ID: 4, ENTITY_ID: 3 } })
		).body;
		expect(result).toEqual([]);
	});

	/** unbindAllContacts in crm/lib/binding/contactcompany.php. */
	test.each<[string, number, number | null]>([
		['the lowest remaining one', 4, 2],
		['none if no company is left', 9, null],
	])('of a main company leaves its contact %s', async (_, contactId, main) => {
		const { state } = sandbox();
		state.link(5, 4, { isPrimary: 'Y' });
		state.link(5, 9, { isPrimary: 'Y' });
		await make('crm.contact.company.delete', { id: 9, fields: { COMPANY_ID: 4 } });
		await make('crm.company.delete', { id: 5 });
		expect(state.contacts.get(contactId)?.companyId).toBe(main);
	});

	test('of a contact deletes its links and requisites, and those of no other record', async () => {
		const { state } = sandbox();
		expect((await make('crm.contact.delete', { ID: '1' })).body.result).toBe(true);
		expect(state.contacts.has(1)).toBe(false);
		expect(state.linksOfCompany(1)).toMatchObject([{ contactId: 2 }]);
		expect([...state.requisites.values()].map(({ id }) => id)).toEqual([1, 2, 3, 4, 5]);
		expect((await make('crm.contact.get', { id: 1 })).body.error_description).toBe('Not found');
	});

	test('frees no ID', async () => {
		await make('crm.contact.delete', { id: 12 });
		expect((await make('crm.contact.add')).body.result).toBe(13);
	});

	test.each<[object, number, string]>([
		[{}, USERS.admin, 'ID is not defined or invalid.'],
		[{ id: 1 }, USERS.reader, 'Access denied.'],
		[{ id: 999 }, USERS.restricted, 'Access denied.'],
	])('refuses %j of user %p', async (params, user, description) => {
		for (const method of ['crm.company.delete', 'crm.contact.delete']) {
			const { status, body } = await make(method, params, user);
			expect([status, body]).toEqual([400, { error: '', error_description: description }]);
		}
	});

	test.each([
		['company', '', 'Company is not found'],
		['contact', 'ERROR_CORE', 'Element not found'],
	])('of a %s that does not exist', async (type, error, error_description) => {
		const { status, body } = await make(`crm.${type}.delete`, { id: 999 });
		expect([status, body]).toEqual([400, { error, error_description }]);
	});
});
