import {
	type ICredentialDataDecryptedObject,
	type ICredentialTestRequest,
	type ICredentialType,
	type IHttpRequestOptions,
	type INodeProperties,
	UserError,
} from 'n8n-workflow';

import { moveTo, webhookAddress } from '../nodes/Bitrix24CompanyContact/bitrix24/address';
import { asString } from '../nodes/Bitrix24CompanyContact/bitrix24/json';
import { isNewAddress } from '../nodes/Bitrix24CompanyContact/bitrix24/redirect';
import { webhookTarget } from '../nodes/Bitrix24CompanyContact/bitrix24/webhookTarget';
import { plan } from './plan';

/** Status of an answer that names no reason. */
const BROKEN = [500, 502, 504];

const PLAN = "The portal's plan or the webhook's user does not allow REST for the CRM";

const INCOMPLETE =
	'The webhook URL is not complete: paste the whole URL from Bitrix24, such as https://acme.bitrix24.com/rest/1/secret-code/';

/** What Bitrix24 answers to a webhook that cannot be used, by its code. */
const REFUSALS = {
	INVALID_CREDENTIALS:
		'Bitrix24 does not accept this webhook: it may have been deleted, changed or expired',
	NO_AUTH_FOUND: INCOMPLETE,
	insufficient_scope: 'The webhook may not use the CRM: grant it the CRM (crm) scope in Bitrix24',
	ERROR_METHOD_NOT_FOUND: INCOMPLETE,
	ACCESS_DENIED: PLAN,
	PAYMENT_REQUIRED: "The portal's subscription has ended: renew it in Bitrix24",
	authorization_error: "The webhook's user cannot sign in: the user may have been dismissed",
	PORTAL_DELETED: 'The portal has been deleted',
	QUERY_LIMIT_EXCEEDED: 'Bitrix24 receives too many requests now: try again in a minute',
	OPERATION_TIME_LIMIT: 'Bitrix24 blocks the method for now: try again in ten minutes',
	OVERLOAD_LIMIT:
		'Bitrix24 has blocked REST on this portal due to overload: contact the support of Bitrix24',
	INTERNAL_SERVER_ERROR: 'Bitrix24 failed: try again in a few minutes',
	ERROR_UNEXPECTED_ANSWER: 'Bitrix24 failed: try again in a few minutes',
	ERROR_CORE: 'Bitrix24 failed: try again in a few minutes',
	// Of the link methods' errors, this request can meet only "Access denied." (server source: restservice.php).
	'': "The webhook's user has no access to the CRM: give the user rights in the CRM's access permissions",
};

/** A method name alone, as the node and the test of the credential request it. */
const METHOD = /^[\w.-]+$/;

/** The HTTP Request node names the URL `uri`; n8n's other helper names the URL `url`. */
type RequestOptions = IHttpRequestOptions & { uri?: string };

/** Bitrix24's codes come in either case; n8n's rules compare to the letter. */
function writtenForms(code: string): string[] {
	return [...new Set([code, code.toUpperCase(), code.toLowerCase()])];
}

/**
 * The webhook's address at the origin to which the portal has moved. The node names only the origin, as the path is the
 * secret. Any node may name one, so the secret travels to an address that the node itself would follow, and to no other.
 *
 * @throws UserError
 */
function movedTo(newOrigin: string, address: string): string {
	const { origin } = new URL(address);
	if (URL.canParse(newOrigin)) {
		const to = new URL(newOrigin);
		if (to.origin === origin || isNewAddress(to, new URL(origin)))
			return moveTo(to.origin, address);
	}
	throw new UserError(`The webhook in the credential belongs to ${origin}`, {
		description: 'Nothing was sent, as the secret of the webhook must not reach another address.',
	});
}

export class Bitrix24WebhookApi implements ICredentialType {
	name = 'bitrix24WebhookApi';

	displayName = 'Bitrix24 Webhook API';

	icon = {
		light: 'file:../icons/bitrix24CompanyContact.svg',
		dark: 'file:../icons/bitrix24CompanyContact.dark.svg',
	} as const;

	documentationUrl = 'https://www.npmjs.com/package/n8n-nodes-bitrix24-company-contact#webhook';

	properties: INodeProperties[] = [
		// eslint-disable-next-line @n8n/community-nodes/credential-unnecessary-password -- whoever has the URL has the webhook
		{
			displayName: 'Webhook URL',
			name: 'webhookUrl',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			placeholder: 'e.g. https://acme.bitrix24.com/rest/1/secret-code/',
			description:
				'The URL that Bitrix24 shows under Developer resources > Other > Inbound webhook. Grant the webhook the CRM (crm) scope.',
		},
		...plan,
	];

	async authenticate(
		{ webhookUrl }: ICredentialDataDecryptedObject,
		requestOptions: RequestOptions,
	): Promise<IHttpRequestOptions> {
		const address = webhookAddress(asString(webhookUrl));
		const { baseURL: newOrigin, ...options } = requestOptions;
		const requested = options.url ?? options.uri ?? '';
		if (METHOD.test(requested)) {
			return { ...options, baseURL: newOrigin ? movedTo(newOrigin, address) : address };
		}
		const target = webhookTarget(requested, address);
		return { ...options, url: target, ...(options.uri !== undefined && { uri: target }) };
	}

	test: ICredentialTestRequest = {
		request: {
			method: 'POST',
			url: 'crm.company.contact.fields',
			disableFollowRedirect: true,
			// All other answers are judged by their body: Bitrix24 names its errors there, with status 200 as well.
			ignoreHttpStatusErrors: { ignore: true, except: BROKEN },
		},
		// n8n reads rules of both kinds from one list (credentials-tester.service.ts); its type has lists of one kind.
		rules: [
			...Object.entries(REFUSALS)
				.flatMap(([code, message]) => writtenForms(code).map((value) => ({ value, message })))
				.map(({ value, message }) => ({
					type: 'responseSuccessBody' as const,
					properties: { key: 'error', value, message },
				})),
			...BROKEN.map((value) => ({
				type: 'responseCode' as const,
				properties: {
					value,
					message: `Bitrix24 failed with status ${value}: try again in a few minutes`,
				},
			})),
			{
				type: 'responseSuccessBody',
				// n8n's rules compare by equality alone: this one matches every response without `result.CONTACT_ID`.
				properties: {
					key: 'result.CONTACT_ID',
					value: undefined,
					message: 'What answered is not a Bitrix24 portal that knows this webhook',
				},
			},
		] as ICredentialTestRequest['rules'],
	};
}
