import type { Pair, Scenario } from './scenario';

export interface LinkRow {
	[name: string]: number;
	companyId: number;
	contactId: number;
}

/** Contacts of each company. */
const PER_COMPANY = 20;

const companyOf = (index: number) => 1001 + Math.floor(index / PER_COMPANY);
const rowOf = (_: unknown, index: number): LinkRow => ({
	companyId: companyOf(index),
	contactId: 100_001 + index,
});

/** New links between records that are known by their IDs. */
export const links: Scenario<LinkRow> = {
	seed(state, count) {
		for (let id = 1001; id <= companyOf(count); id++) {
			state.addCompany({ id, title: `Company ${id}` });
		}
	},
	rows: (count) => Array.from({ length: count }, rowOf),
	truth: (count) =>
		links.rows(count).map(({ companyId, contactId }): Pair => [companyId, contactId]),
};
