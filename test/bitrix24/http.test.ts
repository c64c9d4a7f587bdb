import type { IHttpRequestOptions } from 'n8n-workflow';

import { N8nHttp } from '../../nodes/Bitrix24CompanyContact/bitrix24/http';

const CODE = 'abcdef0123456789';
const METHOD = 'crm.company.contact.add';

function httpThat(
	request: (options: IHttpRequestOptions) => Promise<unknown>,
	baseURL?: string,
	deadline = (ms: number) => AbortSignal.timeout(ms),
): N8nHttp {
	return new N8nHttp({
		request,
		origin: 'https://acme.bitrix24.com',
		access: baseURL === undefined ? { kind: 'webhook' } : { kind: 'token', baseURL },
		timeout: 1000,
		deadline,
		secrets: async () => [CODE],
	});
}

const throwing = (thrown: object, baseURL?: string) =>
	httpThat(async () => {
		throw Object.assign(new Error(`Request to /rest/1/${CODE}/ failed`), thrown);
	}, baseURL);

const answering = (statusCode: number, body: unknown, headers = {}) =>
	httpThat(async () => ({ statusCode, body, headers }));

describe('a request', () => {
	it('is a POST that n8n neither redirects nor judges by its status', async () => {
		const sent: IHttpRequestOptions[] = [];
		const http = httpThat(async (options) => {
			sent.push(options);
			return { statusCode: 200, body: { result: true } };
		});
		await http.send(METHOD, { id: 1 });
		expect(sent).toMatchObject([
			{
				method: 'POST',
				url: METHOD,
				body: { id: 1 },
				json: true,
				timeout: 1000,
				returnFullResponse: true,
				disableFollowRedirect: true,
				ignoreHttpStatusErrors: true,
			},
		]);
	});

	it('of a webhook is not repeated for a status 401', async () => {
		const request = jest.fn(async () => ({ statusCode: 401, body: { error: 'NO_AUTH_FOUND' } }));
		await httpThat(request).send(METHOD, {});
		expect(request).toHaveBeenCalledTimes(1);
	});

	it('with a token goes to the address of REST, at the new origin of a portal that has moved', async () => {
		const sent: unknown[] = [];
		const http = httpThat(async ({ baseURL, url }) => {
			sent.push(baseURL);
			if (sent.length > 1) return { statusCode: 200, body: { result: true } };
			const location = `https://new.bitrix24.com/rest/${url}`;
			return { statusCode: 300, headers: { location } };
		}, 'https://acme.bitrix24.com/rest/');
		expect(await http.send(METHOD, {})).toMatchObject({ ok: true, result: true });
		expect(await http.send(METHOD, {})).toMatchObject({ ok: true, result: true });
		expect(sent).toEqual([
			'https://acme.bitrix24.com/rest/',
			'https://new.bitrix24.com/rest/',
			'https://new.bitrix24.com/rest/',
		]);
	});

	it('is not sent once the run is cancelled', async () => {
		const request = jest.fn(async () => ({ statusCode: 200, body: { result: true } }));
		const reply = await httpThat(request).send(METHOD, {}, AbortSignal.abort());
		expect(reply).toEqual({ ok: false, error: { code: 'CANCELED', text: '', mayHaveRun: false } });
		expect(request).not.toHaveBeenCalled();
	});

	it('may have been carried out when the run is cancelled meanwhile', async () => {
		const controller = new AbortController();
		const http = httpThat(async ({ abortSignal }) => {
			controller.abort();
			expect(abortSignal?.aborted).toBe(true);
			throw new Error('canceled');
		});
		expect(await http.send(METHOD, {}, controller.signal)).toEqual({
			ok: false,
			error: { code: 'CANCELED', text: '', mayHaveRun: true },
		});
	});

	it('rejects for an expired token also in an n8n that ignores all statuses or none', async () => {
		const sent: unknown[] = [];
		const http = httpThat(async ({ ignoreHttpStatusErrors }) => {
			sent.push(ignoreHttpStatusErrors);
			// Here n8n renews the token and repeats the request.
			if (ignoreHttpStatusErrors === false) return { statusCode: 200, body: { result: true } };
			return { statusCode: 401, body: { error: 'expired_token' } };
		}, 'https://acme.bitrix24.com/rest/');
		expect(await http.send(METHOD, {})).toMatchObject({ ok: true, result: true });
		expect(sent).toEqual([{ ignore: true, except: [401] }, false]);
	});
});

