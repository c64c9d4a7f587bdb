import { UserError } from 'n8n-workflow';

const WEBHOOK_HELP =
	'Paste the whole URL that Bitrix24 shows under Developer resources > Other > Inbound webhook. It has the form https://your-portal.bitrix24.com/rest/1/secret-code/';
const PORTAL_HELP =
	'Enter the address of your portal, in the form https://your-portal.bitrix24.com. Use http only for a portal on this computer.';

const SERVER_HELP =
	'Enter the address of the server that issues the access tokens, in the form https://oauth.example.com, without a query.';

const HOST = /^([\w-]+\.)*[\w-]+\.?$|^\[[\da-f:.]+\]$/i;

/** `.../rest/<user>/<code>[/<method>]`, with a path prefix and the `api` of REST v3 where there is one. */
const WEBHOOK_PATH = /^(.*?\/rest)\/(?:api\/)?([^/]+)\/([\w-]+)(?:\/[^/]*)?\/?$/i;

/**
 * The base address of an incoming webhook, ending in a slash, from any form that people paste:
 * with a method name, `.json`, a query, a port, a path prefix, or none of them.
 *
 * REST v3 addresses become v2 ones: v3 has no CRM link methods.
 * Source: REST docs, "Local webhooks", "REST 3.0".
 *
 * @throws UserError that says what to paste and never repeats what was pasted: it holds the secret.
 */
export function webhookAddress(pasted: string): string {
	const url = parse(pasted, 'webhook URL', WEBHOOK_HELP);
	const path = WEBHOOK_PATH.exec(url.pathname);
	if (!path) throw incomplete();
	const [, rest, user, code] = path;
	// A method where the code should be: the user ID is missing.
	if (/^(profile|scope|batch|methods)$/i.test(code)) throw incomplete();
	return `${url.origin}${rest}/${user}/${code}/`;
}

function incomplete(): UserError {
	return new UserError('The webhook URL in the credential is not complete', {
		description: WEBHOOK_HELP,
	});
}

/** The secret in a webhook's base address. */
export function webhookCode(address: string): string {
	return address.replace(/^.*\/([^/]+)\/$/, '$1');
}

/**
 * The base address of a portal's REST for calls that carry an access token, e.g. https://acme.bitrix24.com/rest/
 *
 * @throws UserError that says what to enter
 */
export function portalAddress(pasted: string): string {
	const url = parse(pasted, 'portal URL', PORTAL_HELP);
	const prefix = /^(.*?)\/rest(?:\/|$)/i.exec(url.pathname)?.[1] ?? '';
	return `${url.origin}${prefix}/rest/`;
}

/**
 * Checks the address of an authorization server: the client secret and the tokens travel there.
 *
 * @throws UserError that says what to enter
 */
export function checkAuthorizationServer(entered: string): void {
	const url = parse(entered, 'authorization server URL', SERVER_HELP);
	if (url.search || url.hash) {
		throw new UserError('The authorization server URL in the credential has a query', {
			description: SERVER_HELP,
		});
	}
}

/** Where the portal's pages are, from the base address of its REST: it keeps a path prefix and drops a webhook's code. */
export function portalOrigin(address: string): string {
	return address.replace(/\/rest\/.*$/i, '');
}

/** The same path at another origin. */
export function moveTo(origin: string, address: string): string {
	return `${origin}${new URL(address).pathname}`;
}

/** Whether a host is this very computer: the only one that may be reached without TLS. */
export function isLoopback(hostname: string): boolean {
	return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

function parse(pasted: string, name: string, help: string): URL {
	const text = pasted.trim().replace(/^["'<]+|["'>]+$/g, '');
	const address = /^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `https://${text}`;
	if (!URL.canParse(address) || !HOST.test(new URL(address).hostname)) {
		throw new UserError(`The ${name} in the credential is not a web address`, {
			description: help,
		});
	}
	const url = new URL(address);
	// The host of https://acme.bitrix24.com@example.com is example.com.
	if (url.username || url.password) {
		throw new UserError(`The ${name} in the credential holds a user name`, { description: help });
	}
	if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) {
		throw new UserError(`The ${name} in the credential must start with https://`, {
			description: help,
		});
	}
	return url;
}
