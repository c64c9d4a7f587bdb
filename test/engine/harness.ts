import type {
	IDataObject,
	INodeCredentialsDetails,
	INodeParameters,
	IWorkflowBase,
	OnError,
} from 'n8n-workflow';

import { Bitrix24OAuth2Api } from '../../credentials/Bitrix24OAuth2Api.credentials';
import { Bitrix24WebhookApi } from '../../credentials/Bitrix24WebhookApi.credentials';
import { Bitrix24CompanyContact } from '../../nodes/Bitrix24CompanyContact/Bitrix24CompanyContact.node';
import { type Sandbox, type SandboxOptions, startSandbox, USERS } from '../../dev/sandbox';
import { Engine } from './engine';
import { makeNode } from './makeNode';

export function createEngine(): Engine {
	return new Engine({
		nodes: {
			'n8n-nodes-bitrix24-company-contact.bitrix24CompanyContact': new Bitrix24CompanyContact(),
		},
		credentialTypes: {
			bitrix24WebhookApi: new Bitrix24WebhookApi(),
			bitrix24OAuth2Api: new Bitrix24OAuth2Api(),
		},
	});
}

/**
 * Starts a sandbox for the tests of a file or a `describe`, and resets it to its seed before each test. A test fails if
 * it plants a fault that no request meets, since it then shows nothing about that fault, or if the portal ignores a
 * condition or a value of a request.
 */
export function useSandbox(options?: SandboxOptions): { sandbox: Sandbox } {
	const fixture = {} as { sandbox: Sandbox };
	beforeAll(async () => {
		fixture.sandbox = await startSandbox({ strict: true, ...options });
	});
	beforeEach(() => fixture.sandbox.reset());
	afterEach(() => {
		expect(fixture.sandbox.faults.unmet()).toEqual([]);
		expect(fixture.sandbox.dropped).toEqual([]);
	});
	afterAll(async () => await fixture.sandbox.close());
	return fixture;
}

/** The data of a connected OAuth2 credential for the sandbox. */
export function oAuth2Credential(
	{ origin, oauth }: Sandbox,
	{ accessToken, refreshToken } = oauth.issue(USERS.admin),
) {
	return {
		portalUrl: origin,
		authorizationServer: 'other',
		authorizationServerUrl: origin,
		clientId: oauth.app.clientId,
		clientSecret: oauth.app.clientSecret,
		oauthTokenData: { access_token: accessToken, refresh_token: refreshToken },
	};
}

export function byId(value: string | number) {
	return { __rl: true, mode: 'id', value };
}
export function byUrl(value: string) {
	return { __rl: true, mode: 'url', value };
}

export interface NodeRunOptions {
	/** `json` of the input items. */
	items: IDataObject[];
	parameters?: INodeParameters;
	onError?: OnError;
	credential?: IDataObject;
	onStart?: (cancel: () => void) => void;
}

/** A workflow of three nodes: a manual trigger, the node under test, and a node that passes its items on. */
function makeWorkflow(
	{ parameters, onError }: Partial<NodeRunOptions>,
	credential: INodeCredentialsDetails,
): IWorkflowBase {
	const type = parameters?.authentication === 'oAuth2' ? 'bitrix24OAuth2Api' : 'bitrix24WebhookApi';
	return {
		id: 'test',
		name: 'Test',
		active: false,
		nodes: [
			makeNode('Start', 'n8n-nodes-base.manualTrigger'),
			makeNode('Bitrix24', 'n8n-nodes-bitrix24-company-contact.bitrix24CompanyContact', {
				parameters: {
					companyId: byId('={{ $json.companyId }}'),
					contactId: byId('={{ $json.contactId }}'),
					...parameters,
				},
				credentials: { [type]: credential },
				...(onError && { onError }),
			}),
			makeNode('Next', 'n8n-nodes-base.noOp'),
		],
		connections: {
			Start: { main: [[{ node: 'Bitrix24', type: 'main', index: 0 }]] },
			Bitrix24: {
				main: (onError === 'continueErrorOutput' ? [0, 1] : [0]).map(() => [
					{ node: 'Next', type: 'main', index: 0 },
				]),
			},
		},
	} as unknown as IWorkflowBase;
}

/** Runs the node once in the engine, after a manual trigger, and returns what the run left. */
export async function runNode(engine: Engine, options: NodeRunOptions) {
	// Without the request limit of the standard plan, which would slow the tests down.
	const details = engine.credentials.add({ plan: 'selfHosted', ...options.credential });
	const execution = await engine.run(makeWorkflow(options, details), {
		pinData: { Start: options.items.map((json) => ({ json })) },
		onStart: options.onStart,
	});
	const { error } = execution.run.data.resultData;
	return {
		error,
		stored: () => engine.credentials.get(details),
		output: execution.items('Bitrix24'),
		errorOutput: execution.items('Bitrix24', 1),
		json: execution.items('Bitrix24').map((item) => item.json),
		/** What each run of the node Next passed on. */
		next: (execution.run.data.resultData.runData.Next ?? []).map(
			({ data }) => data?.main[0]?.map(({ json }) => json) ?? [],
		),
		hints: execution.node('Bitrix24').hints ?? [],
		run: execution.run,
	};
}

/** Runs the search that From List of Company or Contact uses in the editor. */
export async function searchNode(
	engine: Engine,
	method: 'searchCompanies' | 'searchContacts',
	credential: IDataObject,
	filter?: string,
	paginationToken?: string,
) {
	const details = engine.credentials.add({ plan: 'selfHosted', ...credential });
	return await engine.search(
		makeWorkflow({}, details),
		'Bitrix24',
		method,
		filter,
		paginationToken,
	);
}
