import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { moveTo, webhookAddress } from '../nodes/Bitrix24CompanyContact/portal/address';
import { asText } from '../nodes/Bitrix24CompanyContact/portal/json';
import { plan } from './plan';

export class Bitrix24WebhookApi implements ICredentialType {
	name = 'bitrix24WebhookApi';

	displayName = 'Bitrix24 Webhook API';

	icon = {
		light: 'file:../icons/bitrix24CompanyContact.svg',
		dark: 'file:../icons/bitrix24CompanyContact.dark.svg',
	} as const;

	documentationUrl = 'https://apidocs.bitrix24.com/local-integrations/local-webhooks.html';

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
		plan,
	];

	async authenticate(
		{ webhookUrl }: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		const address = webhookAddress(asText(webhookUrl));
		// The node names only the origin of a portal that has moved: the path is the secret.
		const { baseURL: newOrigin } = requestOptions;
		return { ...requestOptions, baseURL: newOrigin ? moveTo(newOrigin, address) : address };
	}

	test: ICredentialTestRequest = {
		request: {
			method: 'POST',
			url: 'crm.company.contact.fields',
			disableFollowRedirect: true,
			// All answers are judged by their body: Bitrix24 names its errors there, with status 200 as well.
			ignoreHttpStatusErrors: true,
		},
		rules: [
			...[
				[
					'INVALID_CREDENTIALS',
					'Bitrix24 does not accept this webhook: it may have been deleted, changed or expired',
				],
				[
					'insufficient_scope',
					'The webhook may not use the CRM: grant it the CRM (crm) scope in Bitrix24',
				],
				[
					'ERROR_METHOD_NOT_FOUND',
					'The webhook URL is not complete: paste the whole URL from Bitrix24',
				],
				[
					'ACCESS_DENIED',
					"The portal's plan or the webhook's user does not allow REST for the CRM",
				],
			].map(([code, message]) => ({
				type: 'responseSuccessBody' as const,
				properties: { key: 'error', value: code, message },
			})),
			{
				type: 'responseSuccessBody',
				// n8n's rules compare by equality alone: this one holds for every answer without the fields asked for.
				properties: {
					key: 'result.CONTACT_ID',
					value: undefined,
					message: 'What answered is not a Bitrix24 portal that knows this webhook',
				},
			},
		],
	};
}
