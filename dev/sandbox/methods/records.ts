import type { Communication, Company, Contact } from '../state/entities';
import type { PortalState } from '../state/portalState';
import type { EntityType } from '../state/user';
import { crmFields } from './crmFields';

export type Scalar = string | number | null;
export type Value = Scalar | Array<string | number>;

/** A record's values by field name in capitals. Each kind of list writes them in its own way. */
export type Row = Record<string, Value>;

export interface Multifield {
	id: number;
	type: 'PHONE' | 'EMAIL';
	/** WORK, HOME, MOBILE … */
	valueType: string;
	value: string;
}

export interface CrmRecord {
	id: number;
	row: Row;
	/** All linked IDs, not only the main one. Only crm.item.list returns these fields. */
	linked: Row;
	/** By ID, as the portal reads them. */
	multifields: Multifield[];
}

/** @param only the records to read, all of the type by default */
export function records(
	state: PortalState,
	type: EntityType,
	only: Iterable<Company | Contact> = state.recordsOf(type).values(),
): CrmRecord[] {
	const fallbacks = Object.fromEntries(
		Object.entries(crmFields(state, type))
			.filter(([, { isVirtual }]) => !isVirtual)
			.map(([name, { fallback = null }]) => [name, fallback]),
	);
	return Array.from(only, (record) =>
		'title' in record
			? companyRecord(state, record, fallbacks)
			: contactRecord(state, record, fallbacks),
	);
}

function common({ id, categoryId, phones, emails, fields }: Company | Contact): Row {
	return {
		...fields,
		ID: id,
		CATEGORY_ID: categoryId,
		HAS_PHONE: phones.length > 0 ? 'Y' : 'N',
		HAS_EMAIL: emails.length > 0 ? 'Y' : 'N',
	};
}

function companyRecord(state: PortalState, company: Company, fallbacks: Row): CrmRecord {
	return {
		id: company.id,
		row: {
			...fallbacks,
			...common(company),
			TITLE: company.title,
			IS_MY_COMPANY: company.isMyCompany ? 'Y' : 'N',
		},
		linked: { CONTACT_IDS: state.linksOfCompany(company.id).map(({ contactId }) => contactId) },
		multifields: multifields(company),
	};
}

function contactRecord(state: PortalState, contact: Contact, fallbacks: Row): CrmRecord {
	const { id, name, secondName, lastName, post, companyId } = contact;
	return {
		id,
		row: {
			...fallbacks,
			...common(contact),
			NAME: name,
			SECOND_NAME: secondName,
			LAST_NAME: lastName,
			FULL_NAME: `${name} ${lastName}`.trim(),
			POST: post,
			COMPANY_ID: companyId,
		},
		linked: { COMPANY_IDS: state.linksOfContact(id).map(({ companyId: linked }) => linked) },
		multifields: multifields(contact),
	};
}

/** The IDs follow from the position, so they change when an earlier value is removed. A portal's do not. */
function multifields({ id, phones, emails }: Company | Contact): Multifield[] {
	const list = (type: Multifield['type'], offset: number, values: Communication[]) =>
		values.map((entry, index): Multifield => {
			const { value, valueType } = communication(entry);
			return { id: id * 100 + offset + index, type, valueType, value };
		});
	return [...list('PHONE', 0, phones), ...list('EMAIL', 50, emails)];
}

/** WORK is the type of a value that was added without one. */
function communication(entry: Communication) {
	return typeof entry === 'string' ? { value: entry, valueType: 'WORK' } : entry;
}

/** The multifields of one record. */
export function multifieldsOf(record: Company | Contact, type: Multifield['type']): Multifield[] {
	return multifields(record).filter((multifield) => multifield.type === type);
}
