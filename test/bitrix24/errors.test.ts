import { explain, quote } from '../../nodes/Bitrix24CompanyContact/bitrix24/errors';
import { linkErrors } from '../../nodes/Bitrix24CompanyContact/resources/linkErrors';
import { companySide, contactSide } from '../../nodes/Bitrix24CompanyContact/resources/side';

/** Code, text and status as Bitrix24 sends them, and what the person in the editor must learn. */
const table: Array<[code: string, text: string, reason: RegExp, advice: RegExp]> = [
	['', "The parameter 'ownerEntityID' is invalid or not defined.", /company ID/, /Check the IDs/],
	['', 'The parameter ownerEntityID is invalid or not defined.', /company ID/, /Check the IDs/],
	['', "The parameter 'fields' must be array.", /shape of the request/, /report it/],
	['', "The parameter 'item' must be array.", /shape of the request/, /report it/],
	['', 'The parameter items must be array.', /shape of the request/, /report it/],
	['', "The parameter 'fields' is not valid.", /contact ID/, /Check the IDs/],
	['', 'Not found.', /company does not exist/, /Check the company ID/],
	['', 'Not found', /company does not exist/, /Check the company ID/],
	[
		'',
		'[Contact #54] You do not have permission to view this item',
		/may not view a contact/,
		/right to read contacts/,
	],
	['', '[Контакт #54] У вас нет прав', /may not view a contact/, /right to read contacts/],
	['', 'Access denied.', /no access to the CRM/, /access permissions/],
	[
		'ACCESS_DENIED',
		'Access denied!',
		/may not read or edit the company/,
		/right to read and edit companies/,
	],
	[
		'ACCESS_DENIED',
		'REST is available only by subscription.',
		/plan does not include REST/,
		/subscriptions include REST/,
	],
	[
		'ACCESS_DENIED',
		'REST is available only on commercial plans.',
		/plan does not include REST/,
		/plans and subscriptions include REST/,
	],
	['ERROR_METHOD_NOT_FOUND', 'Method not found!', /does not know the method/, /webhook URL/],
	['NO_AUTH_FOUND', 'Wrong authorization data', /received no credentials/, /credential/],
	[
		'INVALID_CREDENTIALS',
		'Invalid request credentials',
		/does not accept the webhook/,
		/Create a webhook/,
	],
	['INVALID_REQUEST', 'Https required.', /only https/, /https/],
	[
		'insufficient_scope',
		'The request requires higher privileges than provided by the webhook token',
		/may not use the CRM/,
		/scope/,
	],
	['insufficient_scope', '', /may not use the CRM/, /scope/],
	['expired_token', 'The access token provided has expired', /expired/, /connect it again/],
	['invalid_token', 'Unable to get application by token', /access token/, /connect it again/],
	['authorization_error', 'Unable to authorize user', /cannot sign in/, /dismissed or blocked/],
	['APPLICATION_NOT_FOUND', 'Application not found', /not installed/, /Install the application/],
	['NOT_INSTALLED', 'Application not installed', /not installed/, /Install the application/],
	['CONNECTION_ERROR', 'Error connecting to authorization server', /authorization server/, /later/],
	['invalid_grant', '', /access token/, /connect it again/],
	['ERROR_OAUTH', 'Application not installed', /not installed/, /Install the application/],
	[
		'user_access_error',
		'The user does not have access to the application.',
		/may not use the application/,
		/administrator/,
	],
	[
		'WRONG_AUTH_TYPE',
		'Current authorization type is denied for this method',
		/kind of access/,
		/other kind/,
	],
	['PAYMENT_REQUIRED', 'Subscription has been ended', /subscription has ended/, /Renew/],
	['METHOD_CONFIRM_WAITING', 'Waiting for confirmation', /must confirm/, /Confirm it/],
	['METHOD_CONFIRM_DENIED', 'Method call denied', /denied the call/, /administrator/],
	['QUERY_LIMIT_EXCEEDED', 'Too many requests', /too many requests/, /Max Wait/],
	[
		'OPERATION_TIME_LIMIT',
		'Method is blocked due to operation time limit.',
		/execution time limit/,
		/ten minutes/,
	],
	['OVERLOAD_LIMIT', 'REST API is blocked due to overload.', /overload/, /support/],
	['ERROR_BATCH_METHOD_NOT_ALLOWED', 'Method is not allowed for batch usage', /batch/, /report it/],
	['ERROR_BATCH_LENGTH_EXCEEDED', 'Max batch length exceeded', /batch/, /report it/],
	['INTERNAL_SERVER_ERROR', 'Internal server error', /failed while it worked/, /again later/],
	[
		'ERROR_UNEXPECTED_ANSWER',
		'Server returned an unexpected response',
		/failed while it worked/,
		/again later/,
	],
	['ERROR_CORE', 'SQL query error!', /failed while it worked/, /again later/],
	['ERROR_ARGUMENT', 'Argument is null or empty', /a parameter/, /Check the values/],
	[
		'ERROR_MANIFEST_IS_NOT_AVAILABLE',
		'Manifest is not available',
		/does not offer this/,
		/administrator/,
	],
	['', 'The public part of the site is closed', /closed to visitors/, /Temporary closure/],
	['PORTAL_DELETED', 'Portal was deleted', /portal has been deleted/, /another portal/],
	['TIMEOUT', '', /did not answer in time/, /smaller Batch Size/],
	['CONNECTION_LOST', 'ECONNRESET', /broke off/, /network/],
	['NO_CONNECTION', 'ENOTFOUND', /could not reach/, /address in the credential/],
	['UNREADABLE_ANSWER', '', /does not look like Bitrix24/, /proxy or firewall/],
	['NO_ANSWER', '', /does not mention/, /interrupted/],
	['PORTAL_MOVED', 'https://new.bitrix24.com', /new address/, /into the credential/],
	['NOT_SENT', '', /could not send/, /credential/],
	['CANCELED', '', /was canceled/, /when you like/],
	['SIGN_IN_FAILED', '', /could not sign in/, /connect it again/],
];

