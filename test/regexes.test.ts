/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- runs outside n8n */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Diagnostics } from 'recheck';
import ts from 'typescript';

const ROOT = join(__dirname, '..');

interface Pattern {
	file: string;
	source: string;
	flags: string;
}

/** The regular expressions of a file. */
function patternsOf(file: string): Pattern[] {
	const tree = ts.createSourceFile(
		file,
		readFileSync(join(ROOT, file), 'utf8'),
		ts.ScriptTarget.Latest,
	);
	const patterns: Pattern[] = [];
	const visit = (node: ts.Node) => {
		if (ts.isRegularExpressionLiteral(node)) {
			const end = node.text.lastIndexOf('/');
			patterns.push({ file, source: node.text.slice(1, end), flags: node.text.slice(end + 1) });
		}
		const isMade = ts.isNewExpression(node) || ts.isCallExpression(node);
		if (isMade && ts.isIdentifier(node.expression) && node.expression.text === 'RegExp') {
			const [source, flags] = node.arguments ?? [];
			patterns.push({ file, source: textOf(source), flags: flags ? textOf(flags) : '' });
		}
		ts.forEachChild(node, visit);
	};
	visit(tree);
	return patterns;
}

/** The text of an expression. What is put in at run time, lists of words, stands as two words with a common start. */
function textOf(node: ts.Expression): string {
	const WORDS = 'word|words';
	if (ts.isStringLiteralLike(node)) return node.text;
	if (!ts.isTemplateExpression(node)) return WORDS;
	return node.head.text + node.templateSpans.map(({ literal }) => WORDS + literal.text).join('');
}

const patterns = ['credentials', 'nodes'].flatMap((folder) =>
	readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.ts'))
		.flatMap((file) => patternsOf(join(folder, file))),
);

/** Reads patterns, and writes what the checker says of each. It runs in a process of its own, as Jest makes it slow. */
const CHECK = `
	const { checkSync } = require('recheck');
	const patterns = JSON.parse(require('node:fs').readFileSync(0, 'utf8'));
	const verdicts = patterns.map(({ source, flags }) =>
		checkSync(source, flags, { timeout: null, randomSeed: 1 }));
	console.log(JSON.stringify(verdicts));
`;

/** How many steps patterns take at worst. The verdicts are about the patterns: no time is measured. */
function verdictsOn(list: Array<Pick<Pattern, 'source' | 'flags'>>): string[] {
	const output = execFileSync(process.execPath, ['-e', CHECK], {
		cwd: ROOT,
		input: JSON.stringify(list),
		// The checker as JavaScript, neither Java nor a binary.
		env: { ...process.env, RECHECK_SYNC_BACKEND: 'pure' },
		encoding: 'utf8',
	});
	const verdicts = JSON.parse(output) as Diagnostics[];
	return verdicts.map((verdict) =>
		verdict.status === 'vulnerable' ? verdict.complexity.summary : verdict.status,
	);
}

it('every regular expression of the package reads any text in linear time', () => {
	const verdicts = verdictsOn(patterns);
	const slow = patterns.flatMap(({ file, source, flags }, index) =>
		verdicts[index] === 'safe' ? [] : [`${file} /${source}/${flags}: ${verdicts[index]}`],
	);
	expect(slow).toEqual([]);
	expect(patterns.length).toBeGreaterThan(50);
});

it('a slow regular expression does not pass', () => {
	const slow = ['(?<=Bearer\\s+)\\w+', '\\$(result|next)\\S*\\[', '^(a+)+$', '/rest/.*$'];
	expect(verdictsOn(slow.map((source) => ({ source, flags: 'gi' })))).toEqual([
		expect.stringMatching('2nd degree polynomial'),
		'2nd degree polynomial',
		'exponential',
		'2nd degree polynomial',
	]);
});
