/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs outside n8n */
import type { ChildProcess } from 'node:child_process';

/** What a section found out. */
export interface Section {
	/** The part of docs/benchmark.md, from its heading on. */
	page: string;
	/** Lines of the table at the end: a goal of the node, and the figure that was measured. */
	goals: Goal[];
}

export interface Goal {
	name: string;
	/** E.g. "at most 20". */
	goal: string;
	measured: string;
	isMet: boolean;
}

export interface Bench {
	portal: ChildProcess;
	/** Says what is done now, on one line. */
	say: (step: string) => void;
}

export function atMost(name: string, limit: number, measured: number): Goal {
	const text = (number: number) => number.toLocaleString('en', { maximumFractionDigits: 2 });
	return {
		name,
		goal: `at most ${text(limit)}`,
		measured: text(measured),
		isMet: measured <= limit,
	};
}
