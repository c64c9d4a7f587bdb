import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	ILoadOptionsFunctions,
	INodeCredentialDescription,
	INodeProperties,
} from 'n8n-workflow';

import {
	checkAuthorizationServer,
	portalAddress,
	portalOrigin,
	webhookAddress,
	webhookCode,
} from '../bitrix24/address';
import { Client } from '../bitrix24/client';
import { systemClock } from '../bitrix24/clock';
import { N8nHttp } from '../bitrix24/http';
import { asRecord, asString } from '../bitrix24/json';
import { OperatingTime } from '../bitrix24/operatingTime';
import { RateLimiter } from '../bitrix24/rateLimiter';
import type { RequestOptions } from '../parameters/runOptions';
import { readRateLimit } from './rateLimit';

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

/** One of each for the process: Bitrix24 counts the requests of all runs together. */
const limiter = new RateLimiter();
const operatingTime = new OperatingTime();

type Context = IExecuteFunctions | ILoadOptionsFunctions;

/**
 * Opens the portal of the node's credential.
 *
 * @throws UserError where the credential cannot be used
 */
export async function openPortal(
	context: Context,
	authenticationType: unknown,
	{ batchSize, maxWait, timeout }: RequestOptions,
	signal?: AbortSignal,
): Promise<Client> {
	const withToken = authenticationType === 'oAuth2';
	const type = withToken ? 'bitrix24OAuth2Api' : 'bitrix24WebhookApi';
	const credential = await context.getCredentials(type);
	if (withToken && credential.authorizationServer === 'other') {
		checkAuthorizationServer(asString(credential.authorizationServerUrl));
	}
	const address = withToken
		? tokenAddress(credential)
		: webhookAddress(asString(credential.webhookUrl));
	const portal = portalOrigin(address);
	return new Client({
		http: new N8nHttp({
			origin: portal,
			request: async (options): Promise<unknown> =>
				await context.helpers.httpRequestWithAuthentication.call(context, type, options),
			access: withToken ? { kind: 'token', baseURL: address } : { kind: 'webhook' },
			timeout: timeout * 1000,
			deadline: (ms) => AbortSignal.timeout(ms),
			secrets: async () =>
				withToken ? await tokenSecrets(context, type, credential) : [webhookCode(address)],
		}),
		portal,
		// After a renewal the token may name another address than the one at which people open the portal.
		otherAddresses: withToken ? enteredPortal(credential) : [],
		limit: readRateLimit(credential),
		limiter,
		// n8n's ID of the credential stands for the webhook or application, so that no secret is kept.
		access: `${portal} ${type} ${context.getNode().credentials?.[type]?.id ?? ''}`,
		operatingTime,
		batchSize,
		maxWait: maxWait * 1000,
		clock: systemClock,
		random: Math.random,
		signal,
	});
}

/** `client_endpoint` comes with the token and stays valid after the portal is renamed. */
function tokenAddress({ oauthTokenData, portalUrl }: ICredentialDataDecryptedObject): string {
	return portalAddress(asString(asRecord(oauthTokenData).client_endpoint ?? portalUrl));
}

/** Calls do not need it, so whatever is no address names no host. */
function enteredPortal({ portalUrl }: ICredentialDataDecryptedObject): string[] {
	try {
		return [portalOrigin(portalAddress(asString(portalUrl)))];
	} catch {
		return [];
	}
}

/** n8n may have renewed the tokens since the credential was read. Where n8n cannot say, what is known must do. */
async function tokenSecrets(
	context: Context,
	type: string,
	credential: ICredentialDataDecryptedObject,
): Promise<string[]> {
	const current = await context.getCredentials(type).catch(() => credential);
	return [credential, current].flatMap(({ clientSecret, oauthTokenData }) => {
		const { access_token: access, refresh_token: refresh } = asRecord(oauthTokenData);
		return [clientSecret, access, refresh].map(asString);
	});
}
