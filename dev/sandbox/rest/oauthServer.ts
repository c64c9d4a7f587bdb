import { RestError } from './errors';
import { toText, type Php, type PhpArray } from '../php/values';
import { secretMaker } from './secretMaker';

/** REST docs, "Complete OAuth 2.0 Authorization Protocol" and "OAuth 2.0 token automatic renewal" */
const CODE_LIFE = 30_000;
const ACCESS_LIFE = 3_600_000;
const REFRESH_LIFE = 180 * 24 * 3_600_000;

export interface OAuthApp {
	clientId: string;
	clientSecret: string;
	scope: string[];
	installed: boolean;
	/** on the app's card; when it is not set, the authorize request may name one */
	redirectUri?: string;
	/** whether a refresh token works only once; what the real server does is not documented */
	singleUseRefresh: boolean;
}

export interface TokenPair {
	accessToken: string;
	refreshToken: string;
	userId: number;
	/** milliseconds since the epoch */
	expires: number;
}

interface Grant {
	userId: number;
	until: number;
}

/** The authorization server of the portal's one registered app. Times are milliseconds. */
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
	/** the registered app, as a test may change it */
	readonly app: OAuthApp = { ...this.card };
	/** every code and token, valid or not: what must not be seen anywhere */
	readonly issued: string[] = [];
	private readonly codes = new Map<string, Grant>();
	private readonly access = new Map<string, Grant>();
	private readonly refresh = new Map<string, Grant>();

	constructor(private readonly now: () => number) {}

	/** A code for the redirect back to the app; it lives for 30 seconds and works once. */
	issueCode(userId: number): string {
		return this.put(this.codes, userId, CODE_LIFE).token;
	}

	/** A fresh pair, without the walk through the authorize page. */
	issue(userId: number): TokenPair {
		const { token: accessToken, until: expires } = this.put(this.access, userId, ACCESS_LIFE);
		const { token: refreshToken } = this.put(this.refresh, userId, REFRESH_LIFE);
		return { accessToken, refreshToken, userId, expires };
	}

	/** The access token stays known, so that it is refused as expired. */
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

	/** Forgets an access or refresh token altogether. */
	revoke(token: string): void {
		this.access.delete(token);
		this.refresh.delete(token);
	}

	grantOf(accessToken: string): { userId: number; expired: boolean } | undefined {
		const grant = this.access.get(accessToken);
		return grant && { userId: grant.userId, expired: grant.until <= this.now() };
	}

	/** One request to the token endpoint. */
	exchange(params: PhpArray): TokenPair {
		const { grant_type: type, client_id: id, client_secret: secret } = params;
		if (id !== this.app.clientId || secret !== this.app.clientSecret || !this.app.installed) {
			throw new RestError(401, 'invalid_client', 'Invalid client');
		}
		if (type === 'authorization_code') return this.issue(this.take(this.codes, params.code, true));
		if (type !== 'refresh_token') throw new RestError(400, 'invalid_request', 'Invalid request');
		return this.issue(this.take(this.refresh, params.refresh_token, this.app.singleUseRefresh));
	}

	/** The app's settings as at the start; tokens stay valid. */
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
