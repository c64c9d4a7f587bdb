/* eslint-disable @n8n/community-nodes/require-node-api-error -- runs outside n8n */
import type { IDataObject } from 'n8n-workflow';

import type { Release } from './install';
import { N8nProcesses } from './n8nProcesses';
import { json, Session } from './session';
import { hasFinished, stored, type StoredExecution } from './storedExecution';

/** A real n8n with the built package, driven through the API that its editor uses. */
export class RealN8n extends Session {
	private constructor(
		port: number,
		private readonly processes: N8nProcesses,
	) {
		super(`http://127.0.0.1:${port}`);
	}

	/** Starts n8n on the port, with a fresh database and its owner signed in. */
	static async start(
		release: Release,
		port: number,
		env: Record<string, string> = {},
	): Promise<RealN8n> {
		const processes = new N8nProcesses(release, env);
		const real = new RealN8n(port, processes);
		try {
			await processes.start('start', port);
			await processes.eventually(
				async () => await real.signIn(),
				(signedIn) => signedIn,
			);
		} catch (error) {
			await real.stop();
			throw error;
		}
		return real;
	}

	/** Adds a process that runs executions, where `env` says that there is a queue. The port is for its state. */
	async addWorker(port: number): Promise<void> {
		await this.processes.start('worker', port);
	}

	async stop(): Promise<void> {
		await this.processes.stop();
	}

	/** What n8n has written, logs of the node included. */
	log(): string {
		return this.logs().join('\n');
	}

	/** The log of each process, in the order of their start. */
	logs(): string[] {
		return this.processes.logs();
	}

	async createCredential(
		type: string,
		data: IDataObject,
		name = type,
	): Promise<{ id: string; name: string }> {
		const { id } = await this.post<{ id: string }>('credentials', { name, type, data });
		return { id, name };
	}

	async testCredential(
		type: string,
		data: IDataObject,
	): Promise<{ status: string; message: string }> {
		const saved = await this.createCredential(type, data);
		return await this.post('credentials/test', { credentials: { ...saved, type, data } });
	}

	async createWorkflow(workflow: IDataObject): Promise<{ id: string; versionId: string }> {
		return await this.post('workflows', {
			settings: { executionOrder: 'v1' },
			active: false,
			...workflow,
		});
	}

	async activate({ id, versionId }: { id: string; versionId: string }): Promise<void> {
		await this.post(`workflows/${id}/activate`, { versionId });
	}

	async deactivate(id: string): Promise<void> {
		await this.post(`workflows/${id}/deactivate`, {});
	}

	/** Calls an active workflow's webhook, once n8n knows it. */
	async callWebhook(path: string, body: object): Promise<unknown> {
		const response = await this.processes.eventually(
			async () => await this.raw(`${this.origin}/webhook/${path}`, json('POST', body)),
			({ status }) => status !== 404,
		);
		return await response.json();
	}

	/** Runs a workflow as the Execute button does, or as a message to its chat trigger. */
	async runByHand(id: string, trigger: string, message?: IDataObject): Promise<StoredExecution> {
		return await this.finished(await this.startByHand(id, trigger, message));
	}

	/** Starts a workflow likewise, and gives the ID of the execution. */
	async startByHand(id: string, trigger: string, message?: IDataObject): Promise<string> {
		const workflowData = await this.get<IDataObject>(`workflows/${id}`);
		const { executionId } = await this.post<{ executionId: string }>(`workflows/${id}/run`, {
			workflowData,
			triggerToStartFrom: {
				name: trigger,
				...(message && { data: { source: [], data: { main: [[{ json: message }]] } } }),
			},
		});
		return executionId;
	}

	/** The last executions of a workflow, 20 at most and newest first, once there is one and they have ended. */
	async executionsOf(workflowId: string): Promise<StoredExecution[]> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		const { results } = await this.processes.eventually(
			async () => await this.get<{ results: Array<{ id: string }> }>(`executions?filter=${filter}`),
			({ results: found }) => found.length > 0,
		);
		return await Promise.all(results.map(async ({ id }) => await this.finished(id)));
	}

	/** The first executions of this n8n, which numbers them, once they have come to their ends. */
	async firstExecutions(number: number, seconds: number): Promise<StoredExecution[]> {
		const executions: StoredExecution[] = [];
		for (let id = 1; id <= number; id++) executions.push(await this.finished(`${id}`, seconds));
		return executions;
	}

	/** An execution, once it has ended. */
	async finished(id: string, seconds?: number): Promise<StoredExecution> {
		return await this.executionThat(hasFinished, id, seconds);
	}

	/** An execution, once `good` holds for it. */
	async executionThat(
		good: (execution: StoredExecution) => boolean,
		id: string,
		seconds?: number,
	): Promise<StoredExecution> {
		const path = `executions/${id}`;
		const read = async () => stored(await this.get<{ status: string; data: string }>(path));
		return await this.processes.eventually(read, good, seconds);
	}
}
