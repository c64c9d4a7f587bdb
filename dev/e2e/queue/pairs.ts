import type { Sandbox } from '../../sandbox';

const LINKS = 5_000;
/** Pairs in an execution, in turn: from one pair of a web form to a full request. */
const SIZES = [1, 2, 5, 12, 25, 50];
export const NO_COMPANY = 999;

export interface Pair {
	companyId: number;
	contactId: number;
}

export const key = ({ companyId, contactId }: Pair) => `${companyId}:${contactId}`;

/** Of each 50, one has no company, one is linked before, and one is asked for by an earlier execution too. */
export function makePairs({ state }: Sandbox): Pair[] {
	const pair = (index: number) => ({ companyId: 1 + (index % 5), contactId: 1001 + index });
	return Array.from({ length: LINKS }, (_, index) => {
		const kind = index % 50;
		if (kind === 7) return { ...pair(index), companyId: NO_COMPANY };
		if (kind === 13) state.link(pair(index).companyId, pair(index).contactId);
		return kind === 21 && index > 50 ? pair(index - 29) : pair(index);
	});
}

export function inGroups(pairs: Pair[]): Pair[][] {
	const groups: Pair[][] = [];
	for (let from = 0; from < pairs.length; from += groups.at(-1)!.length) {
		groups.push(pairs.slice(from, from + SIZES[groups.length % SIZES.length]));
	}
	return groups;
}
