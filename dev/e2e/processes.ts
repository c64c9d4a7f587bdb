/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs outside n8n */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

export const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean =>
	exitCode !== null || signalCode !== null;

/** Ends a process, if it has not ended by itself. */
export async function end(child: ChildProcess, signal?: NodeJS.Signals): Promise<void> {
	if (hasEnded(child)) return;
	const exited = once(child, 'exit');
	child.kill(signal);
	await exited;
}
