import { LinkTable, type Link } from './linkTable';
import type { LinkState } from './linkWrites';
import { User, type EntityType, type UserData } from './user';

export interface CompanyData {
	id?: number;
	title: string;
	phones?: string[];
	emails?: string[];
}

export interface ContactData {
	id?: number;
	name?: string;
	secondName?: string;
	lastName?: string;
	/** The contact's position in the company. */
	post?: string;
	phones?: string[];
	emails?: string[];
}

export type Company = Required<CompanyData>;
/** `companyId` is the cached main company, COMPANY_ID of the contact record. */
export type Contact = Required<ContactData> & { companyId: number | null };

/** The users, records and links of one Bitrix24 account. Tests read and change them directly. */
export class PortalState implements LinkState {
	users = new Map<number, User>();
	companies = new Map<number, Company>();
	contacts = new Map<number, Contact>();
	readonly linkTable = new LinkTable();
	/** Which IS_PRIMARY crm.company.contact.items.set leaves: that of the server's source, or that of the newest docs. */
	flagsAfterSet: 'source' | 'docs' = 'source';

	addUser(data: UserData): User {
		const user = new User(data, (type, id) => this.exists(type, id));
		this.users.set(data.id, user);
		return user;
	}

	addCompany(data: CompanyData): Company {
		const company = { phones: [], emails: [], ...data, id: data.id ?? nextId(this.companies) };
		this.companies.set(company.id, company);
		return company;
	}

	addContact(data: ContactData = {}): Contact {
		const contact = {
			name: '',
			secondName: '',
			lastName: '',
			post: '',
			phones: [],
			emails: [],
			companyId: null,
			...data,
			id: data.id ?? nextId(this.contacts),
		};
		this.contacts.set(contact.id, contact);
		return contact;
	}

	/** Links without the rules of a REST method. The contact's first company becomes its main one. */
	link(companyId: number, contactId: number, row: Partial<Link> = {}): Link {
		const siblings = this.linksOfContact(contactId);
		const highest = this.linksOfCompany(companyId).at(-1)?.sort ?? 0;
		const link: Link = {
			companyId,
			contactId,
			roleId: 0,
			sort: Math.max(0, highest) + 10,
			isPrimary: siblings.length === 0 ? 'Y' : 'N',
			...row,
		};
		const contact = this.contacts.get(contactId);
		if (link.isPrimary === 'Y') {
			for (const sibling of siblings) sibling.isPrimary = 'N';
			if (contact) contact.companyId = companyId;
		}
		this.linkTable.insert(link);
		return link;
	}

	/** All links in the order in which they were made. */
	get links(): Link[] {
		return this.linkTable.all();
	}

	/** Links of a company by SORT. */
	linksOfCompany(id: number): Link[] {
		return this.linkTable.ofCompany(id);
	}

	/** Links of a contact by SORT. */
	linksOfContact(id: number): Link[] {
		return this.linkTable.ofContact(id);
	}

	clear(): void {
		this.linkTable.clear();
		this.flagsAfterSet = 'source';
		[this.users, this.companies, this.contacts].forEach((records) => records.clear());
	}

	exists(type: EntityType, id: number): boolean {
		return (type === 'company' ? this.companies : this.contacts).has(id);
	}
}

function nextId(records: Map<number, unknown>): number {
	return [...records.keys()].reduce((highest, id) => Math.max(highest, id), 0) + 1;
}
