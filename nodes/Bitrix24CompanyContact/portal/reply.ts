import type { OwnCode, PortalError } from './call';
import { asMap, asText } from './json';

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

/** Reads the answer to a REST request that was not redirected. */
export function readResponse({ statusCode, body }: Record<string, unknown>): Reply {
	const status = Number(statusCode);
	const answer = asMap(body);
	// Bitrix24 also answers errors with status 200, and with an empty code: the key decides, not its value.
	if ('error' in answer) return { ok: false, error: restError(answer, status) };
	if (status === 200 && 'result' in answer) {
		return { ok: true, result: answer.result, time: answer.time };
	}
	return failure('UNREADABLE_ANSWER', `an answer that is not Bitrix24's, with status ${status}`, {
		status,
		mayHaveRun: status < 400 || status >= 500,
	});
}

/**
 * Reads what n8n's HTTP helper threw: a NodeApiError, of which the HTTP client's own error is the cause. Its message
 * is left alone, as it may hold the address.
 */
export function readThrown(thrown: unknown, withToken: boolean): Reply {
	const cause = asMap(asMap(thrown).cause ?? thrown);
	const response = asMap(cause.response);
	if ('status' in response) {
		return readResponse({ statusCode: response.status, body: response.data });
	}
	const code = asText(cause.code);
	if (TIMED_OUT.includes(code)) return failure('TIMEOUT', code, { mayHaveRun: true });
	if (NOT_REACHED.includes(code)) return failure('NO_CONNECTION', code);
	// EAUTH is the token endpoint's refusal; without a code n8n has not even tried, e.g. as no account is connected.
	if (!code || code === 'EAUTH') return failure(withToken ? 'SIGN_IN_FAILED' : 'NOT_SENT', '');
	return failure('CONNECTION_LOST', code, { mayHaveRun: true });
}

/** REST v2 sends `error` and `error_description`; REST v3, met at a wrong address, an object in `error`. */
function restError(
	{ error, error_description: text }: Record<string, unknown>,
	status: number,
): PortalError {
	const v3 = asMap(error);
	return {
		code: asText(v3.code ?? error),
		text: asText(v3.message ?? text),
		status,
		mayHaveRun: status >= 500 && status !== 503,
	};
}

/** A reply with one of our own codes. */
export function failure(code: OwnCode, text: string, more?: Partial<PortalError>): Reply {
	return { ok: false, error: { code, text, mayHaveRun: false, ...more } };
}

/**
 * The same value without the secrets, should a server or proxy repeat the request in what it answers.
 *
 * @param secrets those of fewer than 8 characters are left, as they would be found everywhere
 */
export function withoutSecrets<Value>(value: Value, secrets: string[]): Value {
	if (value === undefined) return value;
	const text = secrets
		.filter(({ length }) => length >= 8)
		.reduce((masked, secret) => masked.replaceAll(secret, '***'), JSON.stringify(value));
	return JSON.parse(text.replace(/(Bearer\s+)[\w.~+/=-]+/gi, '$1***')) as Value;
}
