/* What n8n's verification looks at, before anything is published: the source, and the package that npm would get. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import {
	analyzePackage,
	SOURCE_FILE_PATTERNS,
} from '@n8n/scan-community-package/scanner/scanner.mjs';

const run = (command, ...args) => execFileSync(command, args, { encoding: 'utf8' });

const { n8n } = JSON.parse(readFileSync('package.json', 'utf8'));
const allowed =
	/^(dist\/(credentials|nodes)\/.+\.js|dist\/nodes\/.+(\.node|\/__schema__\/v1\.0\.0\/\w+\/\w+)\.json|dist\/icons\/.+\.svg|README\.md|LICENSE|package\.json)$/;
const needed = [
	...n8n.nodes,
	...n8n.nodes.map((path) => path.replace(/\.js$/, '.json')),
	...n8n.credentials,
	...readdirSync('icons').map((icon) => `dist/icons/${icon}`),
	...readdirSync('nodes', { recursive: true })
		.filter((path) => path.includes('__schema__') && path.endsWith('.json'))
		.map((path) => `dist/nodes/${path}`),
	'README.md',
	'LICENSE',
	'package.json',
];

const folder = mkdtempSync(join(tmpdir(), 'scan-'));
try {
	const [{ filename, files }] = JSON.parse(
		run('npm', 'pack', '--json', '--pack-destination', folder),
	);
	const paths = files.map(({ path }) => path);
	report('files in the package', [
		...paths.filter((path) => !allowed.test(path)).map((path) => `not to be published: ${path}`),
		...needed.filter((path) => !paths.includes(path)).map((path) => `missing: ${path}`),
	]);

	run('tar', '-xzf', join(folder, filename), '-C', folder);
	// The scanner checks a published package in the same two parts, with the same patterns.
	report(
		"n8n's rules for the source",
		findings(await analyzePackage(process.cwd(), SOURCE_FILE_PATTERNS)),
	);
	report(
		"n8n's rules for the package",
		findings(await analyzePackage(join(folder, 'package'), ['**/*.js', 'package.json'])),
	);
} finally {
	rmSync(folder, { recursive: true });
}

function findings({ passed, message, details }) {
	return passed ? [] : [details ?? message];
}

function report(what, problems) {
	console.log(`${problems.length ? '✗' : '✓'} ${what}`);
	for (const problem of problems) console.error(problem);
	if (problems.length) process.exitCode = 1;
}
