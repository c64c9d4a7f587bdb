import type { ICredentialType, INodeProperties } from 'n8n-workflow';

import { plan } from './plan';

/** A field as people fill it in: with spaces, quotes or hidden characters, or without https:// */
const entered = (field: string) =>
	`${field}.replace(/[\\p{Default_Ignorable_Code_Point}\\p{Cc}]/gu, "").replace(/^[\\s"'<«“„‘]+/, "").replace(/(?<![\\s"'>»”’])[\\s"'>»”’]+$/, "").replace(/^(?![a-z][a-z\\d+.-]*:\\/\\/)/i, "https://")`;

/** Only https, or this computer; a user name would hide the true host behind another. No host is called http or https. */
const ORIGIN =
	'(?:https:\\/\\/(?!https?\\.?(?![\\p{L}\\p{N}_.-]))[\\p{L}\\p{N}_.-]+(?::\\d+)?|http:\\/\\/(?:localhost|127\\.\\d+\\.\\d+\\.\\d+|\\[::1\\])(?::\\d+)?)';

/** Origin of the portal. Anything that is not safe gives no address, so that n8n connects nowhere. */
const PORTAL = `(${entered('$self["portalUrl"]')}.match(/^${ORIGIN}(?=[\\/?#]|$)/iu) ?? [""])[0]`;

const SERVER = `(${entered(
	'($self["authorizationServer"] === "other" ? $self["authorizationServerUrl"] : $self["authorizationServer"])',
)}.match(/^${ORIGIN}(?:\\/[^?#@\\s\\\\]*)?$/iu) ?? [""])[0].replace(/(\\/oauth\\/token)?\\/*$/, "")`;

export class Bitrix24OAuth2Api implements ICredentialType {
	name = 'bitrix24OAuth2Api';

	displayName = 'Bitrix24 OAuth2 API';

	extends = ['oAuth2Api'];

	icon = {
		light: 'file:../icons/bitrix24CompanyContact.svg',
		dark: 'file:../icons/bitrix24CompanyContact.dark.svg',
	} as const;

	documentationUrl = 'https://www.npmjs.com/package/n8n-nodes-bitrix24-company-contact#oauth2';

	properties: INodeProperties[] = [
		{
			displayName: 'Portal URL',
			name: 'portalUrl',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://acme.bitrix24.com',
			description: 'The address at which you open Bitrix24',
		},
		{
			displayName: 'Authorization Server',
			name: 'authorizationServer',
			type: 'options',
			options: [
				{ name: 'oauth.bitrix.info (Most Countries)', value: 'https://oauth.bitrix.info' },
				{
					name: 'oauth.bitrix24.tech (AM, AZ, BY, GE, KG, KZ, RU, UZ)',
					value: 'https://oauth.bitrix24.tech',
				},
				{ name: 'Other', value: 'other' },
			],
			default: 'https://oauth.bitrix.info',
			description:
				"Which server issues the portal's access tokens. It depends on the portal's country.",
		},
		{
			displayName: 'Authorization Server URL',
			name: 'authorizationServerUrl',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://oauth.example.com',
			displayOptions: { show: { authorizationServer: ['other'] } },
		},
		...plan,
		hidden('Grant Type', 'grantType', 'authorizationCode'),
		hidden('Authorization URL', 'authUrl', `={{ ${PORTAL} }}/oauth/authorize/`),
		hidden('Access Token URL', 'accessTokenUrl', `={{ ${SERVER} }}/oauth/token/`),
		// Bitrix24 takes the scope from the application's card; a scope beyond it is refused.
		hidden('Scope', 'scope', ''),
		hidden('Auth URI Query Parameters', 'authQueryParameters', ''),
		hidden('Authentication', 'authentication', 'body'),
	];
}

function hidden(displayName: string, name: string, value: string): INodeProperties {
	return { displayName, name, type: 'hidden', default: value };
}
