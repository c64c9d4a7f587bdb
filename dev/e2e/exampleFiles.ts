/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs outside n8n */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { IWorkflowBase } from 'n8n-workflow';

import { NODE_TYPE } from './workflows';

const FOLDER = join(__dirname, '../../examples');

/** The credential that a node needs, by the start of its type: the node as a tool has a type of its own. */
const CREDENTIAL_TYPES = {
	[NODE_TYPE]: 'bitrix24WebhookApi',
	'@n8n/n8n-nodes-langchain.lmChatOpenAi': 'openAiApi',
	'n8n-nodes-base.emailSend': 'smtp',
};

export const exampleFiles = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));

export function readExample(file: string): IWorkflowBase {
	return JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as IWorkflowBase;
}

/** The workflow as it is after its user has chosen a credential in every node that needs one. */
export function withCredentials(
	workflow: IWorkflowBase,
	credentials: Record<string, { id: string; name: string }>,
): IWorkflowBase {
	const nodes = workflow.nodes.map((node) => {
		const entry = Object.entries(CREDENTIAL_TYPES).find(([type]) => node.type.startsWith(type));
		const credential = entry && credentials[entry[1]];
		return credential ? { ...node, credentials: { [entry[1]]: credential } } : node;
	});
	return { ...workflow, nodes };
}
