import { firstSet, isArray, toInt, toText, type Php, type PhpArray } from '../php/values';
import { badRequest } from '../rest/errors';
import { bindCompanies, bindContacts } from '../state/linkWrites';
import type { MethodContext, MethodResult, Methods } from './method';
import { arrayOrEmpty } from './params';

/** `CONTACT_ID` of the new company links contacts (crm/lib/binding/contactcompany.php). */
function companyAdd(params: PhpArray, { state, user }: MethodContext): MethodResult {
	const fields = arrayOrEmpty(params, 'fields');
	if (!user.canCreate()) throw badRequest('Access denied.');
	const { id } = state.addCompany({ title: toText(fields.TITLE), ...communications(fields) });
	const contacts = ids(fields.CONTACT_ID).map((contactId) => ({ id: contactId, sort: 10 }));
	bindContacts(state, id, contacts);
	return { result: id };
}

/** `COMPANY_IDS` or `COMPANY_ID` of the new contact link companies. The first becomes the main one. */
function contactAdd(params: PhpArray, { state, user }: MethodContext): MethodResult {
	const fields = arrayOrEmpty(params, 'fields');
	if (!user.canCreate()) throw badRequest('Access denied.');
	const { id } = state.addContact({
		name: toText(fields.NAME),
		secondName: toText(fields.SECOND_NAME),
		lastName: toText(fields.LAST_NAME),
		...communications(fields),
	});
	const companies = ids(firstSet(fields, 'COMPANY_IDS', 'COMPANY_ID'));
	const [main] = companies;
	const bindings = companies.map((companyId) => ({
		id: companyId,
		isPrimary: companyId === main ? 'Y' : 'N',
	}));
	bindCompanies(state, id, bindings);
	return { result: id };
}

/** Reads a single ID or a list of IDs. */
function ids(value: Php | undefined): number[] {
	return (isArray(value) ? Object.values(value) : [value]).map(toInt).filter((id) => id > 0);
}

function communications(fields: PhpArray) {
	return {
		phones: valuesOf(fields.PHONE),
		emails: valuesOf(fields.EMAIL),
	};
}

/** [{VALUE: "+1 555 0100", VALUE_TYPE: "WORK"}] → ["+1 555 0100"] */
function valuesOf(field: Php | undefined): string[] {
	return (isArray(field) ? Object.values(field) : [])
		.map((entry) => (isArray(entry) ? toText(entry.VALUE) : ''))
		.filter((value) => value !== '');
}

export const addMethods: Methods = {
	'crm.company.add': companyAdd,
	'crm.contact.add': contactAdd,
};
