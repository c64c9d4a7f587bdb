import type { IDataObject } from 'n8n-workflow';

export const NODE_TYPE = 'n8n-nodes-bitrix24-company-contact.bitrix24CompanyContact';
export const NODE = 'Bitrix24';

interface Credential {
	id: string;
	name: string;
}

export const node = (name: string, type: string, more: IDataObject = {}): IDataObject => ({
	id: crypto.randomUUID(),
	name,
	type,
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
	...more,
});

export const trigger = {
	byHand: node('Start', 'n8n-nodes-base.manualTrigger'),
	everySecond: node('Start', 'n8n-nodes-base.scheduleTrigger', {
		typeVersion: 1.2,
		parameters: { rule: { interval: [{ field: 'seconds', secondsInterval: 1 }] } },
	}),
	webhook: (path: string, responseMode: 'lastNode' | 'onReceived' = 'lastNode') =>
		node('Start', 'n8n-nodes-base.webhook', {
			typeVersion: 2,
			webhookId: path,
			parameters: {
				path,
				httpMethod: 'POST',
				responseMode,
				responseData: 'allEntries',
			},
		}),
};

/** Makes an item of each entry of a list. */
export function each(field: string): IDataObject {
	return node('Each', 'n8n-nodes-base.splitOut', { parameters: { fieldToSplitOut: field } });
}

export const byId = (value: string) => ({ __rl: true, mode: 'id', value });

export function linkNode(credential: Credential, more: IDataObject = {}): IDataObject {
	const oAuth2 = (more.parameters as IDataObject | undefined)?.authentication === 'oAuth2';
	return node(NODE, NODE_TYPE, {
		credentials: { [oAuth2 ? 'bitrix24OAuth2Api' : 'bitrix24WebhookApi']: credential },
		...more,
		parameters: {
			companyId: byId('={{ $json.companyId }}'),
			contactId: byId('={{ $json.contactId }}'),
			...(more.parameters as IDataObject),
		},
	});
}

/** A workflow of nodes connected one after another. */
export function chain(name: string, ...nodes: IDataObject[]): IDataObject {
	const names = nodes.map((one) => one.name as string);
	return {
		name,
		nodes: nodes.map((one, index) => ({ ...one, position: [index * 220, 0] })),
		connections: Object.fromEntries(
			names
				.slice(1)
				.map((next, index) => [names[index], { main: [[{ node: next, type: 'main', index: 0 }]] }]),
		),
	};
}

/** A trigger, an item of each row by n8n's own Edit Fields and Split Out, and the node. */
export function linkRows(
	name: string,
	start: IDataObject,
	rows: unknown[],
	link: IDataObject,
): IDataObject {
	const list = node('Rows', 'n8n-nodes-base.set', {
		typeVersion: 3.4,
		parameters: { mode: 'raw', jsonOutput: JSON.stringify({ rows }) },
	});
	return chain(name, start, list, each('rows'), link);
}

/** An agent that may use the node as its tool, with a chat model that is called like OpenAI's. */
export function agent(
	name: string,
	modelCredential: Credential,
	toolCredential: Credential,
): IDataObject {
	const fromAi = (key: string) => byId(`={{ $fromAI('${key}', '', 'string') }}`);
	const nodes = [
		trigger.byHand,
		node('Agent', '@n8n/n8n-nodes-langchain.agent', {
			typeVersion: 2.2,
			parameters: { promptType: 'define', text: 'Link contact 7 to company 5' },
		}),
		node('Model', '@n8n/n8n-nodes-langchain.lmChatOpenAi', {
			typeVersion: 1.2,
			parameters: { model: { __rl: true, mode: 'id', value: 'stub' } },
			credentials: { openAiApi: modelCredential },
		}),
		node('Link contact', `${NODE_TYPE}Tool`, {
			parameters: { companyId: fromAi('company_id'), contactId: fromAi('contact_id') },
			credentials: { bitrix24WebhookApi: toolCredential },
		}),
	];
	const to = (type: string) => ({ [type]: [[{ node: 'Agent', type, index: 0 }]] });
	return {
		name,
		nodes,
		connections: {
			Start: to('main'),
			Model: to('ai_languageModel'),
			'Link contact': to('ai_tool'),
		},
	};
}
