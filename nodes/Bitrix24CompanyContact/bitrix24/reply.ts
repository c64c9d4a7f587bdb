import type { OwnCode, PortalError } from './call';
import { asRecord, asString } from './json';

/** What came of one REST request. */
export type Reply =
	| { ok: true; result: unknown; time: unknown }
	| { ok: false; error: PortalError };

const NOT_REACHED = [
	'ECONNREFUSED',
	'ENOTFOUND',
	'EAI_AGAIN',
	'EHOSTUNREACH',
	'ENETUNREACH',
	'EPROTO',
	'CERT_HAS_EXPIRED',
	'DEPTH_ZERO_SELF_SIGNED_CERT',
	'SELF_SIGNED_CERT_IN_CHAIN',
	'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
	'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
	'ERR_TLS_CERT_ALTNAME_INVALID',
];
const TIMED_OUT = ['ECONNABORTED', 'ETIMEDOUT'];

/** Longest text of Bitrix24's that an error repeats: a whole page may stand there. */
const LONGEST_TEXT = 500;

/** Codes that say nothing about whether the method did its work before it failed. REST docs, "Error codes". */
const SERVER_FAULTS = ['INTERNAL_SERVER_ERROR', 'ERROR_UNEXPECTED_ANSWER', 'ERROR_CORE'];

/** Codes with a status of 5xx that Bitrix24 sends before it runs the method. */
const REFUSED_BEFORE = ['QUERY_LIMIT_EXCEEDED', 'OVERLOAD_LIMIT', 'PORTAL_DELETED'];

/** Reads the answer to a REST request that was not redirected. */
export function readResponse({ statusCode, body }: Record<string, unknown>): Reply {
	const status = Number(statusCode);
	const answer = asRecord(body);
	// Bitrix24 also answers errors with status 200, and with an empty code: the key decides, not its value.
	if ('error' in answer) return { ok: false, error: readError(answer, status) };
	if (status === 200 && 'result' in answer) {
		return { ok: true, result: answer.result, time: answer.time };
	}
	const words = firstWords(body);
	const seen = `an answer that is not Bitrix24's, with status ${status}${words && `: ${words}`}`;
	return failure('UNREADABLE_ANSWER', seen, {
		status,
		mayHaveRun: status < 400 || status >= 500,
	});
}

/** Longest part of a foreign answer that an error repeats, and of the page in which the part is looked for. */
const LONGEST_WORDS = 100;
const LONGEST_PAGE = 2000;

/** How a page or text begins that is not Bitrix24's: the text says more than we could. */
function firstWords(body: unknown): string {
	const page = (typeof body === 'string' ? body : asString(body)).slice(0, LONGEST_PAGE);
	const text = page
		.replace(/<(?:script|style)[^<>]*>[^<]*/gi, ' ')
		.replace(/<[^<>]*>?/g, ' ')
		.replace(/\s+/g, ' ')
		.trim();
	return text.length > LONGEST_WORDS ? `${text.slice(0, LONGEST_WORDS)}…` : text;
}

/**
 * Reads what n8n's HTTP helper threw: a NodeApiError, whose cause is the HTTP client's own error. Its message is left
 * alone, as it may hold the address.
 *
 * @param method the REST method of the request
 * @param body the body of the answer, if there was one, without secrets
 */
export function readThrown(
	thrown: unknown,
	{ withToken, method, body }: { withToken: boolean; method: string; body: unknown },
): Reply {
	const cause = asRecord(asRecord(thrown).cause ?? thrown);
	const response = asRecord(cause.response);
	const code = asString(cause.code);
	if (withToken && isFromTokenEndpoint(cause, method)) {
		const status = response.status ?? cause.status;
		return failure('TOKEN_NOT_RENEWED', status ? `status ${asString(status)}` : code);
	}
	if ('status' in response) {
		return readResponse({ statusCode: response.status, body });
	}
	if (TIMED_OUT.includes(code)) return failure('TIMEOUT', code, { mayHaveRun: true });
	if (NOT_REACHED.includes(code)) return failure('NO_CONNECTION', code);
	// EAUTH: the token endpoint refused. No code: n8n failed before sending, e.g. the credential was never connected.
	if (!code || code === 'EAUTH') return failure(withToken ? 'SIGN_IN_FAILED' : 'NOT_SENT', '');
	return failure('CONNECTION_LOST', code, { mayHaveRun: true });
}

/**
 * Whether the error comes from the authorization server, which n8n asks for a new token after the portal's 401: ESTATUS
 * is its OAuth client's code for an answer that is no token, other errors name the URL (@n8n/client-oauth2).
 */
function isFromTokenEndpoint({ code, config }: Record<string, unknown>, method: string): boolean {
	const url = asString(asRecord(config).url);
	return code === 'ESTATUS' || (url !== '' && url !== method && !url.endsWith(`/${method}`));
}

/**
 * Reads an error of REST v2, `error` and `error_description`, or of v3, met at a wrong address, where `error` is an object.
 *
 * @param status absent for a command of a batch
 */
export function readError(
	{ error, error_description: text }: Record<string, unknown>,
	status?: number,
): PortalError {
	const v3 = asRecord(error);
	const code = shorten(asString(v3.code ?? error));
	const known = code.toUpperCase();
	return {
		code,
		text: shorten(asString(v3.message ?? text)),
		...(status !== undefined && { status }),
		mayHaveRun:
			SERVER_FAULTS.includes(known) ||
			(status !== undefined && status >= 500 && !REFUSED_BEFORE.includes(known)),
	};
}

/** A reply with one of our own codes. */
export function failure(code: OwnCode, text: string, more?: Partial<PortalError>): Reply {
	return { ok: false, error: { code, text: shorten(text), mayHaveRun: false, ...more } };
}

function shorten(text: string): string {
	return text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text;
}
