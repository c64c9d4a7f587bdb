/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- runs outside n8n */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import type { SandboxOptions } from '../sandbox';
import type { ContestantName } from './contestants';

export interface PortalSettings {
	/** Milliseconds that a command takes. */
	commandCost: number;
	limits: SandboxOptions['limits'];
	/** Companies to link to, from ID 1001 on. */
	companies: number;
}

export interface PortalReport {
	requests: number;
	/** Requests answered with 503. */
	refused: number;
	links: number;
}

/** How the portal can be reached: by http, or by https with a certificate of its own. */
export interface PortalAddress {
	webhookUrl: string;
	httpsUrl: string;
	ca: string;
}

export interface Task extends PortalAddress {
	contestant: ContestantName;
	items: number;
	plan: 'standard' | 'selfHosted';
}

export interface Pair {
	companyId: number;
	contactId: number;
}

export type Contestant = (pairs: Pair[], task: Task) => Promise<void>;

interface Measured {
	milliseconds: number;
	/** Megabytes, the most that the process took. */
	memory: number;
}

export type Result = Measured & PortalReport & { lost: number };

/** Contacts of each company. */
const PER_COMPANY = 20;

export const companyOf = (index: number) => 1001 + Math.floor(index / PER_COMPANY);

/** One contestant in a process of its own, against a fresh portal. */
export async function measure(
	portal: ChildProcess,
	task: Omit<Task, keyof PortalAddress>,
	settings: Omit<PortalSettings, 'companies'>,
): Promise<Result> {
	const companies = Math.ceil(task.items / PER_COMPANY) + 1;
	const address = await ask<PortalAddress>(portal, { ...settings, companies });
	const child = start('contestants.ts');
	const measured = await ask<Measured>(child, { ...task, ...address });
	child.disconnect();
	const report = await ask<PortalReport>(portal, 'report');
	return { ...measured, ...report, lost: task.items - report.links };
}

export function start(file: string): ChildProcess {
	return fork(join(__dirname, file), { execArgv: ['--import', 'tsx'] });
}

async function ask<Answer>(child: ChildProcess, message: object | string): Promise<Answer> {
	const ended = new AbortController();
	const abort = () => ended.abort();
	child.once('exit', abort);
	child.send(message);
	const [answer] = (await once(child, 'message', { signal: ended.signal })) as [Answer];
	child.off('exit', abort);
	return answer;
}