describe('an answer', () => {
	it.each<[string, number, unknown, object]>([
		['a result', 200, { result: false }, { ok: true, result: false }],
		[
			'an error with status 200 and an empty code',
			200,
			{ error: '' },
			{ ok: false, error: { code: '' } },
		],
		['an error of which it says no more', 200, { error: null }, { ok: false, error: { code: '' } }],
		[
			'an error described by more than text',
			400,
			{ error: 'X', error_description: { field: ['TITLE'] } },
			{ ok: false, error: { code: 'X', text: '{"field":["TITLE"]}' } },
		],
		[
			'the error of REST v3',
			404,
			{ error: { code: 'NOT_FOUND', message: 'Method not found' } },
			{ ok: false, error: { code: 'NOT_FOUND', text: 'Method not found', status: 404 } },
		],
		[
			'a page',
			200,
			'<html>',
			{ ok: false, error: { code: 'UNREADABLE_ANSWER', mayHaveRun: true } },
		],
		[
			'a page with 403',
			403,
			'<html>',
			{ ok: false, error: { code: 'UNREADABLE_ANSWER', mayHaveRun: false } },
		],
		[
			'half an answer',
			200,
			'{"result":tr',
			{ ok: false, error: { code: 'UNREADABLE_ANSWER', mayHaveRun: true } },
		],
		[
			'a result with a wrong status',
			500,
			{ result: true },
			{ ok: false, error: { code: 'UNREADABLE_ANSWER' } },
		],
		['nothing', 200, undefined, { ok: false, error: { code: 'UNREADABLE_ANSWER' } }],
		['a sign-in page', 302, '', { ok: false, error: { code: 'UNREADABLE_ANSWER', status: 302 } }],
	])('that is %s is read as what it is', async (_, status, body, reply) => {
		const http = answering(status, body, { location: '/auth/' });
		expect(await http.send(METHOD, {})).toMatchObject(reply);
	});

	it.each([
		[400, false],
		[499, false],
		[500, true],
		[502, true],
		[503, true],
	])('that is an error with status %i leaves doubt: %s', async (status, mayHaveRun) => {
		expect(await answering(status, { error: 'X' }).send(METHOD, {})).toMatchObject({
			error: { mayHaveRun },
		});
	});

	it.each([
		[400, false],
		[499, false],
		[500, true],
		[503, true],
	])('that is a page with status %i leaves doubt: %s', async (status, mayHaveRun) => {
		expect(await answering(status, '<html>').send(METHOD, {})).toMatchObject({
			error: { mayHaveRun },
		});
	});

	it("that is not Bitrix24's is quoted with its own first words, without the secret", async () => {
		const page = `<html><style>b {}</style><h1>Blocked by  the proxy</h1><p>/rest/1/${CODE}/ is not allowed`;
		const { error } = (await answering(403, page).send(METHOD, {})) as { error: { text: string } };
		expect(error.text).toBe(
			"an answer that is not Bitrix24's, with status 403: Blocked by the proxy /rest/1/***/ is not allowed",
		);
	});

	it('that is cut in the middle of the secret shows no part of the secret', async () => {
		for (let length = 60; length < 110; length++) {
			const page = `${'x'.repeat(length)} ${CODE}`;
			const thrown = { code: 'X', cause: { response: { status: 502, data: page } } };
			const replies = [answering(502, page), throwing(thrown)].map((http) => http.send(METHOD, {}));
			expect(JSON.stringify(await Promise.all(replies))).not.toContain(CODE.slice(0, 3));
		}
	});

	it('that is a redirect to elsewhere names where it leads', async () => {
		const location = `https://elsewhere.example/rest/1/x/${METHOD}`;
		expect(await answering(302, '', { location }).send(METHOD, {})).toMatchObject({
			ok: false,
			error: { code: 'PORTAL_MOVED', text: 'https://elsewhere.example' },
		});
	});

	it("that is a redirect to nowhere is not Bitrix24's", async () => {
		expect(await answering(302, '').send(METHOD, {})).toMatchObject({
			ok: false,
			error: { code: 'UNREADABLE_ANSWER', status: 302 },
		});
	});

	it('that redirects again and again is followed three times', async () => {
		const sent: unknown[] = [];
		const moving = (times: number) =>
			httpThat(async ({ baseURL, url }) => {
				sent.push(baseURL);
				if (sent.length > times) return { statusCode: 200, body: { result: true } };
				const location = `https://new${sent.length}.bitrix24.com/rest/1/x/${url}`;
				return { statusCode: 302, headers: { location } };
			});
		expect(await moving(2).send(METHOD, {})).toMatchObject({ ok: true });
		expect(sent).toEqual([undefined, 'https://new1.bitrix24.com', 'https://new2.bitrix24.com']);

		sent.length = 0;
		expect(await moving(4).send(METHOD, {})).toMatchObject({
			ok: false,
			error: { code: 'PORTAL_MOVED', text: 'https://new4.bitrix24.com', mayHaveRun: false },
		});
		expect(sent).toHaveLength(4);
	});

	it('is judged by where the portal has moved to, not by where it was', async () => {
		const sent: unknown[] = [];
		const http = httpThat(async ({ baseURL, url }) => {
			sent.push(baseURL);
			const location =
				sent.length === 1
					? `https://new.bitrix24.com/rest/1/x/${url}`
					: 'https://new.bitrix24.com/auth/';
			return { statusCode: 302, headers: { location } };
		});
		expect(await http.send(METHOD, {})).toMatchObject({ error: { code: 'UNREADABLE_ANSWER' } });
	});

	it('that redirects to a host whose name holds the secret is not followed, and not shown', async () => {
		const location = `https://${CODE}.bitrix24.com/rest/1/x/${METHOD}`;
		const http = answering(302, '', { location });
		expect(await http.send(METHOD, {})).toMatchObject({
			error: { code: 'PORTAL_MOVED', text: 'https://***.bitrix24.com' },
		});
		expect(http.movedTo).toBeUndefined();
	});

	it('that is longer than anyone reads is cut', async () => {
		const body = { error: 'x'.repeat(2_000_000), error_description: 'y'.repeat(2_000_000) };
		const reply = await answering(400, body).send(METHOD, {});
		expect(JSON.stringify(reply).length).toBeLessThan(1200);
	});

	it('is read although it holds the digits of the secret as a number, a key or an ID', async () => {
		const code = '1234567890';
		const body = {
			result: { [code]: [{ ID: code, count: 1234567890 }] },
			time: { start: 1234567890.5 },
		};
		const http = new N8nHttp({
			request: async () => ({ statusCode: 200, body }),
			origin: 'https://acme.bitrix24.com',
			access: { kind: 'webhook' },
			timeout: 1000,
			deadline: (ms) => AbortSignal.timeout(ms),
			secrets: async () => [code],
		});
		expect(await http.send(METHOD, {})).toEqual({ ok: true, ...body });
	});

	it.each<[string, object]>([
		['an error', { error: 'X', error_description: `at /rest/1/${CODE}/batch` }],
		[
			'the error of a command',
			{ result: { result_error: { c0: { error: '', error_description: CODE } } } },
		],
		['a result', { result: { echo: `/rest/1/${CODE}/` } }],
	])('loses the secret where it repeats it: %s', async (_, body) => {
		const reply = await answering(200, body).send(METHOD, {});
		expect(JSON.stringify(reply)).not.toContain(CODE);
		expect(JSON.stringify(reply)).toContain('***');
	});
});