const ofCompany = linkErrors(companySide);

describe('explain', () => {
	it.each(table)('%s "%s"', (code, text, reason, advice) => {
		const explanation = explain({ code, text, mayHaveRun: false }, ofCompany);
		expect(explanation.reason).toMatch(reason);
		expect(explanation.advice).toMatch(advice);
	});

	it.each([
		'Not found here',
		'Page: Not found.',
		"The parameter 'fields' is not valid JSON",
		'Access denied. Really?',
		'No Access denied.',
	])('does not take "%s" for a text that it knows', (text) => {
		expect(explain({ code: '', text, mayHaveRun: false }, ofCompany)).toEqual({
			reason: 'Bitrix24 refused it',
			advice: 'The text of its answer says more.',
		});
	});

	it('knows a text with spaces around it', () => {
		const { reason } = explain({ code: '', text: ' Not found. ', mayHaveRun: false }, ofCompany);
		expect(reason).toBe('the company does not exist');
	});

	it.each([
		['', 'Not found.', 'the contact does not exist', /Check the contact ID/],
		['', "The parameter 'fields' is not valid.", 'did not accept the company ID', /Check the IDs/],
		['', '[Company #18] You do not have permission', 'may not view a company', /read companies/],
		['ACCESS_DENIED', 'Access denied!', 'read or edit the contact', /read and edit contacts/],
	])("from the contact's side: %s %s", (code, text, reason, advice) => {
		const explanation = explain({ code, text, mayHaveRun: false }, linkErrors(contactSide));
		expect(explanation.reason).toContain(reason);
		expect(explanation.advice).toMatch(advice);
	});

	it.each([
		['NO_CONNECTION', 'ENOTFOUND', undefined, /^No host of this name/],
		['NO_CONNECTION', 'ECONNREFUSED', undefined, /^The host takes no connection/],
		['NO_CONNECTION', 'CERT_HAS_EXPIRED', undefined, /certificate of the host has expired/],
		['NO_CONNECTION', 'DEPTH_ZERO_SELF_SIGNED_CERT', undefined, /does not trust the certificate/],
		['NO_CONNECTION', 'NEW_CODE', undefined, /^No connection was made/],
		['UNREADABLE_ANSWER', '', 502, /did not reach it/],
		['UNREADABLE_ANSWER', '', 403, /refused the request/],
		['UNREADABLE_ANSWER', '', 404, /no REST of Bitrix24/],
		['UNREADABLE_ANSWER', '', 302, /another page/],
		['UNREADABLE_ANSWER', '', 200, /^Something else/],
		['NOT_INSTALLED', '', 401, /never finished/],
		['APPLICATION_NOT_FOUND', '', 401, /was deleted/],
		['invalid_grant', '', 400, /180 days/],
		['invalid_token', '', 401, /another portal or application/],
		['allowed_only_intranet_user', '', 403, /an employee/],
		['ACCESS_ERROR', '', 403, /access permissions/],
	])('has words of its own for %s "%s" with status %s', (code, text, status, advice) => {
		expect(explain({ code, text, status, mayHaveRun: false }, ofCompany).advice).toMatch(advice);
	});

	it('claims nothing about what it does not know', () => {
		const unknown = { code: 'BRAND_NEW', text: 'Something else', status: 418, mayHaveRun: false };
		expect(explain(unknown, ofCompany).reason).toBe('Bitrix24 refused it');
		expect(quote(unknown)).toBe('Bitrix24 answered: BRAND_NEW "Something else" (HTTP 418).');
	});
});

describe('quote', () => {
	it('repeats what Bitrix24 said, and only that', () => {
		const error = { code: '', text: 'Not found.', status: 400, mayHaveRun: false };
		expect(quote(error)).toBe('Bitrix24 answered: "Not found." (HTTP 400).');
		expect(quote({ ...error, text: '' })).toBe('Bitrix24 answered: no text (HTTP 400).');
		expect(quote({ code: '', text: 'Not found', mayHaveRun: false })).toBe(
			'Bitrix24 answered: "Not found".',
		);
		expect(quote({ code: '', text: 'Not found.', mayHaveRun: false })).toBe(
			'Bitrix24 answered: "Not found."',
		);
		expect(quote({ code: 'TIMEOUT', text: 'ECONNABORTED', mayHaveRun: true })).toBe(
			'Seen: TIMEOUT "ECONNABORTED".',
		);
	});
});
