import type { LinkIds, RecordKind } from '../parameters/recordId';

/** One direction of the link: the record whose list of links is read or written, and the record at the other end. */
export interface Side {
	/** Value of the parameter `resource`, and its name in the editor. */
	resource: string;
	name: string;
	owner: RecordKind;
	other: RecordKind;
	/** Plural of `other`. */
	others: 'companies' | 'contacts';
	/** The two ends, to begin a sentence or a name. */
	Owner: string;
	Other: string;
	Others: string;
	/** Keys of the two IDs in parameters and output. */
	ownerId: keyof LinkIds;
	otherId: keyof LinkIds;
	/** The other record's ID in a row of Bitrix24. */
	otherField: string;
	/** Start of the names of the REST methods. */
	family: string;
}

/** The contacts of a company. REST docs: `crm.company.contact.*`. */
export const companySide: Side = {
	resource: 'companyContact',
	name: 'Company Contact',
	owner: 'company',
	other: 'contact',
	others: 'contacts',
	Owner: 'Company',
	Other: 'Contact',
	Others: 'Contacts',
	ownerId: 'companyId',
	otherId: 'contactId',
	otherField: 'CONTACT_ID',
	family: 'crm.company.contact',
};

/** The companies of a contact. REST docs: `crm.contact.company.*`. */
export const contactSide: Side = {
	resource: 'contactCompany',
	name: 'Contact Company',
	owner: 'contact',
	other: 'company',
	others: 'companies',
	Owner: 'Contact',
	Other: 'Company',
	Others: 'Companies',
	ownerId: 'contactId',
	otherId: 'companyId',
	otherField: 'COMPANY_ID',
	family: 'crm.contact.company',
};
