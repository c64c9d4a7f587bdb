import { isArray, toInt, toText, type Php, type PhpArray } from '../php/values';
import { badRequest } from '../rest/errors';
import type { Communication, Company, Contact } from '../state/entities';
import type { PortalState } from '../state/portalState';
import type { EntityType } from '../state/user';
import { crmFields, plainFields } from './crmFields';
import { multifieldsOf, type Multifield } from './records';

/** Values of add and update that the record has properties for, instead of an entry in `fields`. */
const PROPERTIES: Record<string, 'title' | 'name' | 'secondName' | 'lastName' | 'post'> = {
	TITLE: 'title',
	NAME: 'name',
	SECOND_NAME: 'secondName',
	LAST_NAME: 'lastName',
	POST: 'post',
};

/** Writes the fields that a client sent to a record. Bitrix24 ignores the others (internalizeFields). */
export function writeFields(
	state: PortalState,
	type: EntityType,
	record: Company | Contact,
	sent: PhpArray,
): void {
	const fields = { ...record.fields };
	for (const name of plainFields(crmFields(state, type))) {
		if (!(name in sent)) continue;
		const text = toText(sent[name]);
		if (name === 'IS_MY_COMPANY') Object.assign(record, { isMyCompany: text === 'Y' });
		else if (name in PROPERTIES) Object.assign(record, { [PROPERTIES[name]]: text });
		else fields[name] = text;
	}
	const [phones, emails] = (['PHONE', 'EMAIL'] as const).map((kind) => changed(record, kind, sent));
	Object.assign(record, { phones, emails, fields });
}

/** Refuses an e-mail address that is none (crm_field_multi.php and check_email in main/tools.php). */
export function checkEmails(sent: PhpArray): void {
	for (const { VALUE, VALUE_TYPE } of entries(sent.EMAIL)) {
		const email = toText(VALUE).trim();
		if (email === '' || /^[^\s@<>]+@([\w-]+\.)+[a-z0-9-]{2,20}$/i.test(email)) continue;
		const label = `${capitalized(toText(VALUE_TYPE) || 'WORK')} e-mail`;
		throw badRequest(`The \`${label}\` field contains an invalid address`);
	}
}

function capitalized(word: string): string {
	return word.charAt(0).toUpperCase() + word.slice(1).toLowerCase();
}

/**
 * The values of a record after [{VALUE: "+1 555 0100", VALUE_TYPE: "WORK"}]. An entry with the ID of a value changes the
 * value, or removes it if DELETE is "Y" or VALUE is blank; a value that the record
 * has already, of the same type, is not added again
 * (CompareValuesFields in crm/classes/general/crm_field_multi.php).
 */
function changed(
	record: Company | Contact,
	kind: Multifield['type'],
	sent: PhpArray,
): Communication[] {
	const values = multifieldsOf(record, kind);
	for (const entry of entries(sent[kind])) {
		const value = toText(entry.VALUE).trim();
		const valueType = toText(entry.VALUE_TYPE);
		const existing = values.find(({ id }) => id > 0 && id === toInt(entry.ID));
		if (existing) {
			existing.value = entry.DELETE === 'Y' ? '' : value;
			existing.valueType = valueType || existing.valueType;
		} else {
			const added = { id: 0, type: kind, value, valueType: valueType || 'WORK' };
			if (!values.some((known) => isSame(known, added))) values.push(added);
		}
	}
	return values
		.filter(({ value }) => value !== '')
		.map(({ value, valueType }) => (valueType === 'WORK' ? value : { value, valueType }));
}

function isSame(left: Multifield, right: Multifield): boolean {
	return left.value === right.value && left.valueType === right.valueType;
}

function entries(field: Php | undefined): PhpArray[] {
	return (isArray(field) ? Object.values(field) : []).filter(isArray);
}

/** Reads a single ID or a list of IDs. */
export function ids(value: Php | undefined): number[] {
	return (isArray(value) ? Object.values(value) : [value]).map(toInt).filter((id) => id > 0);
}
