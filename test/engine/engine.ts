import { ExecutionLifecycleHooks, LoadOptionsContext, WorkflowExecute } from 'n8n-core';
import {
	type INodeExecutionData,
	type INodeListSearchResult,
	type INodeType,
	type IPinData,
	type IRun,
	type ITaskData,
	type IWorkflowBase,
	type IWorkflowExecuteAdditionalData,
	NodeConnectionTypes,
	Workflow,
} from 'n8n-workflow';

import { CredentialStore, type CredentialTypes } from './credentialStore';
import { makeNodeType } from './makeNode';

export type NodeTypes = { [type: string]: INodeType };

export interface EngineOptions {
	nodes: NodeTypes;
	credentialTypes: CredentialTypes;
}

export interface Execution {
	run: IRun;
	/** The last run of a node: its outputs, error, hints. */
	node(name: string): ITaskData;
	/** The items of one output of a node; 1 is the error output. */
	items(name: string, output?: number): INodeExecutionData[];
}

/** A node that passes its items on. It stands for n8n's own nodes, which npm has only with all their dependencies. */
function passThrough(name: string, inputs: INodeType['description']['inputs']): INodeType {
	return makeNodeType(name, { inputs }, async function () {
		// n8n's Code node returns copies too.
		return [this.getInputData().map((item) => ({ ...item }))];
	});
}

const n8nNodes: NodeTypes = {
	'n8n-nodes-base.manualTrigger': passThrough('manualTrigger', []),
	'n8n-nodes-base.noOp': passThrough('noOp', [NodeConnectionTypes.Main]),
};

/** Runs workflows in n8n's own engine: expressions, credentials, HTTP, paired items, error outputs. */
export class Engine {
	readonly credentials: CredentialStore;

	private readonly nodes: NodeTypes;

	constructor({ nodes, credentialTypes }: EngineOptions) {
		this.nodes = { ...n8nNodes, ...nodes };
		this.credentials = new CredentialStore(credentialTypes);
	}

	/**
	 * Runs an exported workflow from its first node on.
	 *
	 * @param pinData what nodes output instead of running, by node name; adds to the workflow's own
	 * @param onStart is given a function that cancels the run
	 */
	async run(
		workflowData: IWorkflowBase,
		{ pinData, onStart }: { pinData?: IPinData; onStart?: (cancel: () => void) => void } = {},
	): Promise<Execution> {
		const workflow = this.load(workflowData);
		const promise = new WorkflowExecute(this.additionalData(workflowData), 'manual').run({
			workflow,
			startNode: workflow.getNode(workflowData.nodes[0].name) ?? undefined,
			pinData: { ...workflowData.pinData, ...pinData },
		});
		onStart?.(() => promise.cancel());
		const run = await promise;
		const node = (name: string) => {
			const data = run.data.resultData.runData[name]?.at(-1);
			if (!data) throw new Error(`The node "${name}" did not run`);
			return data;
		};
		return { run, node, items: (name, output = 0) => node(name).data?.main[output] ?? [] };
	}

	/** Runs the search that From List of a parameter uses in the editor. */
	async search(
		workflowData: IWorkflowBase,
		nodeName: string,
		method: string,
		filter?: string,
		paginationToken?: string,
	): Promise<INodeListSearchResult> {
		const workflow = this.load(workflowData);
		const node = workflow.getNode(nodeName)!;
		const search = this.nodes[node.type].methods?.listSearch?.[method];
		const context = new LoadOptionsContext(workflow, node, this.additionalData(workflowData), '');
		return await search!.call(context, filter, paginationToken);
	}

	private load(workflowData: IWorkflowBase): Workflow {
		return new Workflow({
			...workflowData,
			nodeTypes: {
				getByName: (type) => this.nodes[type],
				getByNameAndVersion: (type) => this.nodes[type],
				getKnownTypes: () => ({}),
			},
		});
	}

	private additionalData(workflowData: IWorkflowBase): IWorkflowExecuteAdditionalData {
		const url = 'http://localhost:5678/';
		return {
			credentialsHelper: this.credentials,
			hooks: new ExecutionLifecycleHooks('manual', '1', workflowData),
			executionId: '1',
			currentNodeExecutionIndex: 0,
			variables: {},
			restApiUrl: url,
			instanceBaseUrl: url,
			webhookBaseUrl: url,
			webhookWaitingBaseUrl: url,
			webhookTestBaseUrl: url,
			formBaseUrl: url,
			formWaitingBaseUrl: url,
			formTestBaseUrl: url,
			setExecutionStatus: () => {},
		} as unknown as IWorkflowExecuteAdditionalData;
	}
}
