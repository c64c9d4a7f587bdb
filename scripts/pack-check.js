/* Fails unless the package holds what n8n loads and what npm shows, and nothing else. */
const { execFileSync } = require('node:child_process');
const { n8n } = require('../package.json');

const [{ files }] = JSON.parse(
	execFileSync('npm', ['pack', '--dry-run', '--json'], { encoding: 'utf8' }),
);
const paths = files.map(({ path }) => path);

const allowed =
	/^(dist\/(credentials|nodes)\/.+\.js|dist\/nodes\/.+\.node\.json|dist\/icons\/.+\.svg|README\.md|LICENSE|package\.json)$/;
const needed = [...n8n.nodes, ...n8n.credentials, 'README.md', 'LICENSE', 'package.json'];

const problems = [
	...paths.filter((path) => !allowed.test(path)).map((path) => `not to be published: ${path}`),
	...needed.filter((path) => !paths.includes(path)).map((path) => `missing: ${path}`),
];
for (const problem of problems) console.error(problem);
console.log(`${paths.length} files in the package, ${problems.length} problems`);
process.exitCode = problems.length ? 1 : 0;
