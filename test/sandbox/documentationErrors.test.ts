import { startSandbox, USERS, type Sandbox } from '../../dev/sandbox';
import { call, useSandbox, type BatchResult } from './client';
import { request } from './rawHttp';

/**
 * Every row of the error tables of the twelve link methods' pages in the REST docs, and of the table of
 * system errors that each page includes. `but` marks a row that a real server contradicts.
 */
interface Said {
	status: number;
	error: string;
	error_description: string;
}

interface Contradiction {
	source: string;
	really: Partial<Said> | ((said: Said) => Partial<Said>);
}

type Row = [
	method: string,
	when: string,
	params: object,
	description: string,
	but?: Contradiction,
	user?: number,
];

const PERIOD: Contradiction = {
	source: 'crm/classes/general/restservice.php: the text ends with a period',
	really: ({ error_description }) => ({ error_description: `${error_description}.` }),
};
const FORBIDDEN: Contradiction = {
	source: 'rest/lib/accessexception.php: 403; the page gives 400 for the whole table',
	really: { status: 403 },
};
const ITEM: Contradiction = {
	source: 'crm/classes/general/restservice.php: both sides complain about the item',
	really: { error_description: "The parameter 'item' must be array." },
};
const UNQUOTED: Contradiction = {
	source: 'crm/classes/general/restservice.php: no quotes in the items methods',
	really: { error_description: 'The parameter ownerEntityID is invalid or not defined.' },
};

const OWNER = "The parameter 'ownerEntityID' is invalid or not defined";
const BARE_OWNER = 'The parameter ownerEntityID is invalid or not defined';
const FIELDS = "The parameter 'fields' must be array";
const NOT_VALID = "The parameter 'fields' is not valid";
const DENIED = 'Access denied!';

const fields = { CONTACT_ID: 5 };
const companyPages: Row[] = [
	['add', 'example', { fields }, `${OWNER}.`],
	['add', 'id 0', { id: 0, fields }, OWNER, PERIOD],
	['add', 'no fields', { id: 5 }, FIELDS, PERIOD],
	['add', 'fields no object', { id: 5, fields: 'CONTACT_ID' }, FIELDS, PERIOD],
	['add', 'no edit right', { id: 5, fields }, DENIED, FORBIDDEN, USERS.reader],
	['add', 'no such company', { id: 999, fields }, 'Not found', PERIOD],
	['add', 'no CONTACT_ID', { id: 5, fields: {} }, NOT_VALID, PERIOD],
	['add', 'CONTACT_ID 0', { id: 5, fields: { CONTACT_ID: 0 } }, NOT_VALID, PERIOD],
	['add', 'CONTACT_ID -1', { id: 5, fields: { CONTACT_ID: -1 } }, NOT_VALID, PERIOD],
	['delete', 'example', { fields }, `${OWNER}.`],
	['delete', 'id -1', { id: -1, fields }, `${OWNER}.`],
	['delete', 'no fields', { id: 5 }, "The parameter 'item' must be array."],
	['delete', 'no edit right', { id: 5, fields }, DENIED, FORBIDDEN, USERS.reader],
	['delete', 'no such company', { id: 999, fields }, 'Not found.'],
	['delete', 'no CONTACT_ID', { id: 5, fields: {} }, `${NOT_VALID}.`],
	['delete', 'CONTACT_ID 0', { id: 5, fields: { CONTACT_ID: 0 } }, `${NOT_VALID}.`],
	['items.get', 'example', {}, `${BARE_OWNER}.`],
	['items.get', 'id 0', { id: 0 }, BARE_OWNER, PERIOD],
	['items.get', 'no read right', { id: 4 }, DENIED, FORBIDDEN, USERS.restricted],
	['items.set', 'example', { id: 5 }, 'The parameter items must be array.'],
	['items.set', 'id 0', { id: 0, items: [] }, BARE_OWNER, PERIOD],
	['items.set', 'items a text', { id: 5, items: '8' }, 'The parameter items must be array', PERIOD],
	['items.set', 'no edit right', { id: 5, items: [] }, DENIED, FORBIDDEN, USERS.reader],
	['items.set', 'no such company', { id: 999, items: [] }, 'Not found', PERIOD],
	['items.delete', 'example', {}, `${BARE_OWNER}.`],
	['items.delete', 'id 0', { id: 0 }, BARE_OWNER, PERIOD],
	['items.delete', 'no edit right', { id: 5 }, DENIED, FORBIDDEN, USERS.reader],
];

