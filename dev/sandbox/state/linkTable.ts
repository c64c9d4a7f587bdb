type Flag = 'Y' | 'N';

export interface Link {
	contactId: number;
	companyId: number;
	sort: number;
	roleId: number;
	/** Whether the company is the contact's main one. Bitrix24 keeps the flag for the contact, not for the company. */
	isPrimary: Flag;
}

/** Identifies a link. */
export type LinkKey = Pick<Link, 'contactId' | 'companyId'>;

/** One row per linked contact and company, indexed from both sides so that 10,000 links stay fast. */
export class LinkTable {
	private readonly rows = new Set<Link>();
	private readonly companies = new Map<number, Map<number, Link>>();
	private readonly contacts = new Map<number, Map<number, Link>>();

	/** All links in the order in which they were made. */
	all(): Link[] {
		return [...this.rows];
	}

	/** Links of a company by SORT. Links with the same SORT keep the order in which they were made. */
	ofCompany(id: number): Link[] {
		return bySort(this.companies.get(id));
	}

	/** Links of a contact by SORT. */
	ofContact(id: number): Link[] {
		return bySort(this.contacts.get(id));
	}

	find({ contactId, companyId }: LinkKey): Link | undefined {
		return this.contacts.get(contactId)?.get(companyId);
	}

	insert(link: Link): void {
		const { contactId, companyId } = link;
		this.rows.add(link);
		this.companies.set(
			companyId,
			(this.companies.get(companyId) ?? new Map<number, Link>()).set(contactId, link),
		);
		this.contacts.set(
			contactId,
			(this.contacts.get(contactId) ?? new Map<number, Link>()).set(companyId, link),
		);
	}

	remove(key: LinkKey): void {
		const link = this.find(key);
		if (!link) return;
		this.rows.delete(link);
		this.companies.get(key.companyId)?.delete(key.contactId);
		this.contacts.get(key.contactId)?.delete(key.companyId);
	}

	clear(): void {
		[this.rows, this.companies, this.contacts].forEach((index) => index.clear());
	}
}

function bySort(links: Map<number, Link> = new Map()): Link[] {
	return [...links.values()].sort((a, b) => a.sort - b.sort);
}
