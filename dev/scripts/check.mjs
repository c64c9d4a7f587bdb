/* All that CI checks, and with --quick what is worth the wait before each commit. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';

const RESULTS = '.cache/test-results.json';

const quick = ['format:check', 'lint', 'lint:types', 'typecheck'];
const slow = [
	'build',
	// n8n's own scanner, and what is in the package.
	'scan',
	'dead-code',
	`test:coverage -- --json --outputFile=${RESULTS}`,
];
const checks = process.argv.includes('--quick') ? quick : [...quick, ...slow];

mkdirSync('.cache', { recursive: true });
rmSync(RESULTS, { force: true });
const failed = checks.filter((check) => {
	console.log(`\n> npm run ${check}`);
	return spawnSync(`npm run --silent ${check}`, { shell: true, stdio: 'inherit' }).status !== 0;
});

if (existsSync(RESULTS)) {
	const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(RESULTS, 'utf8'));
	console.log(`\nTests: ${numPassedTests} passed, ${numFailedTests} failed`);
}
console.log(
	failed.length
		? `\nFailed: ${failed.map((check) => check.split(' ')[0]).join(', ')}`
		: '\nAll checks passed',
);
process.exitCode = failed.length ? 1 : 0;
