import type { LinkRow } from './links';
import type { Pair, Scenario } from './scenario';

/** Links of each company. */
const PER_COMPANY = 10;

/** Of 200 links, one is to be made and one to be removed. */
const EVERY = 200;

interface Wish {
	link: Pair;
	isLinked: boolean;
	isWanted: boolean;
}

function wishOf(_: unknown, index: number): Wish {
	const company = Math.floor(index / PER_COMPANY);
	const contact = (company * 7 + (index % PER_COMPANY)) % 100;
	return {
		link: [1001 + company, 5001 + contact],
		isLinked: index % EVERY !== 0,
		isWanted: index % EVERY !== EVERY / 2,
	};
}

const wishes = (count: number) => Array.from({ length: count }, wishOf);

/** A list of all links, of which the portal has 99 in 100, and one in 200 that the list does not name. */
export const sync: Scenario<LinkRow> = {
	seed(state, count) {
		for (let id = 5001; id <= 5100; id++) state.addContact({ id });
		for (let id = 1001; id < 1001 + count / PER_COMPANY; id++) {
			state.addCompany({ id, title: `Company ${id}` });
		}
		for (const { link, isLinked } of wishes(count)) if (isLinked) state.link(...link);
	},
	rows: (count) => sync.truth(count).map(([companyId, contactId]) => ({ companyId, contactId })),
	truth: (count) =>
		wishes(count)
			.filter(({ isWanted }) => isWanted)
			.map(({ link }) => link),
};

/** Links that a run has to make or to remove. */
export function changesOf(count: number): number {
	return wishes(count).filter(({ isLinked, isWanted }) => isLinked !== isWanted).length;
}
