import type { IHttpRequestOptions } from 'n8n-workflow';

import type { OwnCode, Params, PortalError } from './call';
import { asMap } from './json';

/** Sends one authenticated request, as n8n's `httpRequestWithAuthentication` does. */
export type Request = (options: IHttpRequestOptions) => Promise<unknown>;

export interface HttpSettings {
	request: Request;
	/** Where REST is, for calls that carry an access token. A webhook's address comes with its authentication. */
	baseURL?: string;
	/** Milliseconds. */
	timeout: number;
}

export type Reply =
	| { ok: true; result: unknown; time: unknown }
	| { ok: false; error: PortalError };

/** Sends one REST request and reads what came of it. Never rejects, and sends nothing once `signal` is aborted. */
export type Send = (method: string, params: Params, signal?: AbortSignal) => Promise<Reply>;

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

export function createSend({ request, baseURL, timeout }: HttpSettings): Send {
	const withToken = baseURL !== undefined;

	return async (method, params, signal) => {
		if (signal?.aborted) return failure('CANCELED', '');
		const options: IHttpRequestOptions = {
			...(withToken && { baseURL }),
			method: 'POST',
			url: method,
			body: params,
			json: true,
			timeout,
			returnFullResponse: true,
			// A renamed portal answers 302, after which n8n would repeat the POST as a GET without its body.
			disableFollowRedirect: true,
			// n8n renews an access token only when the request rejects.
			ignoreHttpStatusErrors: withToken ? { ignore: true, except: [401] } : true,
			...(signal && { abortSignal: signal }),
		};
		try {
			return readResponse(asMap(await request(options)));
		} catch (thrown) {
			return signal?.aborted
				? failure('CANCELED', '', { mayHaveRun: true })
				: { ok: false, error: readThrown(thrown) };
		}
	};
}

function readResponse({ statusCode, headers, body }: Record<string, unknown>): Reply {
	const status = Number(statusCode);
	const answer = asMap(body);
	if (status >= 300 && status < 400) {
		return failure('PORTAL_MOVED', newHost(asMap(headers).location), { status });
	}
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

/** n8n's helper wraps what it throws in a NodeApiError; the HTTP client's own error is its cause. */
function readThrown(thrown: unknown): PortalError {
	const cause = asMap(asMap(thrown).cause ?? thrown);
	const response = asMap(cause.response);
	if ('status' in response) {
		const reply = readResponse({ statusCode: response.status, body: response.data });
		if (!reply.ok) return reply.error;
	}
	const code = String(cause.code ?? '');
	if (TIMED_OUT.includes(code)) return ownError('TIMEOUT', code, { mayHaveRun: true });
	if (NOT_REACHED.includes(code)) return ownError('NO_CONNECTION', code);
	// EAUTH is the token endpoint's refusal; without a code n8n has not even tried, e.g. as no account is connected.
	if (!code || code === 'EAUTH') return ownError('SIGN_IN_FAILED', '');
	return ownError('CONNECTION_LOST', code, { mayHaveRun: true });
}

/** REST v2 sends `error` and `error_description`; REST v3, met at a wrong address, an object in `error`. */
function restError(
	{ error, error_description: text }: Record<string, unknown>,
	status: number,
): PortalError {
	const v3 = asMap(error);
	return {
		code: String(v3.code ?? error ?? ''),
		text: String(v3.message ?? text ?? ''),
		status,
		mayHaveRun: status >= 500 && status !== 503,
	};
}

function newHost(location: unknown): string {
	return URL.canParse(String(location)) ? new URL(String(location)).origin : 'another address';
}

function ownError(code: OwnCode, text: string, more: Partial<PortalError> = {}): PortalError {
	return { code, text, mayHaveRun: false, ...more };
}

function failure(code: OwnCode, text: string, more?: Partial<PortalError>): Reply {
	return { ok: false, error: ownError(code, text, more) };
}
