import { UserError } from 'n8n-workflow';

import { portalOrigin } from './address';

/** The end of a path: a method name, e.g. `crm.contact.list.json`, which begins with a letter. */
const METHOD = /^(?!rest\/?$)[a-z][\w.-]*\/?$/i;

/**
 * The URL of a call that the webhook makes, from the URL that another node requests, e.g.
 * https://acme.bitrix24.com/rest/crm.contact.list?start=50. The `/rest/` may be missing, or be the webhook's whole path.
 *
 * @param address the base address of the webhook
 * @throws UserError if the secret would travel to another origin, or if the URL names no method
 */
export function webhookTarget(requested: string, address: string): string {
	const { origin, pathname } = new URL(address);
	const target = URL.canParse(requested, address) ? new URL(requested, address) : undefined;
	const example = `${portalOrigin(address)}/rest/crm.contact.list`;
	if (target?.origin !== origin) {
		throw new UserError(`The webhook in the credential belongs to ${origin}`, {
			description: `Nothing was sent, as the secret of the webhook must not reach another address. Enter a URL like ${example}, or choose the credential of the other portal.`,
		});
	}
	const prefix = new URL(portalOrigin(address)).pathname.replace(/\/$/, '');
	const method = [pathname, `${prefix}/rest/`, `${prefix}/`, '/rest/', '/']
		.filter((start) => target.pathname.startsWith(start))
		.map((start) => target.pathname.slice(start.length))
		.find((rest) => METHOD.test(rest));
	if (method === undefined) {
		throw new UserError('The URL does not name a REST method of Bitrix24', {
			description: `Enter a URL like ${example}. The credential adds the path of the webhook.`,
		});
	}
	return `${address}${method}${target.search}`;
}
