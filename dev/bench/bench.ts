/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console -- a command, not part of the node */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { ContestantName } from './contestants';
import { measure, type Result, start } from './measure';

const NAMES: Record<ContestantName, string> = {
	handPacked: 'Batch loop packed by hand: the limit',
	node: 'This node',
	nodeOneByOne: 'This node, Batch Size 1',
	sdk: '@bitrix24/b24jssdk, batch by chunk',
	oneRequestAnItem: 'One request an item, all at once',
	reader: 'A node that only reads the same parameters',
	passThrough: 'A node that does nothing',
};
const COMPARED: ContestantName[] = [
	'handPacked',
	'node',
	'sdk',
	'nodeOneByOne',
	'oneRequestAnItem',
];

/** Runs of each contestant, in turn: the machine's speed may drift. */
const ROUNDS = 3;

interface Line {
	items: number;
	commandCost: number;
	contestant: ContestantName;
	result: Result;
}

const portal = start('portal.ts');
const lines: Line[] = [];

const find = (contestant: ContestantName, items: number, commandCost: number) =>
	lines.find(
		(line) =>
			line.contestant === contestant && line.items === items && line.commandCost === commandCost,
	)!.result;

async function throughput(items: number, commandCost: number): Promise<void> {
	// One request an item takes minutes for 10,000 items, and tells nothing new.
	const contestants = COMPARED.filter(
		(name) => items <= 1000 || (name !== 'nodeOneByOne' && name !== 'oneRequestAnItem'),
	);
	if (commandCost === 0) contestants.push('reader', 'passThrough');
	const results = new Map<ContestantName, Result[]>(contestants.map((name) => [name, []]));
	for (let round = 0; round < ROUNDS; round++) {
		for (const contestant of contestants) {
			const long = items * commandCost > 10_000 || (contestant === 'sdk' && items > 1000);
			if (long && round > 0) continue;
			const task = { contestant, items, plan: 'selfHosted' } as const;
			const result = await measure(portal, task, { commandCost, limits: 'off' });
			results.get(contestant)?.push(result);
			console.log(
				`${items} links, ${commandCost} ms a command: ${NAMES[contestant]}, ${seconds(result)} s`,
			);
		}
	}
	for (const [contestant, all] of results) {
		lines.push({ items, commandCost, contestant, result: median(all) });
	}
}

function throughputTable(items: number, commandCost: number): string {
	const best = find('handPacked', items, commandCost).milliseconds;
	return table(
		['', 'Requests', 'Links made', 'Links lost', 'Time, s', 'Ratio'],
		lines
			.filter((line) => line.items === items && line.commandCost === commandCost)
			.filter(({ contestant }) => COMPARED.includes(contestant))
			.map(({ contestant, result }) => [
				NAMES[contestant],
				result.requests,
				result.links,
				result.lost,
				seconds(result),
				(result.milliseconds / best).toFixed(2),
			]),
	);
}

/** What the limits of a cloud portal make of it. */
async function underLimits(): Promise<string> {
	const tasks: Array<[ContestantName, number]> = [
		['nodeOneByOne', 60],
		['oneRequestAnItem', 60],
		['node', 1000],
		['oneRequestAnItem', 1000],
		['node', 10_000],
	];
	const rows: Array<Array<string | number>> = [];
	for (const [contestant, items] of tasks) {
		const task = { contestant, items, plan: 'standard' } as const;
		const limits = { bucket: { size: 50, drain: 2 } };
		const result = await measure(portal, task, { commandCost: 5, limits });
		console.log(`${items} links within the limits: ${NAMES[contestant]}, ${seconds(result)} s`);
		const { requests, refused, links, lost } = result;
		rows.push([items, NAMES[contestant], requests, refused, links, lost, seconds(result)]);
	}
	return table(['Links', '', 'Requests', 'Refused', 'Links made', 'Links lost', 'Time, s'], rows);
}

function overhead(): string {
	return table(
		[
			'Links',
			'This node ÷ (reading node + batch loop), 0 ms a command',
			'Memory over a node that does nothing, MB',
		],
		[1000, 10_000].map((items) => {
			const [node, reader, handPacked, passThrough] = (
				['node', 'reader', 'handPacked', 'passThrough'] as const
			).map((name) => find(name, items, 0));
			return [
				items,
				(node.milliseconds / (reader.milliseconds + handPacked.milliseconds)).toFixed(2),
				Math.round(node.memory - passThrough.memory),
			];
		}),
	);
}

async function main() {
	const sections: string[] = [];
	for (const commandCost of [0, 5]) {
		for (const items of [60, 1000, 10_000]) {
			await throughput(items, commandCost);
			sections.push(
				`### ${items.toLocaleString('en')} links, ${commandCost} ms a command\n\n${throughputTable(items, commandCost)}`,
			);
		}
	}
	const limited = await underLimits();
	const page = `# Benchmark

Made by \`npm run bench\`: all lines in one run, against one sandbox portal on the same computer, each contestant in a
process of its own. Times differ between computers; compare the ratios. Each time is the median of ${ROUNDS} runs, of one
run where it takes longer than 10 seconds.

## Speed

The portal sets no limits here, so that the work itself shows. A ratio of 1 is the speed of a loop that packs the same
batches by hand and checks nothing. Bitrix24's SDK takes https only, the others use http; it keeps to the pace of a standard
plan, which shows at 10,000 links.

${sections.join('\n\n')}

What the node adds to the unavoidable, which is reading its parameters in n8n and sending the batches:

${overhead()}

## Within the limits of a cloud portal

50 requests at once, then 2 a second; 5 ms a command. For 60 single requests this alone takes 5 seconds.

${limited}
`;
	writeFileSync(join(__dirname, '../../docs/benchmark.md'), page);
	console.log(`\n${page}`);
	portal.disconnect();
}

function median(results: Result[]): Result {
	const sorted = [...results].sort((one, other) => one.milliseconds - other.milliseconds);
	return sorted[Math.floor(sorted.length / 2)];
}

function seconds({ milliseconds }: Result): string {
	return (milliseconds / 1000).toFixed(2);
}

function table(head: string[], rows: Array<Array<string | number>>): string {
	const numbers = head.map((_, column) => rows.every((row) => !Number.isNaN(Number(row[column]))));
	const rule = numbers.map((isNumber) => (isNumber ? '---:' : '---'));
	return [head, rule, ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

void main();
