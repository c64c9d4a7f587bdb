/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions, no-console -- runs outside n8n */
import { spawnSync } from 'node:child_process';

/** Installs packages from Debian. */
export function installFromDebian(...packages: string[]): void {
	console.log(`Installing ${packages.join(' and ')} from Debian`);
	run('apt-get', ['update', '-q']);
	run('apt-get', ['install', '-qy', '--no-install-recommends', ...packages]);
}

/** Runs a program to its end, and throws what the program has said if it fails. */
export function run(
	command: string,
	args: string[],
	options: { uid?: number; gid?: number } = {},
): void {
	const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', ...options });
	if (status !== 0) throw new Error(`${command} ${args.join(' ')}:\n${stdout}${stderr}`);
}
