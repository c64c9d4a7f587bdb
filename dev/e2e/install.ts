/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions, no-console -- runs outside n8n */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const CACHE = join(__dirname, '../../.cache');

/** A release of n8n, and the Node.js to run it on. */
export interface Release {
	n8n: string;
	node: string;
	/** Versions of packages that replace those that n8n asks for. */
	overrides?: Record<string, string>;
	env?: Record<string, string>;
}

export const CURRENT: Release = { n8n: '2.41.1', node: '24' };

export const LAST_OF_1: Release = {
	n8n: '1.123.81',
	node: '20',
	// n8n 1 depends on a file from xlsx's own server, outside npm. The node does not use xlsx.
	overrides: { xlsx: '0.18.5' },
	// n8n's own expression engine needs isolated-vm, which has no build for Node 20.
	env: { N8N_EXPRESSION_ENGINE: 'legacy' },
};

/** The programs that the end-to-end tests need; too large to be dependencies of the package. */
export interface Programs {
	/** Folder of the Node.js that n8n runs on, to be put first on the PATH. */
	nodeBin: string;
	/** n8n's command. */
	n8n: string;
	env?: Record<string, string>;
}

/** Installs a release of n8n and its Node.js into a cache folder on first use, with progress. 2 to 3 GB, 4 minutes. */
export function installPrograms({ n8n, node, overrides, env }: Release): Programs {
	const nodeBin = installNode(node);
	const folder = join(CACHE, `n8n-${n8n}`);
	install(folder, `n8n ${n8n} (about 4 minutes)`, overrides, () => {
		// Plain installs and rebuilds fail: a Kafka client's native part does not compile.
		npm(folder, ['install', '--ignore-scripts', `n8n@${n8n}`]);
		npm(folder, ['rebuild', '--ignore-scripts=false', 'sqlite3']);
	});
	return { nodeBin, n8n: join(folder, 'node_modules/.bin/n8n'), env };
}

/** Installs the newest Node.js of a version, e.g. 20 or 20.19, and returns the folder of its program. */
export function installNode(version: string): string {
	const folder = join(CACHE, `node-${version}`);
	install(folder, `Node.js ${version}`, {}, () => {
		// The package's install script puts the program into place.
		npm(folder, ['install', '--ignore-scripts=false', `node@${version}`]);
	});
	return join(folder, 'node_modules/node/bin');
}

function install(
	folder: string,
	name: string,
	overrides: Record<string, string> = {},
	fill: () => void,
): void {
	const done = join(folder, 'installed');
	if (existsSync(done)) return;
	console.log(`Installing ${name} into ${folder}`);
	mkdirSync(folder, { recursive: true });
	writeFileSync(join(folder, 'package.json'), JSON.stringify({ overrides }));
	fill();
	writeFileSync(done, '');
}

/** Warnings stay unsaid: n8n's dependencies give hundreds, and nobody here can act on them. */
const QUIET = ['--loglevel=error', '--no-audit', '--no-fund'];

function npm(folder: string, args: string[]): void {
	const { status } = spawnSync('npm', [...args, ...QUIET], {
		cwd: folder,
		stdio: 'inherit',
	});
	if (status !== 0) throw new Error(`npm ${args.join(' ')} ended with status ${status}`);
}
