import type { LinkIds, RecordKind } from '../parameters/recordId';

/** One direction of the link: the record whose list of links is read or written, and the record at the other end. */
export interface Side {
	/** Value of the parameter `resource`. */
	resource: string;
	owner: RecordKind;
	other: RecordKind;
	/** Plural of `other`. */
	others: string;
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
	owner: 'company',
	other: 'contact',
	others: 'contacts',
	ownerId: 'companyId',
	otherId: 'contactId',
	otherField: 'CONTACT_ID',
	family: 'crm.company.contact',
};
