/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions, @n8n/community-nodes/require-node-api-error -- runs outside n8n */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

import { parse } from 'flatted';
import { type IDataObject, type IRunExecutionData, sleep } from 'n8n-workflow';

import { installPrograms, type Programs, type Release } from './install';
import { end, hasEnded } from './processes';

const CHECKOUT = join(__dirname, '../..');
const PACKAGE = 'n8n-nodes-bitrix24-company-contact';

export const OWNER = { email: 'owner@example.com', password: 'Sandbox-2026' };

export interface StoredExecution {
	status: string;
	data: IRunExecutionData;
	/** The data as n8n's database holds it. */
	text: string;
}

/** A real n8n with the built package, in a folder of its own, driven through the API that its editor uses. */
export class RealN8n {
	private cookie = '';

	private readonly processes: ChildProcess[] = [];

	private constructor(
		readonly origin: string,
		private readonly programs: Programs,
		private readonly folder: string,
		private readonly env: Record<string, string>,
	) {}

	/** Starts n8n on the port, with a fresh database and its owner signed in. */
	static async start(
		release: Release,
		port: number,
		env: Record<string, string> = {},
	): Promise<RealN8n> {
		const programs = installPrograms(release);
		const folder = mkdtempSync(join(tmpdir(), 'n8n-real-'));
		// Where n8n keeps the community packages that were installed from its settings.
		const packages = join(folder, '.n8n/nodes/node_modules');
		mkdirSync(packages, { recursive: true });
		symlinkSync(CHECKOUT, join(packages, PACKAGE));

		const real = new RealN8n(`http://127.0.0.1:${port}`, programs, folder, env);
		try {
			real.spawn('start', port);
			await real.untilReady(real.origin);
			await real.signIn();
		} catch (error) {
			await real.stop();
			throw error;
		}
		return real;
	}

	/** Adds a process that runs executions, where `env` says that there is a queue. The port is for its state. */
	async addWorker(port: number): Promise<void> {
		this.spawn('worker', port);
		await this.untilReady(`http://127.0.0.1:${port}`);
	}

	async stop(): Promise<void> {
		for (const child of this.processes.reverse()) await end(child);
		rmSync(this.folder, { recursive: true, force: true });
	}

	private spawn(command: 'start' | 'worker', port: number): void {
		const { nodeBin, n8n, env } = this.programs;
		// n8n must not write to a pipe: it loops when the pipe is closed.
		const log = openSync(this.logOf(this.processes.length), 'w');
		const child = spawn(join(nodeBin, 'node'), [n8n, command], {
			stdio: ['ignore', log, log],
			env: {
				HOME: process.env.HOME,
				PATH: `${nodeBin}${delimiter}${process.env.PATH}`,
				N8N_USER_FOLDER: this.folder,
				N8N_PORT: String(port),
				QUEUE_HEALTH_CHECK_PORT: String(port),
				N8N_LISTEN_ADDRESS: '127.0.0.1',
				N8N_HOST: '127.0.0.1',
				N8N_RUNNERS_BROKER_PORT: String(port + 1),
				N8N_DIAGNOSTICS_ENABLED: 'false',
				N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
				N8N_TEMPLATES_ENABLED: 'false',
				N8N_PERSONALIZATION_ENABLED: 'false',
				N8N_SECURE_COOKIE: 'false',
				N8N_COMMUNITY_PACKAGES_ALLOW_TOOL_USAGE: 'true',
				...env,
				...this.env,
			},
		});
		this.processes.push(child);
	}

	/** What n8n has written, logs of the node included. */
	log(): string {
		return this.logs().join('\n');
	}

	/** The log of each process, in the order of their start. */
	logs(): string[] {
		return this.processes.map((_, index) => readFileSync(this.logOf(index), 'utf8'));
	}

	private logOf(index: number): string {
		return join(this.folder, `log-${index}`);
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
		const response = await this.eventually(
			async () => await this.raw(`${this.origin}/webhook/${path}`, json('POST', body)),
			({ status }) => status !== 404,
		);
		return await response.json();
	}

