type Flag = 'Y' | 'N';

export interface Link {
	contactId: number;
	companyId: number;
	sort: number;
	roleId: number;
	/** belongs to the contact: "this company is the contact's main one" */
	isPrimary: Flag;
}

export type LinkKey = Pick<Link, 'contactId' | 'companyId'>;

/** One row for each pair of contact and company, found from either end without a walk through all of them. */
export class LinkTable {
	private readonly rows = new Set<Link>();
	private readonly companies = new Map<number, Map<number, Link>>();
	private readonly contacts = new Map<number, Map<number, Link>>();

	/** in the order in which they were linked */
	all(): Link[] {
		return [...this.rows];
	}

	/** by SORT; a tie keeps the order in which they were linked */
	ofCompany(id: number): Link[] {
		return bySort(this.companies.get(id));
	}

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

	remove(pair: LinkKey): void {
		const link = this.find(pair);
		if (!link) return;
		this.rows.delete(link);
		this.companies.get(pair.companyId)?.delete(pair.contactId);
		this.contacts.get(pair.contactId)?.delete(pair.companyId);
	}

	clear(): void {
		[this.rows, this.companies, this.contacts].forEach((index) => index.clear());
	}
}

function bySort(links: Map<number, Link> = new Map()): Link[] {
	return [...links.values()].sort((a, b) => a.sort - b.sort);
}
