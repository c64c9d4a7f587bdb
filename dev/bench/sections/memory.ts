import { measure } from '../measure';
import { table, whole } from '../table';
import { atMost, type Bench, type Section } from './section';

const COUNTS = [1000, 10_000, 100_000];

interface Line {
	count: number;
	/** Megabytes more than a node that passes the items on. */
	memory: number;
	/** Kilobytes. */
	memoryPerItem: number;
	/** Milliseconds. */
	timePerItem: number;
}

/** Whether memory and time grow faster than the number of items. */
export async function memory({ portal, say }: Bench): Promise<Section> {
	const lines: Line[] = [];
	for (const count of COUNTS) {
		say(`memory for ${whole(count)} links`);
		const settings = { scenario: 'links', count } as const;
		const idle = await measure(portal, 'passThrough', settings);
		const node = await measure(portal, 'node', settings);
		const more = node.memory - idle.memory;
		lines.push({
			count,
			memory: more,
			memoryPerItem: (more / count) * 1024,
			timePerItem: node.milliseconds / count,
		});
	}
	const [, some, many] = lines;
	return {
		page: pageOf(lines),
		goals: [
			// Garbage is collected at times of its own, and the machine has other work.
			atMost(
				'Memory: of an item, 100,000 against 10,000',
				1.5,
				many.memoryPerItem / some.memoryPerItem,
			),
			atMost(
				'Memory: time of an item, 100,000 against 10,000',
				1.5,
				many.timePerItem / some.timePerItem,
			),
		],
	};
}

function pageOf(lines: Line[]): string {
	const rows = lines.map(({ count, memory: more, memoryPerItem, timePerItem }) => [
		whole(count),
		whole(more),
		memoryPerItem.toFixed(1),
		timePerItem.toFixed(2),
	]);
	const head = ['Links', 'Memory, MB', 'Memory of an item, KB', 'Time of an item, ms'];
	return `## Memory

The most memory that the process took, less that of the same workflow with a node that does nothing but pass the items on; and
the time of the whole run. No limits, no cost of commands. At 1,000 links, what is needed once weighs most.

${table(head, rows)}`;
}