	/** Runs a workflow as the Execute button does, or as a message to its chat trigger. */
	async runByHand(id: string, trigger: string, message?: IDataObject): Promise<StoredExecution> {
		const workflowData = await this.get<IDataObject>(`workflows/${id}`);
		const { executionId } = await this.post<{ executionId: string }>(`workflows/${id}/run`, {
			workflowData,
			triggerToStartFrom: {
				name: trigger,
				...(message && { data: { source: [], data: { main: [[{ json: message }]] } } }),
			},
		});
		return await this.finished(executionId);
	}

	/** The last executions of a workflow, 20 at most and newest first, once there is one and they have ended. */
	async executionsOf(workflowId: string): Promise<StoredExecution[]> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		const { results } = await this.eventually(
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

	async get<Answer>(path: string): Promise<Answer> {
		return await this.request('GET', path);
	}

	async post<Answer>(path: string, body: object): Promise<Answer> {
		return await this.request('POST', path, body);
	}

	/** A request with the cookie of the owner, redirects left to the caller. */
	async raw(url: string, init: RequestInit = {}): Promise<Response> {
		return await fetch(url, {
			redirect: 'manual',
			...init,
			headers: {
				'Content-Type': 'application/json',
				'browser-id': 'e2e',
				Cookie: this.cookie,
				...init.headers,
			},
		});
	}

	private async finished(id: string, seconds?: number): Promise<StoredExecution> {
		return await this.eventually(
			async () => stored(await this.get<{ status: string; data: string }>(`executions/${id}`)),
			({ status, data }) => !['new', 'running', 'waiting'].includes(status) && hasResult(data),
			seconds,
		);
	}

	private async request<Answer>(method: string, path: string, body?: object): Promise<Answer> {
		const response = await this.raw(`${this.origin}/rest/${path}`, json(method, body));
		const text = await response.text();
		if (!response.ok)
			throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 500)}`);
		return (JSON.parse(text) as { data: Answer }).data;
	}

	private async untilReady(origin: string): Promise<void> {
		await this.eventually(
			async () =>
				await fetch(`${origin}/healthz/readiness`).then(
					({ status }) => status,
					() => 0,
				),
			(status) => status === 200,
		);
	}

	private async signIn(): Promise<void> {
		const response = await this.eventually(
			async () =>
				await this.raw(
					`${this.origin}/rest/owner/setup`,
					json('POST', { ...OWNER, firstName: 'Sandbox', lastName: 'Owner' }),
				),
			({ status }) => status === 200,
		);
		this.cookie = response.headers
			.getSetCookie()
			.map((cookie) => cookie.split(';')[0])
			.join('; ');
	}

	private async eventually<Value>(
		look: () => Promise<Value>,
		good: (value: Value) => boolean,
		seconds = 90,
	): Promise<Value> {
		for (let tries = 0; tries < seconds * 4; tries++) {
			if (this.processes.some(hasEnded)) {
				throw new Error(`n8n ended:\n${this.log()}`);
			}
			const value = await look();
			if (good(value)) return value;
			await sleep(250);
		}
		throw new Error(`n8n did not get there in ${seconds} s:\n${this.log().slice(-2000)}`);
	}
}

const stored = ({ status, data }: { status: string; data: string }): StoredExecution => ({
	status,
	// n8n stores an execution first and its data after it.
	data: (data.length > 2 ? parse(data) : {}) as IRunExecutionData,
	text: data,
});

/**
 * Whether the data are those of the end. On SQLite without a pool, n8n 1 saves the status before the
 * data, so that a finished execution may for a moment still have the data of its start
 * (`updateExistingExecution` in n8n's execution.repository.ts).
 */
const hasResult = ({ resultData }: IRunExecutionData): boolean =>
	resultData?.lastNodeExecuted !== undefined || resultData?.error !== undefined;

const json = (method: string, body?: object): RequestInit => ({
	method,
	...(body && { body: JSON.stringify(body) }),
});
