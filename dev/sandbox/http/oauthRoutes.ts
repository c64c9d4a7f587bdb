import { Router, type Request, type Response } from 'express';
import { toRestError } from '../rest/errors';
import { encodeJson } from '../php/json';
import type { OAuthServer, TokenPair } from '../rest/oauthServer';
import { requestParams } from './requestParams';
import { toInt, toText } from '../php/values';
import type { PortalState } from '../state/portalState';

/** Of this portal; it stays the same when the address changes. */
const MEMBER_ID = '5a6d62782d73616e64626f782d706f72';

export function oauthRoutes(portalState: PortalState, oauth: OAuthServer): Router {
	const router = Router();
	router.get('/oauth/authorize{/}', (request, response) => {
		const { client_id: clientId, state = '', redirect_uri: asked, user } = requestParams(request);
		const redirectUri = oauth.app.redirectUri ?? toText(asked);
		// A failure is shown to the user; the app gets no redirect (REST docs, complete OAuth protocol).
		if (clientId !== oauth.app.clientId || !oauth.app.installed) {
			return page(response, 'Application not found');
		}
		if (!URL.canParse(redirectUri)) {
			return page(response, 'The application has no address to return to');
		}
		const signedIn = portalState.users.get(toInt(user));
		if (!signedIn)
			return page(response, 'Sign in to the sandbox portal', links(request, portalState));
		const target = new URL(redirectUri);
		const params = {
			code: oauth.issueCode(signedIn.data.id),
			state: toText(state),
			domain: host(request),
			member_id: MEMBER_ID,
			scope: oauth.app.scope.join(','),
			server_domain: host(request),
		};
		Object.entries(params).forEach(([name, value]) => target.searchParams.set(name, value));
		return response.redirect(302, target.href);
	});
	router.all('/oauth/token{/}', (request, response) => {
		const params = requestParams(request);
		try {
			const pair = oauth.exchange(params);
			json(response, 200, tokenBody(pair, request, oauth, params.grant_type === 'refresh_token'));
		} catch (thrown) {
			const error = toRestError(thrown);
			json(response, error.status, error.body);
		}
	});
	return router;
}

/** `domain` is the authorization server's, not the portal's, and there is no token_type. */
function tokenBody(pair: TokenPair, request: Request, { app }: OAuthServer, renewed: boolean) {
	return {
		access_token: pair.accessToken,
		client_endpoint: `${request.protocol}://${host(request)}/rest/`,
		domain: host(request),
		...(renewed && { expires: Math.floor(pair.expires / 1000) }),
		expires_in: 3600,
		member_id: MEMBER_ID,
		refresh_token: pair.refreshToken,
		scope: app.scope.join(','),
		server_endpoint: `${request.protocol}://${host(request)}/rest/`,
		status: 'L',
		user_id: pair.userId,
	};
}

function host(request: Request): string {
	return request.get('host') ?? '';
}

function json(response: Response, status: number, body: unknown): void {
	response.status(status).type('application/json; charset=utf-8').end(encodeJson(body));
}

function page(response: Response, title: string, body = '') {
	return response
		.type('html')
		.end(`<!doctype html><title>${title}</title><h1>${title}</h1>${body}`);
}

/** Whose rights the app gets is the tester's choice. */
function links(request: Request, state: PortalState): string {
	return [...state.users.values()]
		.filter(({ data }) => data.active)
		.map(({ data }) => {
			const url = `${request.originalUrl}&user=${data.id}`
				.replaceAll('&', '&amp;')
				.replaceAll('"', '');
			return `<p><a href="${url}">${data.name} ${data.lastName}</a></p>`;
		})
		.join('');
}
