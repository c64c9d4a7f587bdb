import type { Link, LinkTable, LinkKey } from './linkTable';

/**
 * The four ways in which the portal writes links (crm/lib/binding/contactcompany.php). Every contact
 * record also caches its main company; flag and cache may come to differ, as on a real portal.
 */
export interface LinkState {
	linkTable: LinkTable;
	/** contact id → its cached main company, COMPANY_ID of the contact record */
	contacts: Map<number, { companyId: number | null }>;
}

/** A wish for one link, seen from its owner: `id` is the record on the other side. */
export interface Binding {
	id: number;
	sort?: number;
	isPrimary?: string;
}

/** Whatever flag was sent, the company becomes the main one of every contact that is touched. */
export function bindContacts(tables: LinkState, companyId: number, bindings: Binding[]): void {
	for (const [index, binding] of bindings.entries()) {
		upsert(tables, { contactId: binding.id, companyId }, binding, index);
		for (const link of tables.linkTable.ofContact(binding.id)) {
			link.isPrimary = link.companyId === companyId ? 'Y' : 'N';
		}
		cacheMain(tables, binding.id, flagged);
	}
}

export function bindCompanies(tables: LinkState, contactId: number, bindings: Binding[]): void {
	for (const [index, binding] of bindings.entries()) {
		upsert(tables, { contactId, companyId: binding.id }, binding, index);
	}
	if (bindings.length > 0) cacheMain(tables, contactId, flagged);
}

/** The flags of the remaining links stay as they are; the cache falls back to the lowest company. */
export function unbindContacts(tables: LinkState, companyId: number, contactIds: number[]): void {
	for (const contactId of contactIds) {
		tables.linkTable.remove({ contactId, companyId });
		if (tables.contacts.get(contactId)?.companyId === companyId) cacheMain(tables, contactId, any);
	}
}

export function unbindCompanies(tables: LinkState, contactId: number, companyIds: number[]): void {
	companyIds.forEach((companyId) => tables.linkTable.remove({ contactId, companyId }));
	if (companyIds.length > 0) cacheMain(tables, contactId, flagged);
}

/** Contacts that cache the company without being linked to it are set anew as well. */
export function unbindAllContacts(tables: LinkState, companyId: number): void {
	tables.linkTable.ofCompany(companyId).forEach((link) => tables.linkTable.remove(link));
	for (const [id, contact] of tables.contacts) {
		if (contact.companyId === companyId) cacheMain(tables, id, any);
	}
}

export function unbindAllCompanies(tables: LinkState, contactId: number): void {
	tables.linkTable.ofContact(contactId).forEach((link) => tables.linkTable.remove(link));
	cacheMain(tables, contactId, any);
}

function flagged(link: Link) {
	return link.isPrimary === 'Y';
}
function any() {
	return true;
}

function upsert(
	{ linkTable }: LinkState,
	pair: LinkKey,
	{ sort, isPrimary }: Binding,
	index: number,
): void {
	const values = {
		sort: sort ?? 10 * (index + 1),
		isPrimary: isPrimary?.toUpperCase() === 'Y' ? 'Y' : 'N',
	} as const;
	const existing = linkTable.find(pair);
	if (existing) Object.assign(existing, values);
	else linkTable.insert({ ...pair, ...values, roleId: 0 });
}

/** The lowest company among the links that count, as SELECT MIN does. */
function cacheMain(tables: LinkState, contactId: number, counts: (link: Link) => boolean): void {
	const contact = tables.contacts.get(contactId);
	if (!contact) return;
	const companies = tables.linkTable
		.ofContact(contactId)
		.filter(counts)
		.map(({ companyId }) => companyId);
	contact.companyId = companies.length > 0 ? Math.min(...companies) : null;
}
