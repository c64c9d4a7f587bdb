/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- runs outside n8n */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import type { ContestantName } from './contestants';
import type { Pair, ScenarioName } from './scenarios/scenario';

/** What the portal is filled with. */
export interface PortalSettings {
	scenario: ScenarioName;
	count: number;
}

export interface PortalReport {
	requests: number;
	/** Requests with a command that writes. */
	writes: number;
	links: Pair[];
}

/** How the portal can be reached: by http, or by https with a certificate of its own. */
export interface PortalAddress {
	webhookUrl: string;
	httpsUrl: string;
	ca: string;
}

export interface Task extends PortalAddress {
	contestant: ContestantName;
	/** Rows of the scenario. */
	count: number;
	/** The contestants keep to the limits of this plan. */
	plan: 'standard' | 'selfHosted';
}

/** Works the task off. A contestant that looks records up tells for each row whether the row is linked now. */
export type Contestant = (task: Task) => Promise<boolean[] | undefined>;

export interface Measured {
	milliseconds: number;
	/** Megabytes, the most that the process took. */
	memory: number;
	linked?: boolean[];
}

export type Result = Measured & PortalReport;

/** Runs one contestant in a process of its own, against a portal that is filled anew. */
export async function measure(
	portal: ChildProcess,
	contestant: ContestantName,
	settings: PortalSettings,
): Promise<Result> {
	const address = await ask<PortalAddress>(portal, settings);
	const task: Task = { contestant, count: settings.count, plan: 'selfHosted', ...address };
	const measured = await askOnce<Measured>('contestantProcess.ts', task);
	return { ...measured, ...(await ask<PortalReport>(portal, 'report')) };
}

/** Asks a process that is started for the one answer. */
export async function askOnce<Answer>(file: string, message: object): Promise<Answer> {
	const child = start(file);
	const answer = await ask<Answer>(child, message);
	child.kill();
	return answer;
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
