/* The end-to-end tests, with what else Jest is given; or the program that the first argument names. */
import { spawnSync } from 'node:child_process';

const PROGRAMS = {
	editor: 'dev/e2e/editor.ts',
	'node-versions': 'dev/e2e/testOnNodeVersions.ts',
	queue: 'dev/e2e/queue.ts',
};

const args = process.argv.slice(2);
const program = PROGRAMS[args[0]];
const command = program
	? ['--import', 'tsx', program, ...args.slice(1)]
	: ['node_modules/jest/bin/jest.js', '-c', 'dev/e2e/jest.config.js', ...args];
const { status } = spawnSync(process.execPath, command, { stdio: 'inherit' });
process.exitCode = status ?? 1;