const link = { COMPANY_ID: 5 };
const contactPages: Row[] = [
	['add', 'example', { fields: link }, `${OWNER}.`],
	['add', 'id -1', { id: -1, fields: link }, OWNER, PERIOD],
	['add', 'no fields', { id: 5 }, FIELDS, PERIOD],
	['add', 'no edit right', { id: 5, fields: link }, DENIED, FORBIDDEN, USERS.reader],
	['add', 'no such contact', { id: 999, fields: link }, 'Not found', PERIOD],
	['add', 'no COMPANY_ID', { id: 5, fields: {} }, NOT_VALID, PERIOD],
	['add', 'COMPANY_ID 0', { id: 5, fields: { COMPANY_ID: 0 } }, NOT_VALID, PERIOD],
	['delete', 'example', { fields: link }, `${OWNER}.`],
	['delete', 'id -1', { id: -1, fields: link }, OWNER, PERIOD],
	['delete', 'no fields', { id: 5 }, FIELDS, ITEM],
	['delete', 'no edit right', { id: 5, fields: link }, DENIED, FORBIDDEN, USERS.reader],
	['delete', 'no such contact', { id: 999, fields: link }, 'Not found', PERIOD],
	['delete', 'no COMPANY_ID', { id: 5, fields: {} }, NOT_VALID, PERIOD],
	['delete', 'COMPANY_ID 0', { id: 5, fields: { COMPANY_ID: 0 } }, NOT_VALID, PERIOD],
	['items.get', 'example', {}, `${BARE_OWNER}.`],
	['items.get', 'id -1', { id: -1 }, OWNER, UNQUOTED],
	['items.get', 'no read right', { id: 12 }, DENIED, FORBIDDEN, USERS.restricted],
	['items.set', 'example', { id: 5 }, 'The parameter items must be array.'],
	['items.set', 'id -1', { id: -1, items: [] }, BARE_OWNER, PERIOD],
	['items.set', 'items a text', { id: 5, items: '8' }, 'The parameter items must be array', PERIOD],
	['items.set', 'no edit right', { id: 5, items: [] }, DENIED, FORBIDDEN, USERS.reader],
	['items.set', 'no such contact', { id: 999, items: [] }, 'Not found', PERIOD],
	['items.delete', 'example', {}, `${BARE_OWNER}.`],
	['items.delete', 'id -1', { id: -1 }, OWNER, UNQUOTED],
	['items.delete', 'no edit right', { id: 5 }, DENIED, FORBIDDEN, USERS.reader],
];

const sandbox = useSandbox();

const expected = (said: Said, but?: Contradiction): Said => ({
	...said,
	...(typeof but?.really === 'function' ? but.really(said) : but?.really),
});

const title = (row: string, but?: Contradiction) =>
	but ? `${row} (contradicted by ${but.source})` : row;

const observed = async (base: string, method: string, params: object = {}) => {
	const { status, body } = await call(base, method, params);
	return { status, ...body };
};

describe.each([
	['crm.company.contact', companyPages],
	['crm.contact.company', contactPages],
])('error tables of %s', (family, rows) => {
	for (const [method, when, params, error_description, but, userId = USERS.admin] of rows) {
		test(title(`${method}: ${when}`, but), async () => {
			sandbox().state.users.get(USERS.restricted)!.data.hiddenCompanies = [4];
			const error = error_description === DENIED ? 'ACCESS_DENIED' : '';
			const said = { status: 400, error, error_description };
			const base = sandbox().webhook({ userId });
			expect(await observed(base, `${family}.${method}`, params)).toEqual(expected(said, but));
		});
	}
});

type Provoke = (target: Sandbox, said: Said) => Promise<unknown>;

