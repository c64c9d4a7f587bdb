import { USERS } from '../../dev/sandbox';
import { call, fakeClock, useSandbox } from './client';

/** Methods that clients call besides those of records and links, e.g. the official SDK to see whether a portal is there. */
const clock = fakeClock();
const sandbox = useSandbox({ clock });

const asApp = async (method: string, params: object) => {
	const { accessToken } = sandbox().oauth.issue(USERS.admin);
	return await call(`${sandbox().origin}/rest/`, method, { ...params, auth: accessToken });
};

test('server.time (getServerTime in rest/classes/general/rest_provider.php)', async () => {
	const base = sandbox().webhook({ scope: [] });
	expect((await call(base, 'server.time')).body.result).toBe('2026-05-14T08:05:20+00:00');
});

/** prepareFieldInfos in crm/classes/general/restservice.php. */
describe.each(['company', 'contact'] as const)('crm.%s.fields', (type) => {
	const fields = async () =>
		(await call(sandbox().webhookUrl, `crm.${type}.fields`)).body.result as Record<string, object>;

	test('describes each field', async () => {
		expect((await fields()).ID).toEqual({
			type: 'integer',
			isRequired: false,
			isReadOnly: true,
			isImmutable: false,
			isMultiple: false,
			isDynamic: false,
			title: 'ID',
		});
		expect((await fields()).EMAIL).toMatchObject({ type: 'crm_multifield', isMultiple: true });
	});

	test('leaves out hidden fields, and shows custom ones', async () => {
		sandbox().state.addUserField(type, 'UF_CRM_TAX');
		expect(await fields()).not.toHaveProperty('FULL_NAME');
		expect((await fields()).UF_CRM_TAX).toMatchObject({ type: 'string', isDynamic: true });
	});
});

/** rest/lib/api/event.php */
describe('event.bind', () => {
	const event = { event: 'onCrmContactUpdate', handler: 'https://example.com/hook' };

	test('is not for webhooks', async () => {
		const { status, body } = await call(sandbox().webhookUrl, 'event.bind', event);
		expect([status, body]).toEqual([
			403,
			{
				error: 'WRONG_AUTH_TYPE',
				error_description: 'Current authorization type is denied for this method',
			},
		]);
	});

	test('takes the handler of an app', async () => {
		expect((await asApp('event.bind', event)).body.result).toBe(true);
		expect((await asApp('event.bind', { EVENT: 'ONCRMCOMPANYADD', HANDLER: 'x' })).status).toBe(
			200,
		);
	});

	test.each([
		[{ event: 'onNope' }, 'ERROR_EVENT_NOT_FOUND', 'Event not found'],
		[{ event: '' }, 'ERROR_ARGUMENT', "Argument 'EVENT' is null or empty"],
		[{ handler: '' }, 'ERROR_ARGUMENT', "Argument 'HANDLER' is null or empty"],
	])('refuses %j', async (changed, error, error_description) => {
		const { status, body } = await asApp('event.bind', { ...event, ...changed });
		expect([status, body]).toEqual([400, { error, error_description }]);
	});
});
