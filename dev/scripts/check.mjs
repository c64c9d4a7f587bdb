/* All that CI checks. With --quick only what is worth the wait before each commit, with a step's name only that step. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';

const RESULTS = '.cache/test-results.json';

const QUICK = {
	format: 'prettier --check .',
	lint: 'n8n-node lint',
	'lint:types': 'eslint -c dev/eslint.types.config.mjs --no-inline-config',
	typecheck: 'tsc -p dev',
};
const STEPS = {
	...QUICK,
	build: 'npm run --silent build',
	'lint:package': 'node dev/scripts/lint-package.mjs',
	'lint:unused': 'knip -c dev/knip.json && knip -c dev/knip.json --production',
	coverage: `jest --coverage --json --outputFile=${RESULTS}`,
};

const args = process.argv.slice(2);
const unknown = args.filter((arg) => arg !== '--quick' && !(arg in STEPS));
if (unknown.length) {
	console.error(`Unknown: ${unknown.join(', ')}. Steps: ${Object.keys(STEPS).join(', ')}`);
	process.exit(1);
}
const named = args.filter((arg) => arg in STEPS);
const everything = Object.keys(args.includes('--quick') ? QUICK : STEPS);

mkdirSync('.cache', { recursive: true });
rmSync(RESULTS, { force: true });
const failed = (named.length ? named : everything).filter((step) => {
	console.log(`\n> npm run check -- ${step}`);
	return spawnSync(STEPS[step], { shell: true, stdio: 'inherit' }).status !== 0;
});

if (existsSync(RESULTS)) {
	const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(RESULTS, 'utf8'));
	console.log(`\nTests: ${numPassedTests} passed, ${numFailedTests} failed`);
}
console.log(failed.length ? `\nFailed: ${failed.join(', ')}` : '\nAll checks passed');
process.exitCode = failed.length ? 1 : 0;
