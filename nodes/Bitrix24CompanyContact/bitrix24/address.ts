import { UserError } from 'n8n-workflow';

import { visibleText } from './text';

const WEBHOOK_HELP =
	'Paste the whole URL that Bitrix24 shows under Developer resources > Other > Inbound webhook. It has the form https://your-portal.bitrix24.com/rest/1/secret-code/';
const PORTAL_HELP =
	'Enter the address of your portal, in the form https://your-portal.bitrix24.com. Use http only for a portal on this computer.';

const SERVER_HELP =
	'Enter the address of the server that issues the access tokens, in the form https://oauth.example.com, without a query.';

/** Scheme, user name, host, and the rest. Whatever else people paste names no host, e.g. `https:/acme.bitrix24.com`. */
const WEB_ADDRESS =
	/^(?:([a-z][a-z\d+.-]*):\/\/)?([^\s/?#@\\]*@)?([\p{L}\p{N}_.-]+|\[[\da-f:.]+\])(?::\d+)?(?:[/?#][^\s\\]*)?$/iu;

/** A scheme that lost its colon or a slash. No portal is called so. */
const SCHEME = /^https?\.?$/i;

/** Quotes and brackets around an address, as text programs write them. */
const QUOTES = `"'\`<>«»‹›“”„‚‘’`;

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
	return new UserError(
		'The webhook URL in the credential is not complete: a complete one looks like https://acme.bitrix24.com/rest/1/secret-code/',
		{ description: WEBHOOK_HELP },
	);
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
	return address.replace(/\/rest\/.*/i, '');
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
	const refuse = (problem: string) =>
		new UserError(`The ${name} in the credential ${problem}`, { description: help });
	const text = withoutQuotes(visibleText(pasted));
	const [, scheme, user, host] = WEB_ADDRESS.exec(text) ?? [];
	if (host === undefined || SCHEME.test(host)) throw refuse('is not a web address');
	// The host of https://acme.bitrix24.com@example.com is example.com.
	if (user !== undefined) throw refuse('holds a user name');
	const address = scheme === undefined ? `https://${text}` : text;
	if (!URL.canParse(address)) throw refuse('is not a web address');
	const url = new URL(address);
	if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) {
		throw refuse('must start with https://');
	}
	// An address inside a path is what is left of a scheme: the host of h/ttps://acme.bitrix24.com is h.
	if (!isSameHost(host, url.hostname) || url.pathname.includes(':')) {
		throw refuse('is not a web address');
	}
	return url;
}

function withoutQuotes(text: string): string {
	let [start, end] = [0, text.length];
	while (start < end && QUOTES.includes(text[start])) start++;
	while (end > start && QUOTES.includes(text[end - 1])) end--;
	return text.slice(start, end).trim();
}

/** Whether a URL names the host that was written: URLs read `0x7f.1` as 127.0.0.1, and wide letters as narrow ones. */
function isSameHost(written: string, hostname: string): boolean {
	const labels = hostname.split('.');
	return written
		.toLowerCase()
		.split('.')
		.every((label, position) => {
			const isForeign = /\P{ASCII}/u.test(label);
			return isForeign ? labels[position]?.startsWith('xn--') : label === labels[position];
		});
}
