/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- runs outside n8n */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const CHECKOUT = join(__dirname, '../..');

/** As n8n calls npm for a community package. */
const INSTALL = [
	'install',
	'--audit=false',
	'--fund=false',
	'--bin-links=false',
	'--install-strategy=shallow',
	'--ignore-scripts=true',
	'--package-lock=false',
];

interface PackageJson {
	name: string;
	version: string;
	devDependencies?: object;
	peerDependencies?: object;
}

/**
 * Installs the package that npm would publish into n8n's folder of community packages, step by step as n8n does
 * (`downloadPackage` in its community-packages.service.ts), except that the package does not come from a registry.
 */
export function installPackage(nodesFolder: string): void {
	mkdirSync(nodesFolder, { recursive: true });
	const packed = npm(CHECKOUT, ['pack', '--json', '--pack-destination', nodesFolder]);
	const [{ filename, name }] = JSON.parse(packed) as Array<{ filename: string; name: string }>;
	const folder = join(nodesFolder, 'node_modules', name);
	mkdirSync(folder, { recursive: true });
	const tarball = join(nodesFolder, filename);
	execFileSync('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1']);
	rmSync(tarball);
	const { version } = leaveOutDependencies(folder);
	npm(folder, INSTALL);
	writeJson(nodesFolder, {
		name: 'installed-nodes',
		private: true,
		dependencies: { [name]: version },
	});
}

/** n8n drops all dependencies but those of run time: the package then finds n8n's own n8n-workflow, and no other. */
function leaveOutDependencies(folder: string): PackageJson {
	const text = readFileSync(join(folder, 'package.json'), 'utf8');
	const packageJson = JSON.parse(text) as PackageJson;
	delete packageJson.devDependencies;
	delete packageJson.peerDependencies;
	writeJson(folder, packageJson);
	return packageJson;
}

function writeJson(folder: string, content: object): void {
	writeFileSync(join(folder, 'package.json'), JSON.stringify(content, null, 2));
}

function npm(cwd: string, args: string[]): string {
	return execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}
