/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console -- a command, not part of the node */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { format } from 'prettier';

import { start } from './measure';
import { lookUps } from './sections/lookUps';
import type { Bench, Goal, Section } from './sections/section';
import { memory } from './sections/memory';
import { realCosts } from './sections/realCosts';
import { speed } from './sections/speed';
import { sync } from './sections/sync';
import { table } from './table';

const SECTIONS: Record<string, (bench: Bench) => Promise<Section>> = {
	lookUps,
	sync,
	realCosts,
	memory,
	speed,
};

const PAGE = join(__dirname, '../../docs/benchmark.md');

/** Runs the sections that the arguments name, or all. Only a run of all writes the page. */
async function main(): Promise<void> {
	const named = process.argv.slice(2);
	const began = performance.now();
	const portal = start('portal.ts');
	const say = (step: string) => {
		console.log(`${String(Math.round((performance.now() - began) / 1000)).padStart(4)} s  ${step}`);
	};
	const sections: Section[] = [];
	for (const [name, run] of Object.entries(SECTIONS)) {
		if (!named.length || named.includes(name)) sections.push(await run({ portal, say }));
	}
	portal.disconnect();
	say('done');

	const goals = sections.flatMap((section) => section.goals);
	const page = [introduction(goals), ...sections.map((section) => section.page)].join('\n\n');
	if (named.length) console.log(`\n${page}`);
	else writeFileSync(PAGE, await format(page, { parser: 'markdown' }));
	console.log(`\n${goalTable(goals)}`);
	const missed = goals.filter(({ isMet }) => !isMet);
	if (!missed.length) return;
	console.error(`\nMissed: ${missed.map(({ name }) => name).join('; ')}`);
	process.exitCode = 1;
}

function introduction(goals: Goal[]): string {
	return `# Benchmark

Made by \`npm run bench\`: all figures of one run, against the emulated portal of \`dev/sandbox\` on the same computer, each
contestant in a process of its own. Numbers of requests and links are exact. Times differ between computers; compare the
ratios.

## Goals of this node

${goalTable(goals)}`;
}

function goalTable(goals: Goal[]): string {
	const rows = goals.map(({ name, goal, measured, isMet }) => [
		name,
		goal,
		measured,
		isMet ? 'met' : '**missed**',
	]);
	return table(['', 'Goal', 'Measured', ''], rows);
}

void main();
