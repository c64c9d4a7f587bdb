/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions, no-console -- runs outside n8n */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const CACHE = join(__dirname, '../.cache');

/** The programs that the end-to-end tests need; too large to be dependencies of the package. */
export interface Programs {
	/** Folder of Node 24, which n8n needs, to be put first on the PATH. */
	nodeBin: string;
	/** n8n's command. */
	n8n: string;
}

/** Installs Node 24 and n8n into a cache folder on first use, with progress. About 3 GB and 4 minutes. */
export function installPrograms(n8nVersion: string): Programs {
	const node = join(CACHE, 'node-24');
	const n8n = join(CACHE, `n8n-${n8nVersion}`);
	install(node, 'Node 24', ['node@24']);
	// A plain install fails: a Kafka client's native part does not compile.
	install(n8n, `n8n ${n8nVersion} (about 4 minutes)`, [`n8n@${n8nVersion}`], ['sqlite3']);
	return {
		nodeBin: join(node, 'node_modules/node/bin'),
		n8n: join(n8n, 'node_modules/.bin/n8n'),
	};
}

function install(folder: string, name: string, packages: string[], native: string[] = []): void {
	const done = join(folder, 'installed');
	if (existsSync(done)) return;
	console.log(`Installing ${name} into ${folder}`);
	mkdirSync(folder, { recursive: true });
	writeFileSync(join(folder, 'package.json'), '{}');
	// node@24 fetches its program in an install script; n8n's own must not run.
	const scripts = native.length ? ['--ignore-scripts'] : ['--ignore-scripts=false'];
	npm(folder, ['install', '--no-audit', '--no-fund', ...scripts, ...packages]);
	if (native.length) npm(folder, ['rebuild', '--ignore-scripts=false', ...native]);
	writeFileSync(done, '');
}

function npm(folder: string, args: string[]): void {
	const { status } = spawnSync('npm', args, { cwd: folder, stdio: 'inherit' });
	if (status !== 0) throw new Error(`npm ${args.join(' ')} ended with status ${status}`);
}
