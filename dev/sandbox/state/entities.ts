import type { EntityType } from './user';

/** An e-mail address or a phone number. A plain text is one of the type WORK. */
export type Communication = string | { value: string; valueType: string };

interface RecordData {
	id?: number;
	/** 0 by default, the category that users see in the CRM's lists. Vendors, for example, have one of their own. */
	categoryId?: number;
	phones?: Communication[];
	emails?: Communication[];
	/** Further fields by their names in capitals, e.g. ORIGIN_ID. Names that begin with UF_ create the custom field. */
	fields?: Record<string, string>;
}

export interface CompanyData extends RecordData {
	title: string;
	/** Whether the company is one of the portal's own, false by default. */
	isMyCompany?: boolean;
}

export interface ContactData extends RecordData {
	name?: string;
	secondName?: string;
	lastName?: string;
	/** The contact's position in the company. */
	post?: string;
}

export type Company = Required<CompanyData>;
/** `companyId` is the cached main company, COMPANY_ID of the contact record. */
export type Contact = Required<ContactData> & { companyId: number | null };

/**
 * How the older lists compare a custom field in a filter without an operator, which is the field's own setting
 * (crm/classes/general/crm_usertype.php, ListPrepareFilter): equal, containing, or LIKE with the wildcards % and _.
 */
export type UserFieldFilter = 'exact' | 'contains' | 'like';

export type UserFields = Record<EntityType, Map<string, UserFieldFilter>>;
