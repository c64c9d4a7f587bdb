/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions, no-console -- a command, not part of the node */
import { spawnSync } from 'node:child_process';
import { delimiter, join } from 'node:path';

import { installNode } from './install';

/** The tests on the oldest Node.js that is supported, and on the newer ones that n8n runs on. */
const failed = ['20.19', '22', '24'].filter((version) => {
	const bin = installNode(version);
	const node = join(bin, 'node');
	const { stdout } = spawnSync(node, ['--version'], { encoding: 'utf8' });
	console.log(`\nNode.js ${stdout.trim()}`);
	const jest = spawnSync(node, ['node_modules/jest/bin/jest.js', '--reporters=summary'], {
		cwd: join(__dirname, '../..'),
		stdio: 'inherit',
		env: { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` },
	});
	return jest.status !== 0;
});
if (failed.length) throw new Error(`The tests fail on Node.js ${failed.join(', ')}`);
