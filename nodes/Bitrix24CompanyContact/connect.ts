import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	ILoadOptionsFunctions,
	INodeCredentialDescription,
	INodeProperties,
} from 'n8n-workflow';

import type { RunOptions } from './operations/options';
import {
	checkAuthorizationServer,
	portalAddress,
	portalOrigin,
	webhookAddress,
	webhookCode,
} from './portal/address';
import { systemClock } from './portal/clock';
import { N8nHttp } from './portal/http';
import { asMap, asText } from './portal/json';
import { Pace, plans } from './portal/pace';
import { Portal } from './portal/portal';

export const authentication: INodeProperties = {
	displayName: 'Authentication',
	name: 'authentication',
	type: 'options',
	options: [
		{ name: 'Webhook', value: 'webhook' },
		{ name: 'OAuth2', value: 'oAuth2' },
	],
	default: 'webhook',
};

export const credentials: INodeCredentialDescription[] = [
	{
		name: 'bitrix24WebhookApi',
		required: true,
		displayOptions: { show: { authentication: ['webhook'] } },
	},
	{
		name: 'bitrix24OAuth2Api',
		required: true,
		displayOptions: { show: { authentication: ['oAuth2'] } },
	},
];

/** One for the process: Bitrix24 counts the requests of all runs together. */
const pace = new Pace();

/**
 * Opens the portal of the node's credential.
 *
 * @throws UserError where the credential cannot be used as it is
 */
export async function connect(
	context: IExecuteFunctions | ILoadOptionsFunctions,
	authenticationType: unknown,
	{ batchSize, maxWait, timeout }: RunOptions,
	signal?: AbortSignal,
): Promise<Portal> {
	const withToken = authenticationType === 'oAuth2';
	const type = withToken ? 'bitrix24OAuth2Api' : 'bitrix24WebhookApi';
	const credential = await context.getCredentials(type);
	if (withToken && credential.authorizationServer === 'other') {
		checkAuthorizationServer(asText(credential.authorizationServerUrl));
	}
	const address = withToken
		? tokenAddress(credential)
		: webhookAddress(asText(credential.webhookUrl));

	const origin = portalOrigin(address);
	return new Portal({
		http: new N8nHttp({
			origin,
			request: async (options): Promise<unknown> =>
				await context.helpers.httpRequestWithAuthentication.call(context, type, options),
			// A webhook's address is its secret: the credential itself puts it into the request.
			baseURL: withToken ? address : undefined,
			timeout: timeout * 1000,
			deadline: (ms) => AbortSignal.timeout(ms),
			secrets: async () => {
				if (!withToken) return [webhookCode(address)];
				// n8n may have renewed the tokens meanwhile. What is known already serves where it cannot say.
				const current = await context.getCredentials(type).catch(() => credential);
				return [credential, current].flatMap(tokenSecrets);
			},
		}),
		origin,
		plan: plans[credential.plan as keyof typeof plans] ?? plans.standard,
		pace,
		batchSize,
		maxWait: maxWait * 1000,
		clock: systemClock,
		random: Math.random,
		signal,
	});
}

/** `client_endpoint` comes with the token and stays valid after the portal is renamed. */
function tokenAddress({ oauthTokenData, portalUrl }: ICredentialDataDecryptedObject): string {
	return portalAddress(asText(asMap(oauthTokenData).client_endpoint ?? portalUrl));
}

function tokenSecrets({ clientSecret, oauthTokenData }: ICredentialDataDecryptedObject): string[] {
	const { access_token: access, refresh_token: refresh } = asMap(oauthTokenData);
	return [clientSecret, access, refresh].map(asText);
}
