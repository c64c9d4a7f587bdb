import type { PortalState } from '../state/portalState';
import type { EntityType } from '../state/user';

export interface CrmField {
	type: string;
	title: string;
	isReadOnly?: boolean;
	/** Can be filtered by, but is never returned. */
	isHidden?: boolean;
	isMultiple?: boolean;
	isRequired?: boolean;
	/** A custom field. */
	isDynamic?: boolean;
	/** Is no column of the record's table: the older lists drop a condition on the field. */
	isVirtual?: boolean;
	/** Value of a record that was given none. `null` if there is none. */
	fallback?: string | number;
}

export type CrmFields = Record<string, CrmField>;

const readOnlyFlag = { type: 'char', isReadOnly: true } as const;
const multifield = { type: 'crm_multifield', isMultiple: true, isVirtual: true } as const;

const common: CrmFields = {
	HAS_PHONE: { ...readOnlyFlag, title: 'Has phone' },
	HAS_EMAIL: { ...readOnlyFlag, title: 'Has e-mail' },
	ASSIGNED_BY_ID: { type: 'user', title: 'Responsible', fallback: 1 },
	OPENED: { type: 'char', title: 'Available to everyone', fallback: 'Y' },
	ORIGINATOR_ID: { type: 'string', title: 'External source' },
	ORIGIN_ID: { type: 'string', title: 'Item ID in data source' },
	ORIGIN_VERSION: { type: 'string', title: 'Original version' },
	PHONE: { ...multifield, title: 'Phone' },
	EMAIL: { ...multifield, title: 'E-mail' },
};

/** The fields that the sandbox knows (GetFieldsInfo in crm/classes/general/crm_company.php and crm_contact.php). */
const FIELDS: Record<EntityType, CrmFields> = {
	company: {
		ID: { type: 'integer', title: 'ID', isReadOnly: true },
		TITLE: { type: 'string', title: 'Company name', isRequired: true },
		COMPANY_TYPE: { type: 'crm_status', title: 'Company type', fallback: 'CUSTOMER' },
		INDUSTRY: { type: 'crm_status', title: 'Industry' },
		CONTACT_ID: { type: 'crm_contact', title: 'Contact', isMultiple: true, isVirtual: true },
		IS_MY_COMPANY: { type: 'char', title: 'My company' },
		...common,
	},
	contact: {
		ID: { type: 'integer', title: 'ID', isReadOnly: true },
		NAME: { type: 'string', title: 'First name', isRequired: true },
		SECOND_NAME: { type: 'string', title: 'Second name', isRequired: true },
		LAST_NAME: { type: 'string', title: 'Last name', isRequired: true },
		FULL_NAME: { type: 'string', title: 'Full name', isHidden: true },
		POST: { type: 'string', title: 'Position' },
		TYPE_ID: { type: 'crm_status', title: 'Contact type', fallback: 'CLIENT' },
		SOURCE_ID: { type: 'crm_status', title: 'Source' },
		COMPANY_ID: { type: 'crm_company', title: 'Company' },
		COMPANY_IDS: { type: 'crm_company', title: 'Companies', isMultiple: true, isVirtual: true },
		...common,
	},
};

/** The fields of a type of record, custom ones included. */
export function crmFields({ userFields }: PortalState, type: EntityType): CrmFields {
	const custom = [...userFields[type].keys()].map((name): [string, CrmField] => [
		name,
		{ type: 'string', title: name, isDynamic: true },
	]);
	return { ...FIELDS[type], ...Object.fromEntries(custom) };
}

/** Columns of whole numbers. Bitrix24 casts what a filter compares them with. */
export function isWholeNumber({ type }: CrmField): boolean {
	return ['integer', 'user', 'crm_company', 'crm_contact'].includes(type);
}

/** The fields of `fields` that a client may write and that the record keeps as they are, as texts. */
export function plainFields(fields: CrmFields): string[] {
	return Object.keys(fields).filter((name) => {
		const { isReadOnly, isHidden, isVirtual, type } = fields[name];
		return !isReadOnly && !isHidden && !isVirtual && type !== 'crm_company';
	});
}
