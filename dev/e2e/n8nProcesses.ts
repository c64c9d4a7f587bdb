/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- runs outside n8n */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

import { sleep } from 'n8n-workflow';

import { installPrograms, type Programs, type Release } from './install';
import { installPackage } from './packedPackage';
import { end, hasEnded } from './processes';

/** The processes of one n8n with the built package, in a folder of their own that `stop` removes. */
export class N8nProcesses {
	private readonly processes: ChildProcess[] = [];

	private readonly programs: Programs;

	private readonly folder: string;

	constructor(
		release: Release,
		private readonly env: Record<string, string>,
	) {
		this.programs = installPrograms(release);
		this.folder = mkdtempSync(join(tmpdir(), 'n8n-real-'));
		installPackage(join(this.folder, '.n8n/nodes'));
	}

	/** Starts a process, and waits until it answers on the port. */
	async start(command: 'start' | 'worker', port: number): Promise<void> {
		this.spawn(command, port);
		await this.eventually(
			async () =>
				await fetch(`http://127.0.0.1:${port}/healthz/readiness`).then(
					({ status }) => status,
					() => 0,
				),
			(status) => status === 200,
		);
	}

	async stop(): Promise<void> {
		for (const child of this.processes.reverse()) await end(child);
		rmSync(this.folder, { recursive: true, force: true });
	}

	/** The log of each process, in the order of their start. */
	logs(): string[] {
		return this.processes.map((_, index) => readFileSync(this.logOf(index), 'utf8'));
	}

	/** Looks four times a second until it finds something good; throws if time is up or a process has ended. */
	async eventually<Value>(
		look: () => Promise<Value>,
		good: (value: Value) => boolean,
		seconds = 90,
	): Promise<Value> {
		for (let tries = 0; tries < seconds * 4; tries++) {
			if (this.processes.some(hasEnded)) {
				throw new Error(`n8n ended:\n${this.logs().join('\n')}`);
			}
			const value = await look();
			if (good(value)) return value;
			await sleep(250);
		}
		const log = this.logs().join('\n').slice(-2000);
		throw new Error(`n8n was not ready within ${seconds} s:\n${log}`);
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

	private logOf(index: number): string {
		return join(this.folder, `log-${index}`);
	}
}
