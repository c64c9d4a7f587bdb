import type { PhpArray } from '../php/values';
import type { PortalState } from '../state/portalState';
import type { User } from '../state/user';
import { accessDenied, unauthorized } from './errors';
import type { OAuthServer } from './oauthServer';

export interface Webhook {
	userId: number;
	secret: string;
	scope: string[];
	/** Milliseconds since the epoch. From then on the portal rejects the webhook as it rejects an unknown one. */
	expires?: number;
}

/** The caller, as its credential identifies it. */
export interface Session {
	user: User;
	scope: string[];
	/** Client ID of the calling app, `undefined` for a webhook. */
	application?: string;
	/** Identifies the credential in the counters of operating time. */
	credential: string;
}

export interface Credentials {
	params: PhpArray;
	/** Token of an `Authorization: Bearer` header. */
	bearer?: string;
	/** Whether the request came by https, or by http from the same machine. */
	secure: boolean;
}

/** What credentials are checked against. */
export interface AuthContext {
	state: PortalState;
	webhooks: Webhook[];
	oauth: OAuthServer;
	/** Milliseconds since the epoch. */
	now: () => number;
}

/** Parameters that carry credentials. Methods do not see them. */
export const CREDENTIAL_PARAMS = ['auth', 'access_token', 'aplogin', 'ap'];

/** @param scope the scope that the method needs, `undefined` if every credential may call the method */
export function authenticate(
	credentials: Credentials,
	issuers: AuthContext,
	scope: string | undefined,
): Session {
	const { params, bearer } = credentials;
	const token = bearer ?? params.auth ?? params.access_token;
	const session =
		'aplogin' in params && 'ap' in params
			? webhookSession(credentials, issuers, scope)
			: oauthSession(token, issuers, scope);
	if (!session.user.data.active) {
		throw unauthorized('authorization_error', 'Unable to authorize user');
	}
	// Only signed links carry `token`. The sandbox issues none, so every check fails (rest/classes/general/rest.php).
	if ('token' in params) throw accessDenied('Link check failed');
	return session;
}

/** The user part of a webhook may be an ID or a login (rest/lib/apauth/auth.php). */
function webhookSession(
	{ params: { aplogin, ap }, secure }: Credentials,
	{ state, webhooks, now }: AuthContext,
	scope: string | undefined,
): Session {
	if (!secure) throw unauthorized('INVALID_REQUEST', 'Https required.');
	const user = [...state.users.values()].find(
		({ data }) => String(data.id) === aplogin || data.login === aplogin,
	);
	const webhook = webhooks.find(({ userId, secret }) => userId === user?.data.id && secret === ap);
	if (!user || !webhook || (webhook.expires ?? Infinity) <= now()) {
		throw unauthorized('INVALID_CREDENTIALS', 'Invalid request credentials');
	}
	needScope(scope, webhook.scope, 'webhook token');
	return { user, scope: webhook.scope, credential: `webhook ${webhooks.indexOf(webhook)}` };
}

/**
 * A token works over plain http too, unlike a webhook (b24jssdk issue 500). The order of the checks is that of
 * rest/lib/oauth/auth.php.
 */
function oauthSession(
	token: unknown,
	{ state, oauth }: AuthContext,
	scope: string | undefined,
): Session {
	if (typeof token !== 'string') throw unauthorized('NO_AUTH_FOUND', 'Wrong authorization data');
	const grant = oauth.grantOf(token);
	const user = grant && state.users.get(grant.userId);
	if (!grant || !user) throw unauthorized('invalid_token', 'Unable to get application by token');
	const { clientId, scope: granted, installed } = oauth.app;
	if (!installed) throw unauthorized('APPLICATION_NOT_FOUND', 'Application not found');
	if (grant.expired) throw unauthorized('expired_token', 'The access token provided has expired');
	needScope(scope, granted, 'access token');
	return { user, scope: granted, application: clientId, credential: `app ${clientId}` };
}

function needScope(needed: string | undefined, granted: string[], holder: string): void {
	if (!needed || granted.includes(needed)) return;
	throw unauthorized(
		'insufficient_scope',
		`The request requires higher privileges than provided by the ${holder}`,
	);
}
