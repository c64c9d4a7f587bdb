import type { CompanyData, ContactData } from './entities';
import type { PortalState } from './portalState';
import type { RequisiteData } from './requisites';
import type { UserData } from './user';

export interface Seed {
	users: UserData[];
	companies: CompanyData[];
	contacts: ContactData[];
	/** [company ID, contact ID]. The links are made in this order. */
	links: Array<[number, number]>;
	requisites?: RequisiteData[];
}

export const USERS = {
	admin: 1,
	reader: 2,
	restricted: 3,
	noCrm: 4,
	dismissed: 5,
	/** May edit the CRM, at the level All. */
	all: 6,
	/** No employee. */
	external: 7,
} as const;

const everybody = { name: 'Sandbox', admin: false, active: true, crm: 'edit' } as const;

export const standardSeed: Seed = {
	users: [
		{ ...everybody, id: USERS.admin, login: 'admin', lastName: 'Admin', admin: true },
		{ ...everybody, id: USERS.reader, login: 'reader', lastName: 'Reader', crm: 'read' },
		{
			...everybody,
			id: USERS.restricted,
			login: 'restricted',
			lastName: 'Restricted',
			hiddenContacts: [12],
		},
		{ ...everybody, id: USERS.noCrm, login: 'nocrm', lastName: 'Without CRM', crm: 'none' },
		{
			...everybody,
			id: USERS.dismissed,
			login: 'dismissed',
			lastName: 'Dismissed',
			active: false,
		},
		{ ...everybody, id: USERS.all, login: 'all', lastName: 'All', level: 'all' },
		{
			...everybody,
			id: USERS.external,
			login: 'external',
			lastName: 'External',
			external: true,
		},
	],
	companies: [
		{ title: 'Northwind Traders', emails: ['office@northwind.example'], phones: ['+1 555 0101'] },
		{ title: 'Contoso Foods' },
		{ title: 'Fabrikam Tools', emails: ['hello@fabrikam.example'] },
		{ title: 'Tailspin Toys' },
		{ title: 'Wide World Importers' },
	],
	contacts: [
		{ name: 'Anna', lastName: 'Berg', emails: ['anna.berg@northwind.example'] },
		{ name: 'Boris', lastName: 'Lang', phones: ['+1 555 0102'] },
		{ name: 'Carla', lastName: 'Moreno', emails: ['carla@contoso.example'] },
		{ name: 'David', lastName: 'Okoro' },
		{ name: 'Elif', lastName: 'Kaya' },
		{ name: 'Frank', lastName: 'Olsen', phones: ['+1 555 0106'] },
		{ name: 'Grace', lastName: 'Liu' },
		{ name: 'Hugo', lastName: 'Petit' },
		{ name: 'Irina', lastName: 'Sokolova', emails: ['irina@tailspin.example'] },
		{ name: 'Jonas', lastName: 'Weber' },
		{ name: 'Keiko', lastName: 'Tanaka' },
		{ name: 'Luca', lastName: 'Rossi' },
	],
	links: [
		[1, 1],
		[1, 2],
		[2, 3],
		[2, 4],
		[3, 4],
		[4, 9],
	],
	requisites: [
		{ companyId: 1, country: 'US', numbers: { RQ_VAT_ID: '12-3456789' } },
		{ companyId: 2, numbers: { RQ_INN: '7707083893', RQ_OGRN: '1027700132195' } },
		{ companyId: 2, country: 'KZ', numbers: { RQ_BIN: '050140000985' } },
		{ companyId: 3, country: 'DE', numbers: { RQ_VAT_ID: 'DE 811 128 135' } },
		// The same number as company 2 has, as after a company was entered twice.
		{ companyId: 4, numbers: { RQ_INN: '7707083893' } },
		{ contactId: 1, numbers: { RQ_INN: '7707083893' } },
	],
};

/** Adds a copy of the seed, so that a test that changes a record does not change the seed. */
export function applySeed(state: PortalState, seed: Seed): void {
	const { users, companies, contacts, links, requisites = [] } = structuredClone(seed);
	users.forEach((user) => state.addUser(user));
	companies.forEach((company) => state.addCompany(company));
	contacts.forEach((contact) => state.addContact(contact));
	links.forEach(([companyId, contactId]) => state.link(companyId, contactId));
	requisites.forEach((requisite) => state.addRequisite(requisite));
}
