import { isLoopback } from './address';

/**
 * The zones of Bitrix24's cloud. A name in any other zone may belong to anybody. Sources: server source, landing,
 * fontproxy.php; the language menu of the vendor's site.
 */
const ZONES = 'com|by|cn|co|com.br|com.tr|de|es|eu|fr|id|in|it|jp|kz|mx|pl|ru|ua|uk|vn'.replaceAll(
	'.',
	'\\.',
);

/** A portal of the cloud, e.g. `acme.bitrix24.com`. */
const CLOUD = new RegExp(`^[a-z\\d-]+\\.bitrix24\\.(?:${ZONES})$`);

/** Where a redirect leads. */
export type Redirect =
	/** The portal has this new address, and the request can be repeated there. */
	| { follow: string }
	/** The redirect is not safe to follow, as the request carries a secret. */
	| { unsafe: string }
	/** The redirect leads to another page of the same portal, e.g. to sign in. */
	| { page: true };

/**
 * Classifies the redirect that answered a REST request. A renamed portal answers so, and names the same path at its new
 * address (REST docs, "Domain change").
 *
 * A redirect is followed only to https or to this computer, only to the same host or from one host of Bitrix24's cloud
 * to another, and only to the default port or the same one: the secret travels along.
 *
 * @param location the header of the answer
 * @param origin where the request was sent, e.g. https://acme.bitrix24.com
 * @param method the REST method, the last part of the path
 */
export function classifyRedirect(location: string, origin: string, method: string): Redirect {
	if (!URL.canParse(location, origin)) return { page: true };
	const to = new URL(location, origin);
	const from = new URL(origin);
	if (to.origin === from.origin) return { page: true };
	const sameCall = to.pathname.replace(/(\.json)?\/?$/, '').endsWith(`/${method}`);
	return sameCall && isNewAddress(to, from) ? { follow: to.origin } : { unsafe: to.origin };
}

/** Whether a portal that was at one address may be at another: the secret travels along. */
export function isNewAddress(to: URL, from: URL): boolean {
	const safe = to.protocol === 'https:' || (to.protocol === 'http:' && isLoopback(to.hostname));
	const known =
		to.hostname === from.hostname || (CLOUD.test(to.hostname) && CLOUD.test(from.hostname));
	const samePort = to.port === '' || to.port === from.port || isLoopback(to.hostname);
	return safe && known && samePort;
}
