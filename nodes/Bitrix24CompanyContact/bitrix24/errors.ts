import { isOwnCode, type PortalError } from './call';

/** What an error means for the person who reads it. */
export interface Explanation {
	/** Ends a sentence that says what was not done, e.g. "…: the company does not exist". */
	reason: string;
	/** What to do next, as whole sentences. */
	advice: string;
}

/** A row of a table of errors: what the errors have in common that the row explains. */
export interface ErrorRow extends Explanation {
	code?: string;
	/** HTTP status of the answer. */
	statuses?: number[];
	/** Bitrix24's text without its last period, which older portals leave out. */
	text?: RegExp;
}

/** Who is refused, where a right is missing. */
export const USER = 'the Bitrix24 user whose access n8n uses';
export const REPORT =
	'This should not happen: please report it together with the operation and its parameters.';
const CREATE_WEBHOOK =
	'Create a webhook in Bitrix24 under Developer resources > Other > Inbound webhook, grant it the CRM (crm) scope, and paste its URL into the credential.';
const RECONNECT = 'Open the credential and connect it again.';
const ADMIN = 'Ask an administrator of the portal.';

/** What a Node.js error code says of a connection that was not made. The last row fits all others. */
const NO_CONNECTION: Array<[text: RegExp, cause: string]> = [
	[/ENOTFOUND|EAI_AGAIN/, 'No host of this name was found.'],
	[/ECONNREFUSED/, 'The host takes no connection at this port.'],
	[/EHOSTUNREACH|ENETUNREACH/, 'No network leads to the host.'],
	[/CERT_HAS_EXPIRED/, 'The certificate of the host has expired.'],
	[/ERR_TLS_CERT_ALTNAME_INVALID/, 'The certificate of the host is that of another host.'],
	[
		/SELF_SIGNED|VERIFY_LEAF|ISSUER_CERT/,
		'n8n does not trust the certificate of the host: an administrator can add its authority by NODE_EXTRA_CA_CERTS.',
	],
	[/EPROTO/, 'What answers there does not speak https.'],
	[/(?:)/, 'No connection was made.'],
];

/** What the status of an answer says that is not Bitrix24's. The last row fits all others. */
const UNREADABLE_ANSWER: Array<[statuses: number[], cause: string]> = [
	[[502, 503, 504], 'A server in front of Bitrix24 did not reach it.'],
	[[401, 403], 'A server in front of Bitrix24 refused the request.'],
	[[404, 405, 410], 'There is no REST of Bitrix24 at this address.'],
	[[301, 302, 303, 307, 308], 'The address leads to another page, e.g. to sign in.'],
	[[500], 'The server failed before Bitrix24 could answer.'],
	[[], 'Something else than Bitrix24 answered.'],
];

/**
 * The errors of REST itself, whatever the method. The first row that fits decides.
 *
 * Sources: REST docs, "Error codes"; server source restexception.php, oauthexception.php.
 */
