import { USERS } from '../../dev/sandbox';
import { call, resultOf, useSandbox, type BatchResult } from './client';

/** What differs between users besides single records. */
const sandbox = useSandbox();

const send = async (userId: number, method: string, params: object = {}) => {
	const { status, body } = await call(sandbox().webhook({ userId }), method, params);
	return 'result' in body ? body.result : [status, body.error, body.error_description];
};

const DENIED = [403, 'ACCESS_DENIED', 'Access denied!'];
const NOT_FOUND = [400, '', 'Not found.'];
const NO_ACCESS = [400, '', 'Access denied.'];
const noView = (record: string) => [
	400,
	'',
	`[${record}] You do not have permission to view this item`,
];

const [companyAdd, contactAdd] = ['crm.company.contact.add', 'crm.contact.company.add'];
const toMissingContact = { id: 5, fields: { CONTACT_ID: 999 } };
const toMissingCompany = { id: 1, fields: { COMPANY_ID: 999 } };
const fromMissing = { id: 999, fields: { CONTACT_ID: 1, COMPANY_ID: 1 } };

/**
 * compareUserAttributesWithEntityAttributes in crm/lib/security/role/permissionlevel.php: at the level All, the portal does
 * not look at the record.
 */
describe('a record that does not exist', () => {
	const rows: Array<[method: string, params: object, atAll: unknown, below: unknown]> = [
		[companyAdd, toMissingContact, true, noView('Contact #999')],
		[companyAdd, fromMissing, NOT_FOUND, DENIED],
		[contactAdd, toMissingCompany, true, noView('Company #999')],
		[contactAdd, fromMissing, NOT_FOUND, DENIED],
		['crm.company.contact.delete', toMissingContact, false, noView('Contact #999')],
		['crm.company.contact.delete', fromMissing, NOT_FOUND, DENIED],
		['crm.company.contact.items.get', { id: 999 }, [], DENIED],
		['crm.contact.company.items.get', { id: 999 }, [], DENIED],
		['crm.company.contact.items.set', { id: 999, items: [] }, NOT_FOUND, DENIED],
		['crm.company.contact.items.delete', { id: 999 }, true, DENIED],
		['crm.contact.company.items.delete', { id: 999 }, true, DENIED],
		['crm.contact.get', { id: 999 }, [400, '', 'Not found'], NO_ACCESS],
		['crm.company.get', { id: 999 }, [400, '', 'Not found'], NO_ACCESS],
		['crm.company.update', { id: 999 }, [400, '', 'Company is not found'], NO_ACCESS],
	];

	test.each(rows)('%s %j', async (method, params, atAll, below) => {
		const answers: unknown[] = [];
		for (const userId of [USERS.all, USERS.admin, USERS.restricted]) {
			sandbox().reset();
			answers.push(await send(userId, method, params));
		}
		expect(answers).toEqual([atAll, atAll, below]);
	});

	test('is linked by a user at the level All', async () => {
		await send(USERS.all, companyAdd, toMissingContact);
		expect(sandbox().state.linksOfCompany(5)).toMatchObject([{ contactId: 999 }]);
	});

	test('can be read by a user who may read everything, and edit nothing', async () => {
		Object.assign(sandbox().state.users.get(USERS.all)!.data, { crm: 'read' });
		expect(await send(USERS.all, 'crm.company.contact.items.get', { id: 999 })).toEqual([]);
		expect(await send(USERS.all, 'crm.contact.get', { id: 999 })).toEqual([400, '', 'Not found']);
		expect(await send(USERS.all, companyAdd, toMissingContact)).toEqual(DENIED);
		expect(await send(USERS.all, 'crm.company.contact.items.delete', { id: 999 })).toEqual(DENIED);
	});

	test('is closed to a user without CRM, whatever the level', async () => {
		Object.assign(sandbox().state.users.get(USERS.all)!.data, { crm: 'none' });
		expect(await send(USERS.all, 'crm.company.contact.items.get', { id: 999 })).toEqual(NO_ACCESS);
	});
});

/** getDefaultPreFilters in crm/lib/controller/base.php, intranet/lib/actionfilter/intranetuser.php; status: REST docs. */
describe('an external user', () => {
	const code = 'allowed_only_intranet_user';
	const text = 'Action is allowed only for intranet users';

	test('may not call crm.item.list, whatever the parameters', async () => {
		for (const params of [{ entityTypeId: 4 }, { entityTypeId: 'x' }, {}]) {
			expect(await send(USERS.external, 'crm.item.list', params)).toEqual([403, code, text]);
		}
	});

	test('gets the error of a command in a batch', async () => {
		const base = sandbox().webhook({ userId: USERS.external });
		const cmd = {
			items: 'crm.item.list?entityTypeId=4',
			link: `${companyAdd}?id=5&fields[CONTACT_ID]=1`,
		};
		expect(await resultOf(base, 'batch', { cmd })).toMatchObject({
			result: { link: true },
			result_error: { items: { error: code, error_description: text } },
		} satisfies Partial<BatchResult>);
	});

	test('may call the older methods', async () => {
		expect(await send(USERS.external, 'crm.company.get', { id: 1 })).toMatchObject({ ID: '1' });
	});

	test('may call every method as an administrator', async () => {
		sandbox().state.users.get(USERS.external)!.data.admin = true;
		expect(await send(USERS.external, 'crm.item.list', { entityTypeId: 4 })).toHaveProperty(
			'items',
		);
	});
});
