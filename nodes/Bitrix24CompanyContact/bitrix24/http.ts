import type { IHttpRequestOptions } from 'n8n-workflow';

import { moveTo } from './address';
import type { Params } from './call';
import { asRecord, asString } from './json';
import { classifyRedirect } from './redirect';
import { redact } from './redact';
import { failure, readResponse, readThrown, type Reply } from './reply';

/** Sends one authenticated request, as n8n's `httpRequestWithAuthentication` does. */
type Request = (options: IHttpRequestOptions) => Promise<unknown>;

/** How a request proves who sends it: a webhook's address comes with its credential, a token needs the address of REST. */
type Access = { kind: 'webhook' } | { kind: 'token'; baseURL: string };

export interface HttpSettings {
	request: Request;
	/** Where the portal is, e.g. https://acme.bitrix24.com */
	origin: string;
	access: Access;
	/** Milliseconds for a request and its answer, a renewal of the token included. */
	timeout: number;
	/** Makes a signal that is aborted after so many milliseconds, as `AbortSignal.timeout` does. */
	deadline: (ms: number) => AbortSignal;
	/** What must not appear in an error, should the answer repeat it. Asked for with each answer, never rejects. */
	secrets: () => Promise<string[]>;
}

export interface Http {
	/** Sends one REST request and reads what came of it. Never rejects, and sends nothing once `signal` is aborted. */
	send(method: string, params: Params, signal?: AbortSignal): Promise<Reply>;
	/** The new address of a renamed portal, where one was met. */
	readonly movedTo?: string;
}

/** A portal may have moved more than once. */
const MAX_REDIRECTS = 3;

/** Milliseconds, near 25 days. A longer timer fires at once (Node.js docs, "Timers"). */
const MAX_TIMER = 2 ** 31 - 1;

/** HTTP as n8n does it: through its helper, which knows proxies and credentials, and renews access tokens. */
export class N8nHttp implements Http {
	movedTo?: string;

	constructor(private readonly settings: HttpSettings) {}

	async send(method: string, params: Params, signal?: AbortSignal): Promise<Reply> {
		for (let redirects = 0; ; redirects++) {
			const { location, reply } = await this.sendOnce(method, params, signal);
			if (location === undefined) return reply;

			const from = this.movedTo ?? this.settings.origin;
			const redirect = classifyRedirect(location, from, method);
			if ('page' in redirect) {
				return failure('UNREADABLE_ANSWER', 'a redirect to another page', { status: 302 });
			}
			const to = 'follow' in redirect ? redirect.follow : redirect.unsafe;
			const shown = redact(to, await this.settings.secrets());
			if ('unsafe' in redirect || shown !== to || redirects === MAX_REDIRECTS) {
				return failure('PORTAL_MOVED', shown);
			}
			this.movedTo = to;
		}
	}

	/** @returns the new location, or what came of the request where it was not redirected */
	private async sendOnce(
		method: string,
		params: Params,
		signal?: AbortSignal,
	): Promise<{ location: string; reply?: undefined } | { location?: undefined; reply: Reply }> {
		if (signal?.aborted) return { reply: failure('CANCELED', '') };
		const outcome = await this.requestInTime(method, params, signal);
		if ('failed' in outcome) return { reply: outcome.failed };
		const { response } = outcome;
		const status = Number(response.statusCode);
		if (status >= 300 && status < 400) {
			return { location: asString(asRecord(response.headers).location) };
		}
		return {
			reply: readResponse({ statusCode: status, body: await this.redacted(response.body) }),
		};
	}

	/** Before anything is cut, as a part of a secret would not be found. */
	private async redacted<Value>(value: Value): Promise<Value> {
		return redact(value, await this.settings.secrets());
	}

	/**
	 * n8n's own time limit starts anew with each byte of an answer, and does not hold for the renewal of a token: this
	 * one holds for all of it.
	 */
	private async requestInTime(
		method: string,
		params: Params,
		signal?: AbortSignal,
	): Promise<{ response: Record<string, unknown> } | { failed: Reply }> {
		const { access, timeout, deadline } = this.settings;
		const tooLate = deadline(Math.min(timeout, MAX_TIMER));
		const abort = AbortSignal.any(signal ? [tooLate, signal] : [tooLate]);
		const aborted = new Promise<never>((_, reject) => {
			abort.addEventListener('abort', () => reject(new Error('aborted')), { once: true });
		});
		const answer = this.request(method, params, abort);
		try {
			return { response: asRecord(await Promise.race([answer, aborted])) };
		} catch (thrown) {
			answer.catch(() => {});
			if (signal?.aborted) return { failed: failure('CANCELED', '', { mayHaveRun: true }) };
			if (tooLate.aborted) return { failed: failure('TIMEOUT', '', { mayHaveRun: true }) };
			const response = asRecord(asRecord(asRecord(thrown).cause ?? thrown).response);
			const body = await this.redacted(response.data);
			return { failed: readThrown(thrown, { withToken: access.kind === 'token', method, body }) };
		}
	}

	private async request(method: string, params: Params, signal: AbortSignal): Promise<unknown> {
		const { request, access } = this.settings;
		const options = this.options(method, params, signal);
		const response = await request(options);
		// n8n < 2.11 ignores `except`, so a 401 does not reject and the token is never renewed: send again so that it does.
		return access.kind === 'token' && asRecord(response).statusCode === 401
			? await request({ ...options, ignoreHttpStatusErrors: false })
			: response;
	}

	private options(method: string, params: Params, signal: AbortSignal): IHttpRequestOptions {
		const { access, timeout } = this.settings;
		return {
			...this.address(),
			method: 'POST',
			url: method,
			body: params,
			json: true,
			// Otherwise n8n gives up after five minutes.
			timeout: Math.min(timeout, MAX_TIMER),
			returnFullResponse: true,
			// n8n would repeat a redirected POST as a GET without its body.
			disableFollowRedirect: true,
			// n8n renews an access token only when the request rejects.
			ignoreHttpStatusErrors: access.kind === 'webhook' ? true : { ignore: true, except: [401] },
			// Holds where records are listed. In a run, n8n puts the signal of the execution in its place.
			abortSignal: signal,
		};
	}

	/** A webhook's credential appends its path to the origin that the request names. */
	private address(): { baseURL?: string } {
		const { access } = this.settings;
		const { movedTo } = this;
		if (access.kind === 'webhook') return movedTo ? { baseURL: movedTo } : {};
		return { baseURL: movedTo ? moveTo(movedTo, access.baseURL) : access.baseURL };
	}
}
