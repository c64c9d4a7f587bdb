import { PortalState, type Company, type Contact } from '../state/portalState';
import type { EntityType } from '../state/user';

export type Value = string | number | null | Array<string | number>;

/** A record's values by field name in capitals. Each kind of list writes them in its own way. */
export type Row = Record<string, Value>;

export interface Phone {
	id: number;
	type: 'PHONE' | 'EMAIL';
	value: string;
}

export interface CrmRecord {
	id: number;
	row: Row;
	/** All linked IDs, not only the main one. Only crm.item.list returns these fields. */
	linked: Row;
	phones: Phone[];
}

export function records(state: PortalState, type: EntityType): CrmRecord[] {
	return type === 'company'
		? [...state.companies.values()].map((company) => companyRecord(state, company))
		: [...state.contacts.values()].map((contact) => contactRecord(state, contact));
}

function common(record: Company | Contact): Row {
	return {
		HAS_PHONE: record.phones.length > 0 ? 'Y' : 'N',
		HAS_EMAIL: record.emails.length > 0 ? 'Y' : 'N',
		ASSIGNED_BY_ID: 1,
		OPENED: 'Y',
	};
}

function companyRecord(state: PortalState, company: Company): CrmRecord {
	return {
		id: company.id,
		row: { ID: company.id, TITLE: company.title, COMPANY_TYPE: 'CUSTOMER', ...common(company) },
		linked: { CONTACT_IDS: state.linksOfCompany(company.id).map(({ contactId }) => contactId) },
		phones: communications(company),
	};
}

function contactRecord(state: PortalState, contact: Contact): CrmRecord {
	const { id, name, secondName, lastName, post, companyId } = contact;
	return {
		id,
		row: {
			ID: id,
			NAME: name,
			SECOND_NAME: secondName,
			LAST_NAME: lastName,
			FULL_NAME: `${name} ${lastName}`.trim(),
			POST: post,
			TYPE_ID: 'CLIENT',
			COMPANY_ID: companyId,
			...common(contact),
		},
		linked: { COMPANY_IDS: state.linksOfContact(id).map(({ companyId: linked }) => linked) },
		phones: communications(contact),
	};
}

/** The fields of crm.item.list. */
export function full({ row, linked }: CrmRecord): Row {
	return { ...row, ...linked };
}

/** The fields that crm.item.list knows of a type of record. */
export function fieldNames(type: EntityType): string[] {
	const sample = new PortalState();
	sample.addCompany({ title: '' });
	sample.addContact();
	return records(sample, type).flatMap((record) => Object.keys(full(record)));
}

function communications({ id, phones, emails }: Company | Contact): Phone[] {
	return [
		...phones.map((value, index) => ({ id: id * 100 + index, type: 'PHONE' as const, value })),
		...emails.map((value, index) => ({ id: id * 100 + 50 + index, type: 'EMAIL' as const, value })),
	];
}