/** Errors that the sandbox never has a reason for come from a planted fault. */
const onDemand: Provoke = async ({ faults, webhookUrl }, { status, error, error_description }) => {
	faults.add({ kind: 'error', status, error, description: error_description });
	return await observed(webhookUrl, 'crm.company.contact.fields');
};

const inBatch =
	(cmd: string[]): Provoke =>
	async ({ webhookUrl }) => {
		const { status, body } = await call(webhookUrl, 'batch', { cmd });
		const { result_error: errors } = body.result as BatchResult;
		return { status, ...Object.values(errors as Record<string, object>).at(-1) };
	};

const inside = (source: string): Contradiction => ({ source, really: { status: 200 } });
const refused = (source: string, error_description: string): Contradiction => ({
	source,
	really: { status: 401, error_description },
});

const DOOR = 'rest/lib/apauth/auth.php';
const PROVIDER = 'rest/classes/general/rest_provider.php, inside result_error';

const systemErrors: Array<[number, string, string, Provoke, Contradiction?]> = [
	[500, 'INTERNAL_SERVER_ERROR', 'Internal server error', onDemand],
	[500, 'ERROR_UNEXPECTED_ANSWER', 'Server returned an unexpected response', onDemand],
	[
		503,
		'QUERY_LIMIT_EXCEEDED',
		'Too many requests',
		async () => {
			const full = await startSandbox({ limits: { bucket: { size: 0, drain: 0 } } });
			const answer = await observed(full.webhookUrl, 'profile');
			await full.close();
			return answer;
		},
	],
	[
		405,
		'ERROR_BATCH_METHOD_NOT_ALLOWED',
		'Method is not allowed for batch usage',
		inBatch(['batch']),
		inside(PROVIDER),
	],
	[
		400,
		'ERROR_BATCH_LENGTH_EXCEEDED',
		'Max batch length exceeded',
		inBatch(Array<string>(51).fill('profile')),
		inside(PROVIDER),
	],
	[
		401,
		'NO_AUTH_FOUND',
		'Wrong authorization data',
		async ({ origin }) => await observed(`${origin}/rest/`, 'profile'),
	],
	[
		400,
		'INVALID_REQUEST',
		'Https required',
		async ({ webhookUrl }) => {
			const response = await request(new URL(`${webhookUrl}profile`), { Host: 'portal.example' });
			return { status: response.status, ...(JSON.parse(response.body) as object) };
		},
		refused(DOOR, 'Https required.'),
	],
	[
		503,
		'OVERLOAD_LIMIT',
		'REST API is blocked due to overload',
		async ({ faults, webhookUrl }) => {
			faults.add({ kind: 'overload' });
			return await observed(webhookUrl, 'profile');
		},
		PERIOD,
	],
	[403, 'ACCESS_DENIED', 'REST API is available only on commercial plans', onDemand],
	[
		403,
		'INVALID_CREDENTIALS',
		'Invalid request credentials',
		async ({ origin }) => await observed(`${origin}/rest/1/wrong/`, 'profile'),
		refused(DOOR, 'Invalid request credentials'),
	],
	[404, 'ERROR_MANIFEST_IS_NOT_AVAILABLE', 'Manifest is not available', onDemand],
	[
		403,
		'insufficient_scope',
		'The request requires higher privileges than provided by the webhook token',
		async ({ webhook }) => await observed(webhook({ scope: [] }), 'crm.company.contact.fields'),
		refused(DOOR, 'The request requires higher privileges than provided by the webhook token'),
	],
	[
		401,
		'expired_token',
		'The access token provided has expired',
		async ({ origin, oauth }) => {
			const { accessToken } = oauth.issue(USERS.admin);
			oauth.expire(accessToken);
			return await observed(`${origin}/rest/`, 'profile', { auth: accessToken });
		},
	],
	[403, 'user_access_error', 'The user does not have access to the application', onDemand],
	[500, 'PORTAL_DELETED', 'Portal was deleted', onDemand],
];

describe('table of system errors', () => {
	for (const [status, error, error_description, provoke, but] of systemErrors) {
		test(title(error, but), async () => {
			const said = { status, error, error_description };
			expect(await provoke(sandbox(), said)).toEqual(expected(said, but));
		});
	}
});
