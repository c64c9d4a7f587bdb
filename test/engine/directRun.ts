import type { IDataObject, IExecuteFunctions, IHttpRequestOptions, OnError } from 'n8n-workflow';

import { FaultQueue } from '../../dev/sandbox/faults/faultQueue';
import { encodeJson } from '../../dev/sandbox/php/json';
import { phpArray, type PhpArray, toPhp } from '../../dev/sandbox/php/values';
import { dispatch } from '../../dev/sandbox/rest/dispatch';
import { OAuthServer } from '../../dev/sandbox/rest/oauthServer';
import { OperatingTime } from '../../dev/sandbox/rest/operatingTime';
import { PortalState } from '../../dev/sandbox/state/portalState';
import { USERS } from '../../dev/sandbox/state/seed';
import { Bitrix24CompanyContact } from '../../nodes/Bitrix24CompanyContact/Bitrix24CompanyContact.node';

export interface DirectRunOptions {
	/** Each item holds its own parameters. */
	items: IDataObject[];
	/** Parameters that all items share. */
	parameters: IDataObject;
	options: IDataObject;
	onError: OnError;
}

/** A run of the node without the engine: a portal's state answers each request at once. Thousands take seconds. */
export class DirectRun {
	readonly state = new PortalState();
	protected readonly faults = new FaultQueue();
	protected readonly controller = new AbortController();

	constructor(private readonly settings: DirectRunOptions) {}

	async execute(): Promise<{ items: IDataObject[]; error?: Error & { description?: string } }> {
		try {
			const [items] = await new Bitrix24CompanyContact().execute.call(this.context());
			return { items: items.map(({ json }) => json) };
		} catch (error) {
			return { items: [], error: error as Error };
		}
	}

	private context(): IExecuteFunctions {
		const { items, parameters, options, onError } = this.settings;
		return {
			getInputData: () => items.map((json) => ({ json })),
			getNodeParameter: (name: string, index: number, fallback: unknown) =>
				name.startsWith('options.')
					? (options[name.slice('options.'.length)] ?? fallback)
					: ({ authentication: 'webhook', ...parameters, ...items[index] }[name] ?? fallback),
			getNode: () => ({
				onError,
				name: 'Bitrix24',
				parameters: { ...parameters, options, items: items.slice(0, 1) },
			}),
			continueOnFail: () => onError !== 'stopWorkflow',
			getCredentials: async () => ({
				webhookUrl: 'https://acme.bitrix24.com/rest/1/secretcode/',
				plan: 'selfHosted',
			}),
			getExecutionCancelSignal: () => this.controller.signal,
			addExecutionHints: () => {},
			helpers: {
				httpRequestWithAuthentication: async (_: string, request: IHttpRequestOptions) =>
					this.request(request),
			},
		} as unknown as IExecuteFunctions;
	}

	protected request({ url, body }: IHttpRequestOptions): unknown {
		return this.carryOut(url, body);
	}

	protected carryOut(method: string, body: unknown): unknown {
		const { status, body: answered } = dispatch(
			{
				method,
				params: phpArray({ ...(toPhp(body) as PhpArray), aplogin: '1', ap: 'secretcode' }),
				secure: true,
			},
			{
				state: this.state,
				webhooks: [{ userId: USERS.admin, secret: 'secretcode', scope: ['crm'] }],
				oauth: new OAuthServer(() => 0),
				faults: this.faults,
				operating: new OperatingTime(undefined),
				now: () => 0,
				commandCost: 0,
				timeStyle: 'integer',
			},
		);
		return { statusCode: status, body: JSON.parse(encodeJson(answered)) as unknown };
	}
}
