import type { PortalState } from '../state/portalState';
import type { EntityType } from '../state/user';
import { crmFields, isWholeNumber } from './crmFields';
import type { CrmRecord, Multifield, Value } from './records';

export const ENTITY_TYPES: Record<number, EntityType> = { 3: 'contact', 4: 'company' };

/** The names of crm.item.list for fields that the older methods call otherwise (Factory/Company.php, getFieldsMap). */
const RENAMED: Record<string, string> = { COMPANY_TYPE: 'TYPE_ID' };

/** E-mail addresses and phones as fields: the type of the values, `undefined` for any (crm/lib/contacttable.php). */
const FIRST_VALUES: Record<string, [Multifield['type'], string?]> = {
	EMAIL: ['EMAIL'],
	EMAIL_HOME: ['EMAIL', 'HOME'],
	EMAIL_WORK: ['EMAIL', 'WORK'],
	EMAIL_MAILING: ['EMAIL', 'MAILING'],
	PHONE: ['PHONE'],
	PHONE_MOBILE: ['PHONE', 'MOBILE'],
	PHONE_WORK: ['PHONE', 'WORK'],
	PHONE_MAILING: ['PHONE', 'MAILING'],
};

interface ItemField {
	isWholeNumber: boolean;
	/** The value as the database has it: no main company is NULL. */
	valueOf: (record: CrmRecord) => Value;
}

/** By name in capitals. */
export type ItemFields = Map<string, ItemField>;

/** The fields of crm.item.list. FULL_NAME is hidden from the method altogether. */
export function itemFields(state: PortalState, type: EntityType): ItemFields {
	const fields: ItemFields = new Map();
	for (const [name, field] of Object.entries(crmFields(state, type))) {
		if (field.isHidden || field.isVirtual) continue;
		fields.set(RENAMED[name] ?? name, {
			isWholeNumber: isWholeNumber(field),
			valueOf: ({ row }) => row[name],
		});
	}
	// The older lists do not know the field.
	fields.set('CATEGORY_ID', { isWholeNumber: true, valueOf: ({ row }) => row.CATEGORY_ID });
	const linked = type === 'company' ? 'CONTACT_IDS' : 'COMPANY_IDS';
	fields.set(linked, { isWholeNumber: true, valueOf: (record) => record.linked[linked] });
	for (const [name, [kind, valueType]] of Object.entries(FIRST_VALUES)) {
		const valueOf = (record: CrmRecord) => firstValue(record, kind, valueType);
		fields.set(name, { isWholeNumber: false, valueOf });
	}
	return fields;
}

/** The value with the lowest ID, "" if there is none (crm/lib/Model/FieldRepository.php). */
function firstValue({ multifields }: CrmRecord, kind: string, wanted?: string): string {
	const first = multifields.find(
		({ type, valueType }) => type === kind && (wanted === undefined || valueType === wanted),
	);
	return first?.value ?? '';
}

/** lastName → LAST_NAME. A name in capitals stays as it is. */
export function upper(name: string): string {
	return /[a-z]/.test(name) ? name.replace(/[A-Z]/g, '_$&').toUpperCase() : name;
}

/** LAST_NAME → lastName, and UF_CRM_17 → ufCrm_17. */
export function camel(name: string): string {
	return name.toLowerCase().replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
