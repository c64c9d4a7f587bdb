import type { Link, LinkTable, LinkKey } from './linkTable';

/**
 * What the functions of this file write (crm/lib/binding/contactcompany.php). A contact record also caches its main
 * company. Flag and cache can come to differ, as they do on a real portal.
 */
export interface LinkState {
	linkTable: LinkTable;
	/** Contact ID → the contact's cached main company, COMPANY_ID of the contact record. */
	contacts: Map<number, { companyId: number | null }>;
}

/** One link as a client asks for it, seen from its owner: `id` is the record on the other side. */
export interface Binding {
	id: number;
	sort?: number;
	isPrimary?: string;
}

/** The company becomes the main one of every contact in `bindings`, whatever flag the client sent. */
export function bindContacts(state: LinkState, companyId: number, bindings: Binding[]): void {
	for (const [index, binding] of bindings.entries()) {
		upsert(state, { contactId: binding.id, companyId }, binding, index);
		for (const link of state.linkTable.ofContact(binding.id)) {
			link.isPrimary = link.companyId === companyId ? 'Y' : 'N';
		}
		cacheMain(state, binding.id, flagged);
	}
}

export function bindCompanies(state: LinkState, contactId: number, bindings: Binding[]): void {
	for (const [index, binding] of bindings.entries()) {
		upsert(state, { contactId, companyId: binding.id }, binding, index);
	}
	if (bindings.length > 0) cacheMain(state, contactId, flagged);
}

/** The other links keep their flags. The cached main company falls back to the lowest company ID. */
export function unbindContacts(state: LinkState, companyId: number, contactIds: number[]): void {
	for (const contactId of contactIds) {
		state.linkTable.remove({ contactId, companyId });
		if (state.contacts.get(contactId)?.companyId === companyId) cacheMain(state, contactId, any);
	}
}

export function unbindCompanies(state: LinkState, contactId: number, companyIds: number[]): void {
	companyIds.forEach((companyId) => state.linkTable.remove({ contactId, companyId }));
	if (companyIds.length > 0) cacheMain(state, contactId, flagged);
}

/** The cache of contacts that have the company as main company without a link to it is renewed too. */
export function unbindAllContacts(state: LinkState, companyId: number): void {
	state.linkTable.ofCompany(companyId).forEach((link) => state.linkTable.remove(link));
	for (const [id, contact] of state.contacts) {
		if (contact.companyId === companyId) cacheMain(state, id, any);
	}
}

export function unbindAllCompanies(state: LinkState, contactId: number): void {
	state.linkTable.ofContact(contactId).forEach((link) => state.linkTable.remove(link));
	cacheMain(state, contactId, any);
}

function flagged(link: Link) {
	return link.isPrimary === 'Y';
}
function any() {
	return true;
}

function upsert(
	{ linkTable }: LinkState,
	key: LinkKey,
	{ sort, isPrimary }: Binding,
	index: number,
): void {
	const values = {
		sort: sort ?? 10 * (index + 1),
		isPrimary: isPrimary?.toUpperCase() === 'Y' ? 'Y' : 'N',
	} as const;
	const existing = linkTable.find(key);
	if (existing) Object.assign(existing, values);
	else linkTable.insert({ ...key, ...values, roleId: 0 });
}

/** Caches the lowest company ID among the links that count, as the portal's SELECT MIN does. */
function cacheMain(state: LinkState, contactId: number, counts: (link: Link) => boolean): void {
	const contact = state.contacts.get(contactId);
	if (!contact) return;
	const companies = state.linkTable
		.ofContact(contactId)
		.filter(counts)
		.map(({ companyId }) => companyId);
	contact.companyId = companies.length > 0 ? Math.min(...companies) : null;
}
