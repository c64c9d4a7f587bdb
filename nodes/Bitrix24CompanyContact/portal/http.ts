import type { IHttpRequestOptions } from 'n8n-workflow';

import { moveTo } from './address';
import type { Params } from './call';
import { asMap, asText } from './json';
import { judgeRedirect } from './redirect';
import { failure, readResponse, readThrown, type Reply, withoutSecrets } from './reply';

/** Sends one authenticated request, as n8n's `httpRequestWithAuthentication` does. */
type Request = (options: IHttpRequestOptions) => Promise<unknown>;

export interface HttpSettings {
	request: Request;
	/** Where the portal is, e.g. https://acme.bitrix24.com */
	origin: string;
	/** Where REST is, for calls that carry an access token. A webhook's address comes with its authentication. */
	baseURL?: string;
	/** Milliseconds. */
	timeout: number;
	/** What must not appear in an error, should the answer repeat it. Asked for with each answer, never rejects. */
	secrets: () => Promise<string[]>;
}

export interface Http {
	/** Sends one REST request and reads what came of it. Never rejects, and sends nothing once `signal` is aborted. */
	send(method: string, params: Params, signal?: AbortSignal): Promise<Reply>;
	/** The new address of a renamed portal, where one was met. */
	readonly movedTo?: string;
}

/** HTTP as n8n does it: through its helper, which knows proxies and credentials, and renews access tokens. */
export class N8nHttp implements Http {
	movedTo?: string;

	constructor(private readonly settings: HttpSettings) {}

	async send(method: string, params: Params, signal?: AbortSignal): Promise<Reply> {
		const first = await this.sendOnce(method, params, signal);
		if (first.redirect === undefined) return first.reply;

		const redirect = judgeRedirect(first.redirect, this.movedTo ?? this.settings.origin, method);
		if ('page' in redirect) {
			return failure('UNREADABLE_ANSWER', 'a redirect to another page', { status: 302 });
		}
		if ('refuse' in redirect) return failure('PORTAL_MOVED', redirect.refuse);
		this.movedTo = redirect.follow;
		const second = await this.sendOnce(method, params, signal);
		return second.redirect === undefined ? second.reply : failure('PORTAL_MOVED', redirect.follow);
	}

	private async sendOnce(
		method: string,
		params: Params,
		signal?: AbortSignal,
	): Promise<{ redirect: string } | { redirect?: undefined; reply: Reply }> {
		if (signal?.aborted) return { reply: failure('CANCELED', '') };
		const { secrets, baseURL } = this.settings;
		try {
			const response = asMap(await this.request(method, params, signal));
			const status = Number(response.statusCode);
			if (status >= 300 && status < 400) {
				return { redirect: asText(asMap(response.headers).location) };
			}
			return {
				reply: readResponse({ ...response, body: withoutSecrets(response.body, await secrets()) }),
			};
		} catch (thrown) {
			const reply = signal?.aborted
				? failure('CANCELED', '', { mayHaveRun: true })
				: readThrown(thrown, baseURL !== undefined);
			return { reply: withoutSecrets(reply, await secrets()) };
		}
	}

	private async request(method: string, params: Params, signal?: AbortSignal): Promise<unknown> {
		const { request, baseURL } = this.settings;
		const options = this.options(method, params, signal);
		const response = await request(options);
		// n8n before 2.11 takes the exception below for "ignore all": the request must reject to renew the token.
		return baseURL !== undefined && asMap(response).statusCode === 401
			? await request({ ...options, ignoreHttpStatusErrors: false })
			: response;
	}

	private options(method: string, params: Params, signal?: AbortSignal): IHttpRequestOptions {
		const { baseURL, timeout } = this.settings;
		return {
			...this.address(),
			method: 'POST',
			url: method,
			body: params,
			json: true,
			timeout,
			returnFullResponse: true,
			// n8n would repeat a redirected POST as a GET without its body.
			disableFollowRedirect: true,
			// n8n renews an access token only when the request rejects.
			ignoreHttpStatusErrors: baseURL === undefined ? true : { ignore: true, except: [401] },
			...(signal && { abortSignal: signal }),
		};
	}

	/** A webhook credential puts its path behind the origin that it is given. */
	private address(): { baseURL?: string } {
		const { baseURL } = this.settings;
		if (!this.movedTo) return baseURL === undefined ? {} : { baseURL };
		return { baseURL: baseURL === undefined ? this.movedTo : moveTo(this.movedTo, baseURL) };
	}
}
