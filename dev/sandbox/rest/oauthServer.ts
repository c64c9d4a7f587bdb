import { toText, type Php, type PhpArray } from '../php/values';
import { RestError } from './errors';
import { secretMaker } from './secretMaker';

/**
 * Lifetimes in milliseconds (REST docs, "Complete OAuth 2.0 Authorization Protocol" and "OAuth 2.0 token automatic
 * renewal").
 */
const CODE_LIFE = 30_000;
const ACCESS_LIFE = 3_600_000;
const REFRESH_LIFE = 180 * 24 * 3_600_000;

export interface OAuthApp {
	clientId: string;
	clientSecret: string;
	scope: string[];
	installed: boolean;
	/** Redirect address on the app's card. If there is none, the authorize request may name one. */
	redirectUri?: string;
	/** Whether a refresh token works only once. Bitrix24 does not document what its server does. */
	singleUseRefresh: boolean;
}

export interface TokenPair {
	accessToken: string;
	refreshToken: string;
	userId: number;
	/** Milliseconds since the epoch. */
	expires: number;
}

interface Grant {
	userId: number;
	/** Milliseconds since the epoch. */
	until: number;
}

/** The authorization server. It knows one app. */
export class OAuthServer {
	private readonly secret = secretMaker(32);
	private readonly card: OAuthApp = {
		clientId: 'local.5f3a0c1e9b7d42.00000001',
		clientSecret: this.secret(),
		scope: ['crm'],
		installed: true,
		redirectUri: undefined,
		singleUseRefresh: true,
	};
	/** The registered app. Tests change its settings directly. */
	readonly app: OAuthApp = { ...this.card };
	/** Every code and token ever issued. Tests check that none of them shows anywhere. */
	readonly issued: string[] = [];
	private readonly codes = new Map<string, Grant>();
	private readonly access = new Map<string, Grant>();
	private readonly refresh = new Map<string, Grant>();

	constructor(private readonly now: () => number) {}

	/** Issues a code for the redirect back to the app. The code works once, within 30 seconds. */
	issueCode(userId: number): string {
		return this.put(this.codes, userId, CODE_LIFE).token;
	}

	/** Issues tokens without the authorize page. */
	issue(userId: number): TokenPair {
		const { token: accessToken, until: expires } = this.put(this.access, userId, ACCESS_LIFE);
		const { token: refreshToken } = this.put(this.refresh, userId, REFRESH_LIFE);
		return { accessToken, refreshToken, userId, expires };
	}

	/** Ends the life of an access token. The token stays known, so that the portal calls it expired, not invalid. */
	expire(accessToken: string): void {
		const grant = this.access.get(accessToken);
		if (grant) grant.until = this.now();
	}

	expireAll(): void {
		for (const grant of this.access.values()) grant.until = this.now();
	}

	revokeAll(): void {
		[this.access, this.refresh].forEach((tokens) => tokens.clear());
	}

	/** Removes an access or refresh token, so that the portal does not know it any more. */
	revoke(token: string): void {
		this.access.delete(token);
		this.refresh.delete(token);
	}

	grantOf(accessToken: string): { userId: number; expired: boolean } | undefined {
		const grant = this.access.get(accessToken);
		return grant && { userId: grant.userId, expired: grant.until <= this.now() };
	}

	/** Answers one request to the token endpoint. */
	exchange(params: PhpArray): TokenPair {
		const { grant_type: type, client_id: id, client_secret: secret } = params;
		if (id !== this.app.clientId || secret !== this.app.clientSecret || !this.app.installed) {
			throw new RestError(401, 'invalid_client', 'Invalid client');
		}
		if (type === 'authorization_code') return this.issue(this.take(this.codes, params.code, true));
		if (type !== 'refresh_token') throw new RestError(400, 'invalid_request', 'Invalid request');
		return this.issue(this.take(this.refresh, params.refresh_token, this.app.singleUseRefresh));
	}

	/** Restores the settings of the app. Tokens stay valid. */
	reset(): void {
		Object.assign(this.app, this.card);
	}

	private put(tokens: Map<string, Grant>, userId: number, life: number) {
		const token = this.secret();
		const until = this.now() + life;
		tokens.set(token, { userId, until });
		this.issued.push(token);
		return { token, until };
	}

	private take(tokens: Map<string, Grant>, token: Php | undefined, once: boolean): number {
		const grant = tokens.get(toText(token));
		if (once) tokens.delete(toText(token));
		if (!grant || grant.until <= this.now()) {
			throw new RestError(400, 'invalid_grant', 'Invalid grant');
		}
		return grant.userId;
	}
}