const rows: ErrorRow[] = [
	{
		code: 'ACCESS_DENIED',
		text: /subscription|commercial plans/,
		reason: "the portal's plan does not include REST",
		advice:
			'Check in Bitrix24 which plans and subscriptions include REST, or use a portal that has one.',
	},
	{
		code: 'ERROR_METHOD_NOT_FOUND',
		reason: 'Bitrix24 does not know the method at this address',
		advice: `The webhook URL may be cut short, or the portal too old for this method. ${CREATE_WEBHOOK}`,
	},
	{
		code: 'NO_AUTH_FOUND',
		reason: 'Bitrix24 received no credentials',
		advice:
			'Check the credential. On an own server, check that it passes the Authorization header on to Bitrix24.',
	},
	{
		code: 'INVALID_CREDENTIALS',
		reason: 'Bitrix24 does not accept the webhook',
		advice: `It may have been deleted, changed or expired. ${CREATE_WEBHOOK}`,
	},
	{
		code: 'INVALID_REQUEST',
		reason: 'Bitrix24 accepts only https',
		advice: "Change the address in the credential to one that starts with 'https://'.",
	},
	{
		code: 'INSUFFICIENT_SCOPE',
		reason: 'the webhook or application may not use the CRM',
		advice: 'In Bitrix24, add the CRM (crm) scope to the webhook or application.',
	},
	{ code: 'EXPIRED_TOKEN', reason: 'the access has expired', advice: RECONNECT },
	{
		code: 'INVALID_TOKEN',
		reason: 'Bitrix24 does not accept the access token',
		advice: `The token may be that of another portal or application. ${RECONNECT}`,
	},
	{
		code: 'INVALID_GRANT',
		reason: 'Bitrix24 does not accept the access token',
		advice: `It can no longer be renewed, as after 180 days without use. ${RECONNECT}`,
	},
	{
		code: 'AUTHORIZATION_ERROR',
		reason: `${USER} cannot sign in`,
		advice: 'The user may have been dismissed or blocked. Use the access of an active user.',
	},
	...Object.entries({
		APPLICATION_NOT_FOUND: 'The application was deleted in Bitrix24, or the Client ID is wrong.',
		ERROR_OAUTH: 'The application may have been switched off in Bitrix24.',
		NOT_INSTALLED: 'The application was uninstalled, or its installation was never finished.',
	}).map(([code, cause]) => ({
		code,
		reason: 'the application is not installed on the portal',
		advice: `${cause} Install the application in Bitrix24 again. ${RECONNECT}`,
	})),
	{
		code: 'USER_ACCESS_ERROR',
		reason: `${USER} may not use the application`,
		advice: 'An administrator of the portal can allow it in the application settings.',
	},
	{
		code: 'CONNECTION_ERROR',
		reason: 'the portal could not reach its authorization server',
		advice: 'Run the workflow again later.',
	},
	{
		code: 'WRONG_AUTH_TYPE',
		reason: 'Bitrix24 does not allow this kind of access here',
		advice: 'Use the other kind of credential.',
	},
	{
		code: 'PAYMENT_REQUIRED',
		reason: "the portal's subscription has ended",
		advice: 'Renew the subscription in Bitrix24.',
	},
	{
		code: 'METHOD_CONFIRM_WAITING',
		reason: 'an administrator of the portal must confirm the call first',
		advice: 'Confirm it in the notifications of Bitrix24, then run the workflow again.',
	},
	{
		code: 'METHOD_CONFIRM_DENIED',
		reason: 'an administrator of the portal has denied the call',
		advice: ADMIN,
	},
	{
		code: 'QUERY_LIMIT_EXCEEDED',
		reason: 'Bitrix24 still receives too many requests',
		advice:
			'Other workflows or applications use up the limit of this portal. Run the workflow again later, raise Max Wait, or check the plan in the credential.',
	},
	{
		code: 'OPERATION_TIME_LIMIT',
		reason: 'the method has reached its execution time limit',
		advice:
			'Bitrix24 usually gives a method 480 seconds in ten minutes. Run the workflow again later, or raise Max Wait.',
	},
	{
		code: 'OVERLOAD_LIMIT',
		reason: 'Bitrix24 has blocked REST on this portal due to overload',
		advice: 'Only the support of Bitrix24 can lift this block: contact them.',
	},
	{
		code: 'ERROR_BATCH_METHOD_NOT_ALLOWED',
		reason: 'Bitrix24 did not accept the batch',
		advice: `The portal does not take this method in a batch: set Batch Size to 1. ${REPORT}`,
	},
	{
		code: 'ERROR_BATCH_LENGTH_EXCEEDED',
		reason: 'Bitrix24 did not accept the batch',
		advice: `The portal takes fewer commands in a batch: make Batch Size smaller. ${REPORT}`,
	},
	...Object.entries({
		INTERNAL_SERVER_ERROR: 'If the same happens again, ask the administrator of the portal.',
		ERROR_UNEXPECTED_ANSWER: 'A part of the portal gave no answer.',
		ERROR_CORE: 'The words of Bitrix24 below say what failed, as far as they say anything.',
	}).map(([code, cause]) => ({
		code,
		reason: 'Bitrix24 failed while it worked on the request',
		advice: `${cause} Run the workflow again later.`,
	})),
	{
		code: 'ALLOWED_ONLY_INTRANET_USER',
		reason: `${USER} is an external user`,
		advice:
			'Use the access of an employee: Bitrix24 lists companies and contacts for employees only.',
	},
	{
		code: 'ACCESS_ERROR',
		reason: `${USER} may not do this`,
		advice: "Give the user the right in the CRM's access permissions.",
	},
	{
		code: 'INVALID_ARG_VALUE',
		reason: 'the portal does not know a field that the node asks for',
		advice: 'The portal may be too old for this way of finding records: use IDs.',
	},
	{
		code: 'ERROR_ARGUMENT',
		reason: 'Bitrix24 did not accept a parameter',
		advice: 'Check the values that this item passes to the node.',
	},
	{
		code: 'ERROR_MANIFEST_IS_NOT_AVAILABLE',
		reason: 'Bitrix24 does not offer this here',
		advice: ADMIN,
	},
	{
		code: 'PORTAL_DELETED',
		reason: 'the portal has been deleted',
		advice: 'Put the address of another portal into the credential.',
	},
	{
		text: /public part of the site/i,
		reason: 'the portal is closed to visitors',
		advice:
			"On the portal's own server, an administrator can switch off 'Temporary closure of the public part of the site'.",
	},
	{
		code: 'TIMEOUT',
		reason: 'Bitrix24 did not answer in time',
		advice: 'A smaller Batch Size makes requests shorter.',
	},
	{
		code: 'CONNECTION_LOST',
		reason: 'the connection to Bitrix24 broke off',
		advice: 'Check the network of the n8n server if the same happens again.',
	},
	...NO_CONNECTION.map(([text, cause]) => ({
		code: 'NO_CONNECTION',
		text,
		reason: 'n8n could not reach Bitrix24',
		advice: `${cause} Check the address in the credential and the network of the n8n server.`,
	})),
	...UNREADABLE_ANSWER.map(([statuses, cause]) => ({
		code: 'UNREADABLE_ANSWER',
		...(statuses.length && { statuses }),
		reason: 'what answered does not look like Bitrix24',
		advice: `${cause} Check the address in the credential, and whether a proxy or firewall stands in between.`,
	})),
	{
		code: 'NO_ANSWER',
		reason: 'the answer of Bitrix24 does not mention the call',
		advice: 'Bitrix24 may have been interrupted.',
	},
	{
		code: 'PORTAL_MOVED',
		reason: 'the portal has a new address',
		advice: 'If the address below is that of your portal, put it into the credential.',
	},
	{
		code: 'NOT_SENT',
		reason: 'n8n could not send the request',
		advice: 'Check the credential. The log of n8n may say more.',
	},
	{
		code: 'CANCELED',
		reason: 'the execution was canceled',
		advice: 'Run the workflow again when you like.',
	},
	{
		code: 'TOKEN_NOT_RENEWED',
		reason:
			'n8n could not renew the access token, as the authorization server did not answer properly',
		advice:
			'Run the workflow again later. If the same happens again, check the authorization server in the credential, or connect it again.',
	},
	{
		code: 'SIGN_IN_FAILED',
		reason: 'n8n could not sign in to Bitrix24',
		advice: `The access may have been revoked or never been connected. ${RECONNECT}`,
	},
];

