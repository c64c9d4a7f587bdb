import type { Link, LinkTable } from './links';
import { User, type EntityType, type UserData } from './users';

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
	phones?: string[];
	emails?: string[];
}

export type Company = Required<CompanyData>;
/** `companyId` is the cached main company: COMPANY_ID of the contact record */
export type Contact = Required<ContactData> & { companyId: number | null };

/** What one Bitrix24 account holds. Tests read and write it directly. */
export class Portal implements LinkTable {
	users = new Map<number, User>();
	companies = new Map<number, Company>();
	contacts = new Map<number, Contact>();
	links: Link[] = [];
	/** IS_PRIMARY after crm.company.contact.items.set: as the server source has it, or as the newest docs do */
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
			phones: [],
			emails: [],
			companyId: null,
			...data,
			id: data.id ?? nextId(this.contacts),
		};
		this.contacts.set(contact.id, contact);
		return contact;
	}

	/** Links at once, without the rules of a REST method; the contact's first company is its main one. */
	link(companyId: number, contactId: number, row: Partial<Link> = {}): Link {
		const siblings = this.links.filter((link) => link.contactId === contactId);
		const highest = Math.max(0, ...this.linksOfCompany(companyId).map(({ sort }) => sort));
		const link: Link = {
			companyId,
			contactId,
			roleId: 0,
			sort: highest + 10,
			isPrimary: siblings.length === 0 ? 'Y' : 'N',
			...row,
		};
		const contact = this.contacts.get(contactId);
		if (link.isPrimary === 'Y') {
			for (const sibling of siblings) sibling.isPrimary = 'N';
			if (contact) contact.companyId = companyId;
		}
		this.links.push(link);
		return link;
	}

	linksOfCompany(id: number): Link[] {
		return bySort(this.links.filter((link) => link.companyId === id));
	}

	linksOfContact(id: number): Link[] {
		return bySort(this.links.filter((link) => link.contactId === id));
	}

	clear(): void {
		this.links = [];
		[this.users, this.companies, this.contacts].forEach((records) => records.clear());
	}

	exists(type: EntityType, id: number): boolean {
		return (type === 'company' ? this.companies : this.contacts).has(id);
	}
}

const bySort = (links: Link[]) => links.sort((a, b) => a.sort - b.sort);

const nextId = (records: Map<number, unknown>) => Math.max(0, ...records.keys()) + 1;
