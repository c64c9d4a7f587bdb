/**
 * The link table and the four ways the portal writes to it (crm/lib/binding/contactcompany.php).
 * IS_PRIMARY belongs to the contact: "this company is the contact's main one". Every contact record
 * also caches its main company; the flag and the cache may come to differ, as on a real portal.
 */
export type Flag = 'Y' | 'N';

export interface Link {
	contactId: number;
	companyId: number;
	sort: number;
	roleId: number;
	isPrimary: Flag;
}

export interface LinkTable {
	links: Link[];
	/** contact id → cached main company (COMPANY_ID of the contact record) */
	contacts: Map<number, { companyId: number | null }>;
}

/** A wish for one link, seen from its owner: `id` is the record on the other side. */
export interface Binding {
	id: number;
	sort?: number;
	isPrimary?: string;
}

export function bindContacts(table: LinkTable, companyId: number, bindings: Binding[]): void {
	for (const [index, binding] of bindings.entries()) {
		upsert(table, { contactId: binding.id, companyId }, binding, index);
	}
	const touched = new Set(bindings.map(({ id }) => id));
	for (const link of table.links) {
		if (touched.has(link.contactId)) link.isPrimary = link.companyId === companyId ? 'Y' : 'N';
	}
	for (const id of touched) cacheMain(table, id, flagged);
}

export function bindCompanies(table: LinkTable, contactId: number, bindings: Binding[]): void {
	for (const [index, binding] of bindings.entries()) {
		upsert(table, { contactId, companyId: binding.id }, binding, index);
	}
	if (bindings.length > 0) cacheMain(table, contactId, flagged);
}

/** The flags of the remaining links stay as they are; the cache falls back to the lowest company. */
export function unbindContacts(table: LinkTable, companyId: number, contactIds: number[]): void {
	remove(table, (link) => link.companyId === companyId && contactIds.includes(link.contactId));
	for (const id of contactIds) {
		if (table.contacts.get(id)?.companyId === companyId) cacheMain(table, id, any);
	}
}

export function unbindCompanies(table: LinkTable, contactId: number, companyIds: number[]): void {
	remove(table, (link) => link.contactId === contactId && companyIds.includes(link.companyId));
	if (companyIds.length > 0) cacheMain(table, contactId, flagged);
}

/** Every contact that cached the company is set anew, linked or not. */
export function unbindAllContacts(table: LinkTable, companyId: number): void {
	remove(table, (link) => link.companyId === companyId);
	for (const [id, contact] of table.contacts) {
		if (contact.companyId === companyId) cacheMain(table, id, any);
	}
}

export function unbindAllCompanies(table: LinkTable, contactId: number): void {
	remove(table, (link) => link.contactId === contactId);
	cacheMain(table, contactId, () => false);
}

const flagged = (link: Link) => link.isPrimary === 'Y';
const any = () => true;

function upsert(
	table: LinkTable,
	pair: Pick<Link, 'contactId' | 'companyId'>,
	{ sort, isPrimary }: Binding,
	index: number,
): void {
	const values = {
		sort: sort ?? 10 * (index + 1),
		isPrimary: isPrimary?.toUpperCase() === 'Y' ? 'Y' : 'N',
	} as const;
	const existing = table.links.find(
		(link) => link.contactId === pair.contactId && link.companyId === pair.companyId,
	);
	if (existing) Object.assign(existing, values);
	else table.links.push({ ...pair, ...values, roleId: 0 });
}

function remove(table: LinkTable, matches: (link: Link) => boolean): void {
	table.links = table.links.filter((link) => !matches(link));
}

function cacheMain(table: LinkTable, contactId: number, counts: (link: Link) => boolean): void {
	const contact = table.contacts.get(contactId);
	if (!contact) return;
	const companies = table.links
		.filter((link) => link.contactId === contactId && counts(link))
		.map((link) => link.companyId);
	contact.companyId = companies.length > 0 ? Math.min(...companies) : null;
}