/**
 * Says in plain English what an error means and what to do next.
 *
 * @param ofMethod the errors of the method that was called
 */
export function explain(
	{ code, text, status }: PortalError,
	ofMethod: ErrorRow[] = [],
): Explanation {
	const bare = text.trim().replace(/\.$/, '');
	const row = [...rows, ...ofMethod].find(
		(candidate) =>
			(candidate.code === undefined || candidate.code === code.toUpperCase()) &&
			(candidate.statuses === undefined || candidate.statuses.includes(status ?? 0)) &&
			(candidate.text?.test(bare) ?? true),
	);
	return (
		row ?? {
			reason: 'Bitrix24 refused it',
			advice: 'The text of its answer says more.',
		}
	);
}

/**
 * What was seen, as the last sentence of a description, e.g. `Bitrix24 answered: ACCESS_DENIED "Access denied!" (HTTP 403).`
 * An error without a status for a call that was not sent is one that Bitrix24 would have given.
 */
export function quote({ code, text, status, skipped }: PortalError): string {
	const words = [code, text && `"${text}"`].filter(Boolean).join(' ') || 'no text';
	if (skipped && !isOwnCode(code) && status === undefined) return `Expected: ${words}.`;
	const sentence = isOwnCode(code)
		? `Seen: ${words}`
		: `Bitrix24 answered: ${words}${status ? ` (HTTP ${status})` : ''}`;
	return sentence.endsWith('."') ? sentence : `${sentence}.`;
}
