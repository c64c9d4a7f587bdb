import type { Pair, Scenario } from './scenario';

export interface LookUpRow {
	[name: string]: string;
	email: string;
	title: string;
}

/** Of 100 rows, four have a flaw: a record that is missing, or two that have the same value. */
const FLAWS = ['noContact', 'noCompany', 'twoContacts', 'twoCompanies'] as const;

const flawOf = (index: number) => FLAWS.at(index % 100);
const companyId = (index: number) => 1_000_001 + index;
const contactId = (index: number) => 2_000_001 + index;
const rowOf = (_: unknown, index: number): LookUpRow => ({
	email: `person.${index}@example.com`,
	title: `Company No. ${index}`,
});

/** The link that a row asks for, `undefined` where the row does not name one company and one contact. */
export function wantedLink(index: number): Pair | undefined {
	return flawOf(index) ? undefined : [companyId(index), contactId(index)];
}

/** New links between records that are known by a contact's e-mail address and a company's title. */
export const lookUps: Scenario<LookUpRow> = {
	seed(state, count) {
		lookUps.rows(count).forEach(({ email, title }, index) => {
			const flaw = flawOf(index);
			if (flaw !== 'noCompany') state.addCompany({ id: companyId(index), title });
			if (flaw !== 'noContact') state.addContact({ id: contactId(index), emails: [email] });
			if (flaw === 'twoCompanies') state.addCompany({ id: companyId(count + index), title });
			if (flaw === 'twoContacts') {
				state.addContact({ id: contactId(count + index), emails: [email] });
			}
		});
	},
	rows: (count) => Array.from({ length: count }, rowOf),
	truth: (count) =>
		lookUps.rows(count).flatMap((_, index) => {
			const link = wantedLink(index);
			return link ? [link] : [];
		}),
};
