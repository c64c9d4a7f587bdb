import type { IDataObject, INodeParameters, IWorkflowBase, OnError } from 'n8n-workflow';

import { Bitrix24OAuth2Api } from '../../credentials/Bitrix24OAuth2Api.credentials';
import { Bitrix24WebhookApi } from '../../credentials/Bitrix24WebhookApi.credentials';
import { Bitrix24CompanyContact } from '../../nodes/Bitrix24CompanyContact/Bitrix24CompanyContact.node';
import { Engine } from './engine';

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

export const byId = (value: string | number) => ({ __rl: true, mode: 'id', value });
export const byUrl = (value: string) => ({ __rl: true, mode: 'url', value });

export interface RunOptions {
	/** `json` of the input items. */
	items: IDataObject[];
	parameters?: INodeParameters;
	onError?: OnError;
	credential?: IDataObject;
	onStart?: (cancel: () => void) => void;
}

/** Runs the node once in the engine, behind a manual trigger, and shows what it did. */
export async function runNode(
	engine: Engine,
	{ items, parameters, onError, credential, onStart }: RunOptions,
) {
	const type = parameters?.authentication === 'oAuth2' ? 'bitrix24OAuth2Api' : 'bitrix24WebhookApi';
	const details = engine.credentials.add(credential as never);
	const workflow = {
		id: 'test',
		name: 'Test',
		active: false,
		nodes: [
			{
				id: '1',
				name: 'Start',
				type: 'n8n-nodes-base.manualTrigger',
				typeVersion: 1,
				position: [0, 0],
				parameters: {},
			},
			{
				id: '2',
				name: 'Bitrix24',
				type: 'n8n-nodes-bitrix24-company-contact.bitrix24CompanyContact',
				typeVersion: 1,
				position: [200, 0],
				parameters: {
					companyId: byId('={{ $json.companyId }}'),
					contactId: byId('={{ $json.contactId }}'),
					...parameters,
				},
				credentials: { [type]: details },
				...(onError && { onError }),
			},
		],
		connections: { Start: { main: [[{ node: 'Bitrix24', type: 'main', index: 0 }]] } },
	} as unknown as IWorkflowBase;

	const execution = await engine.run(workflow, {
		pinData: { Start: items.map((json) => ({ json })) },
		onStart,
	});
	const { error } = execution.run.data.resultData;
	return {
		error,
		stored: () => engine.credentials.get(details),
		output: execution.items('Bitrix24'),
		errorOutput: execution.items('Bitrix24', 1),
		json: execution.items('Bitrix24').map((item) => item.json),
		hints: execution.node('Bitrix24').hints ?? [],
		run: execution.run,
	};
}
