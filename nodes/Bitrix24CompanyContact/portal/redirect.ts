import { isLoopback } from './address';

/** `name.bitrix24.com`, `.de`, `.com.br` and the like. */
const CLOUD = /^[a-z\d-]+\.bitrix24\.(?:com|[a-z]{2}|com?\.[a-z]{2})$/;

/** Where a redirect leads. */
export type Redirect =
	/** The portal has this new address, and the request can be repeated there. */
	| { follow: string }
	/** It is not safe to follow, as the request carries a secret. */
	| { refuse: string }
	/** It leads to another page of the same portal, e.g. to sign in. */
	| { page: true };

/**
 * Judges the redirect that answered a REST request. A renamed portal answers so, and names the same path at its new
 * address (REST docs, "Domain change").
 *
 * It is followed only to https or to this computer, and only to the same host or from one host of Bitrix24's cloud to
 * another: the secret travels along.
 *
 * @param location the header of the answer
 * @param origin where the request was sent, e.g. https://acme.bitrix24.com
 * @param method the REST method, the last part of the path
 */
export function judgeRedirect(location: string, origin: string, method: string): Redirect {
	if (!URL.canParse(location, origin)) return { page: true };
	const to = new URL(location, origin);
	const from = new URL(origin);
	const safe = to.protocol === 'https:' || (to.protocol === 'http:' && isLoopback(to.hostname));
	const known =
		to.hostname === from.hostname || (CLOUD.test(to.hostname) && CLOUD.test(from.hostname));
	const sameCall = to.pathname.replace(/(\.json)?\/?$/, '').endsWith(`/${method}`);
	if (to.origin === from.origin) return { page: true };
	return safe && known && sameCall ? { follow: to.origin } : { refuse: to.origin };
}
