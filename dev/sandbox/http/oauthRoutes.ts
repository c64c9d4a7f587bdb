import { Router, type Request, type Response } from 'express';
import { encodeJson } from '../php/json';
import { toInt, toText } from '../php/values';
import { toRestError } from '../rest/errors';
import type { OAuthServer, TokenPair } from '../rest/oauthServer';
import type { PortalState } from '../state/portalState';
import { requestParams } from './requestParams';

/** Identifies the portal. A portal keeps its member_id when its address changes. */
const MEMBER_ID = '5a6d62782d73616e64626f782d706f72';

/** The authorize page and the token endpoint (REST docs, "Complete OAuth 2.0 Authorization Protocol"). */
export function oauthRoutes(state: PortalState, oauth: OAuthServer): Router {
	return Router()
		.get('/oauth/authorize{/}', (request, response) => {
			authorize(request, response, state, oauth);
		})
		.all('/oauth/token{/}', (request, response) => {
			exchange(request, response, oauth);
		});
}

/** A failure is shown to the user as a page; the app gets no redirect. */
function authorize(
	request: Request,
	response: Response,
	{ users }: PortalState,
	oauth: OAuthServer,
): void {
	const { client_id: clientId, state = '', redirect_uri: asked, user } = requestParams(request);
	const redirectUri = oauth.app.redirectUri ?? toText(asked);
	if (clientId !== oauth.app.clientId || !oauth.app.installed) {
		sendPage(response, 'Application not found');
		return;
	}
	if (!URL.canParse(redirectUri)) {
		sendPage(response, 'The application has no address to return to');
		return;
	}
	const signedIn = users.get(toInt(user));
	if (!signedIn) {
		sendPage(response, 'Sign in to the sandbox portal', signInLinks(request, users));
		return;
	}
	const target = new URL(redirectUri);
	const params = {
		code: oauth.issueCode(signedIn.data.id),
		state: toText(state),
		domain: hostOf(request),
		member_id: MEMBER_ID,
		scope: oauth.app.scope.join(','),
		server_domain: hostOf(request),
	};
	Object.entries(params).forEach(([name, value]) => target.searchParams.set(name, value));
	response.redirect(302, target.href);
}

function exchange(request: Request, response: Response, oauth: OAuthServer): void {
	const params = requestParams(request);
	try {
		const pair = oauth.exchange(params);
		const renewed = params.grant_type === 'refresh_token';
		sendJson(response, 200, tokenBody(pair, request, oauth, renewed));
	} catch (thrown) {
		const error = toRestError(thrown);
		sendJson(response, error.status, error.body);
	}
}

/** `domain` is the authorization server's, not the portal's. Bitrix24 sends no token_type. */
function tokenBody(pair: TokenPair, request: Request, { app }: OAuthServer, renewed: boolean) {
	const endpoint = `${request.protocol}://${hostOf(request)}/rest/`;
	return {
		access_token: pair.accessToken,
		client_endpoint: endpoint,
		domain: hostOf(request),
		...(renewed && { expires: Math.floor(pair.expires / 1000) }),
		expires_in: 3600,
		member_id: MEMBER_ID,
		refresh_token: pair.refreshToken,
		scope: app.scope.join(','),
		server_endpoint: endpoint,
		status: 'L',
		user_id: pair.userId,
	};
}

function hostOf(request: Request): string {
	return request.get('host') ?? '';
}

function sendJson(response: Response, status: number, body: unknown): void {
	response.status(status).type('application/json; charset=utf-8').end(encodeJson(body));
}

function sendPage(response: Response, title: string, body = ''): void {
	response.type('html').end(`<!doctype html><title>${title}</title><h1>${title}</h1>${body}`);
}

/** One link per active user, so that the tester chooses whose rights the app gets. */
function signInLinks(request: Request, users: PortalState['users']): string {
	return [...users.values()]
		.filter(({ data }) => data.active)
		.map(({ data }) => {
			const url = `${request.originalUrl}&user=${data.id}`
				.replaceAll('&', '&amp;')
				.replaceAll('"', '');
			return `<p><a href="${url}">${data.name} ${data.lastName}</a></p>`;
		})
		.join('');
}
