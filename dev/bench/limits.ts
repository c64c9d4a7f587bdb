/* eslint-disable @n8n/community-nodes/no-restricted-imports, no-console -- a command, not part of the node */
import type { ChildProcess } from 'node:child_process';

import type { ContestantName } from './contestants';
import { seconds, table } from './format';
import { measure } from './measure';
import { NAMES } from './names';

/** Measures the contestants within the limits of a cloud portal. */
export async function underLimits(portal: ChildProcess): Promise<string> {
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
