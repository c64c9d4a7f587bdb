import type { LinkState } from './linkWrites';

/*
 * What saving a record does to its links, other than the link methods: the list that is sent replaces all links, SORT
 * becomes 10, 20, …, and only the first link is primary (crm/lib/item/fieldimplementation/binding.php). The rows of other
 * records keep their flags.
 */

/** Saves `COMPANY_IDS` of a contact. The first company becomes the main one. */
export function saveCompanies(state: LinkState, contactId: number, companyIds: number[]): void {
	const ids = [...new Set(companyIds)];
	for (const { companyId } of state.linkTable.ofContact(contactId)) {
		if (!ids.includes(companyId)) state.linkTable.remove({ contactId, companyId });
	}
	ids.forEach((companyId, index) => write(state, contactId, companyId, index));
	const contact = state.contacts.get(contactId);
	if (contact) contact.companyId = ids[0] ?? null;
}

/**
 * Saves `COMPANY_ID` of a contact. A company that is linked already changes nothing, not even the main company; any other
 * one replaces all links.
 */
export function saveMainCompany(state: LinkState, contactId: number, companyId: number): void {
	if (state.linkTable.find({ contactId, companyId })) return;
	saveCompanies(state, contactId, companyId > 0 ? [companyId] : []);
}

/** Saves `CONTACT_ID` of a company. Contacts that come or go get a new main company. */
export function saveContacts(state: LinkState, companyId: number, contactIds: number[]): void {
	const ids = [...new Set(contactIds)];
	const before = state.linkTable.ofCompany(companyId).map(({ contactId }) => contactId);
	const gone = before.filter((contactId) => !ids.includes(contactId));
	const isSame = gone.length === 0 && ids.length === before.length;
	gone.forEach((contactId) => state.linkTable.remove({ contactId, companyId }));
	ids.forEach((contactId, index) => write(state, contactId, companyId, index));
	// Bitrix24 compares the two lists. If they are equal, it leaves the main company of every contact as it is.
	if (!isSame) [...gone, ...ids].forEach((contactId) => chooseMain(state, contactId));
}

function write({ linkTable }: LinkState, contactId: number, companyId: number, index: number) {
	const key = { contactId, companyId };
	const values = { sort: 10 * (index + 1), isPrimary: index === 0 ? 'Y' : 'N' } as const;
	const existing = linkTable.find(key);
	if (existing) Object.assign(existing, values);
	else linkTable.insert({ ...key, ...values, roleId: 0 });
}

/** The main company is the primary one, or else the one with the lowest ID. */
function chooseMain(state: LinkState, contactId: number): void {
	const contact = state.contacts.get(contactId);
	if (!contact) return;
	const links = state.linkTable.ofContact(contactId).sort((a, b) => a.companyId - b.companyId);
	const main = links.find(({ isPrimary }) => isPrimary === 'Y') ?? links.at(0);
	contact.companyId = main?.companyId ?? null;
}