describe('the time limit', () => {
	it('holds for an answer that never ends, and for a token that is never renewed', async () => {
		let given: AbortSignal | undefined;
		const late = new AbortController();
		const http = httpThat(
			async ({ abortSignal }) => {
				given = abortSignal as AbortSignal;
				late.abort();
				return await new Promise(() => {});
			},
			'https://acme.bitrix24.com/rest/',
			() => late.signal,
		);
		expect(await http.send(METHOD, {})).toMatchObject({
			error: { code: 'TIMEOUT', mayHaveRun: true },
		});
		expect(given?.aborted).toBe(true);
	});

	it('is never longer than a timer can be', async () => {
		const limits: unknown[] = [];
		const http = new N8nHttp({
			request: async ({ timeout }) => {
				limits.push(timeout);
				return { statusCode: 200, body: { result: true } };
			},
			origin: 'https://acme.bitrix24.com',
			access: { kind: 'webhook' },
			timeout: 3_000_000_000,
			deadline: (ms) => {
				limits.push(ms);
				return new AbortController().signal;
			},
			secrets: async () => [],
		});
		await http.send(METHOD, {});
		expect(limits).toEqual([2_147_483_647, 2_147_483_647]);
	});
});

describe('what n8n throws', () => {
	it.each<[string, object]>([
		[
			'5xx',
			{
				isAxiosError: true,
				config: { url: 'https://oauth.example/oauth/token/' },
				response: { status: 502, data: '<html>' },
			},
		],
		['a page', { code: 'ESTATUS', status: 200, body: '<html>' }],
		['a reset', { code: 'ECONNRESET', config: { url: 'https://oauth.example/oauth/token/' } }],
		[
			'no connection',
			{ code: 'ECONNREFUSED', config: { url: 'https://oauth.example/oauth/token/' } },
		],
	])('for %s of the authorization server leaves no doubt: nothing ran', async (_, cause) => {
		const reply = await throwing({ cause }, 'https://acme.bitrix24.com/rest/').send(METHOD, {});
		expect(reply).toMatchObject({ error: { code: 'TOKEN_NOT_RENEWED', mayHaveRun: false } });
	});

	it.each([METHOD, `https://acme.bitrix24.com/rest/${METHOD}`])(
		'for the request itself leaves doubt: %s',
		async (url) => {
			const cause = { code: 'ECONNRESET', config: { url } };
			const reply = await throwing({ cause }, 'https://acme.bitrix24.com/rest/').send(METHOD, {});
			expect(reply).toMatchObject({ error: { code: 'CONNECTION_LOST', mayHaveRun: true } });
		},
	);

	it.each([
		[{ cause: { code: 'ECONNABORTED' } }, 'TIMEOUT', true],
		[{ cause: { code: 'ECONNRESET' } }, 'CONNECTION_LOST', true],
		[{ cause: { code: 'ENOTFOUND' } }, 'NO_CONNECTION', false],
		[{ cause: { code: 'CERT_HAS_EXPIRED' } }, 'NO_CONNECTION', false],
		[{}, 'NOT_SENT', false],
	])('%p is %s', async (thrown, code, mayHaveRun) => {
		const reply = await throwing(thrown).send(METHOD, {});
		expect(reply).toMatchObject({ ok: false, error: { code, mayHaveRun } });
		expect(JSON.stringify(reply)).not.toContain(CODE);
	});

	it.each([
		[{ cause: { code: 'EAUTH' } }, 'SIGN_IN_FAILED'],
		[{}, 'SIGN_IN_FAILED'],
		[{ cause: { response: { status: 401, data: { error: 'invalid_token' } } } }, 'invalid_token'],
	])('%p is %s where a token is used', async (thrown, code) => {
		const reply = await throwing(thrown, 'https://acme.bitrix24.com/rest/').send(METHOD, {});
		expect(reply).toMatchObject({ ok: false, error: { code } });
	});

	it('loses the token where an answer repeats it', async () => {
		const data = { error: 'invalid_token', error_description: 'Unable to use Bearer new.token-1' };
		const http = throwing(
			{ cause: { response: { status: 401, data } } },
			'https://a.bitrix24.com/rest/',
		);
		expect(JSON.stringify(await http.send(METHOD, {}))).not.toContain('new.token-1');
	});
});
