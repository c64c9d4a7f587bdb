import type {
	Company,
	CompanyData,
	Contact,
	ContactData,
	UserFieldFilter,
	UserFields,
} from './entities';
import { LinkTable, type Link } from './linkTable';
import { unbindAllCompanies, unbindAllContacts, type LinkState } from './linkWrites';
import { RecordMap } from './recordMap';
import { OWNER_TYPES, toRequisite, type Requisite, type RequisiteData } from './requisites';
import { User, type EntityType, type UserData } from './user';

/** The users, records and links of one Bitrix24 account. Tests read and change them directly. */
export class PortalState implements LinkState {
	users = new Map<number, User>();
	companies = new RecordMap<Company>();
	contacts = new RecordMap<Contact>();
	requisites = new RecordMap<Requisite>();
	/** The custom fields that exist, by the record type that has them. */
	readonly userFields: UserFields = { company: new Map(), contact: new Map() };
	readonly linkTable = new LinkTable();
	/** Which IS_PRIMARY crm.company.contact.items.set leaves: that of the server's source, or that of the newest docs. */
	flagsAfterSet: 'source' | 'docs' = 'source';

	addUser(data: UserData): User {
		const user = new User(data, (type, id) => this.recordsOf(type).get(id));
		this.users.set(data.id, user);
		return user;
	}

	addCompany(data: CompanyData): Company {
		const id = data.id ?? this.companies.nextId;
		this.companies.set(id, {
			categoryId: 0,
			isMyCompany: false,
			phones: [],
			emails: [],
			fields: {},
			...data,
			id,
		});
		return this.added('company', id) as Company;
	}

	addContact(data: ContactData = {}): Contact {
		const id = data.id ?? this.contacts.nextId;
		this.contacts.set(id, {
			name: '',
			secondName: '',
			lastName: '',
			post: '',
			categoryId: 0,
			phones: [],
			emails: [],
			fields: {},
			companyId: null,
			...data,
			id,
		});
		return this.added('contact', id) as Contact;
	}

	/** Creates a custom field. A filter by a custom field that does not exist finds every record. */
	addUserField(type: EntityType, name: string, filter: UserFieldFilter = 'like'): void {
		this.userFields[type].set(name, filter);
	}

	/** The record as the state keeps it. Its custom fields exist from now on. */
	private added(type: EntityType, id: number): Company | Contact {
		const record = this.recordsOf(type).get(id)!;
		for (const name of Object.keys(record.fields)) {
			if (!name.startsWith('UF_') || this.userFields[type].has(name)) continue;
			this.addUserField(type, name);
		}
		return record;
	}

	addRequisite(data: RequisiteData): Requisite {
		const requisite = toRequisite(this.requisites.nextId, data);
		this.requisites.set(requisite.id, requisite);
		return requisite;
	}

	/** Deletes a record, and with it its links and requisites. */
	remove(type: EntityType, id: number): void {
		if (type === 'company') unbindAllContacts(this, id);
		else unbindAllCompanies(this, id);
		for (const { id: requisiteId, entityTypeId, entityId } of [...this.requisites.values()]) {
			if (entityTypeId === OWNER_TYPES[type] && entityId === id)
				this.requisites.delete(requisiteId);
		}
		this.recordsOf(type).delete(id);
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
		Object.values(this.userFields).forEach((fields) => fields.clear());
		[this.users, this.companies, this.contacts, this.requisites].forEach((all) => all.clear());
	}

	exists(type: EntityType, id: number): boolean {
		return this.recordsOf(type).has(id);
	}

	recordsOf(type: EntityType): RecordMap<Company | Contact> {
		return type === 'company' ? this.companies : this.contacts;
	}
}
