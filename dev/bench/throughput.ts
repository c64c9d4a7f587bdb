/* eslint-disable @n8n/community-nodes/no-restricted-imports, no-console -- a command, not part of the node */
import type { ChildProcess } from 'node:child_process';

import type { ContestantName } from './contestants';
import { seconds, table } from './format';
import { measure, type Result } from './measure';
import { NAMES } from './names';

const COMPARED: ContestantName[] = [
	'handPacked',
	'node',
	'sdk',
	'nodeOneByOne',
	'oneRequestAnItem',
];

/** Runs of each contestant, in turn: the machine's speed may drift. */
export const ROUNDS = 3;

interface Line {
	items: number;
	commandCost: number;
	contestant: ContestantName;
	result: Result;
}

const lines: Line[] = [];

const find = (contestant: ContestantName, items: number, commandCost: number) =>
	lines.find(
		(line) =>
			line.contestant === contestant && line.items === items && line.commandCost === commandCost,
	)!.result;

/** Measures the contestants without limits, and keeps the results for the tables. */
export async function throughput(
	portal: ChildProcess,
	items: number,
	commandCost: number,
): Promise<void> {
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

export function throughputTable(items: number, commandCost: number): string {
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

export function overhead(): string {
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

function median(results: Result[]): Result {
	const sorted = [...results].sort((one, other) => one.milliseconds - other.milliseconds);
	return sorted[Math.floor(sorted.length / 2)];
}
