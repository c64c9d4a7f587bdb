import type { EntityType } from '../state/user';
import { crmFields, type CrmField } from './crmFields';
import type { Method, Methods } from './method';

/** Describes a field as every method with a name in `.fields` does (prepareFieldInfos in restservice.php). */
export function describeField({ type, title, ...field }: CrmField): Record<string, unknown> {
	return {
		type,
		isRequired: field.isRequired ?? false,
		isReadOnly: field.isReadOnly ?? false,
		isImmutable: false,
		isMultiple: field.isMultiple ?? false,
		isDynamic: field.isDynamic ?? false,
		title,
	};
}

/** crm.company.fields and crm.contact.fields. Hidden fields are left out. */
function fields(type: EntityType): Method {
	return (_, { state }) => {
		const known = Object.entries(crmFields(state, type)).filter(([, { isHidden }]) => !isHidden);
		return { result: Object.fromEntries(known.map(([name, f]) => [name, describeField(f)])) };
	};
}

export const fieldMethods: Methods = {
	'crm.company.fields': fields('company'),
	'crm.contact.fields': fields('contact'),
};
