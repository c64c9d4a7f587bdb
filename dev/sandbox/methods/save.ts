import { firstSet, toInt, type PhpArray } from '../php/values';
import { badRequest, RestError } from '../rest/errors';
import { saveCompanies, saveContacts, saveMainCompany } from '../state/recordLinks';
import type { EntityType } from '../state/user';
import type { Method, Methods } from './method';
import { arrayOrEmpty } from './params';
import { checkEmails, ids, writeFields } from './sentRecord';

/** crm.company.add (CCrmCompanyRestProxy). A company without a title gets one with its number (GetAutoTitle). */
const companyAdd: Method = (params, { state, user }) => {
	const sent = arrayOrEmpty(params, 'fields');
	if (!user.canCreate()) throw badRequest('Access denied.');
	checkEmails(sent);
	const company = state.addCompany({ title: '' });
	writeFields(state, 'company', company, sent);
	company.title ||= `Company #${company.id}`;
	saveContacts(state, company.id, ids(sent.CONTACT_ID));
	return { result: company.id };
};

/** crm.contact.add. A contact without a name gets a last name with its number (crm/lib/Field/LastName.php). */
const contactAdd: Method = (params, { state, user }) => {
	const sent = arrayOrEmpty(params, 'fields');
	if (!user.canCreate()) throw badRequest('Access denied.');
	checkEmails(sent);
	const contact = state.addContact();
	writeFields(state, 'contact', contact, sent);
	if (!contact.name && !contact.lastName) contact.lastName = `Contact #${contact.id}`;
	saveCompanies(state, contact.id, ids(firstSet(sent, 'COMPANY_IDS', 'COMPANY_ID')));
	return { result: contact.id };
};

/** crm.company.update and crm.contact.update. What the record links is replaced if it is sent. */
function update(type: EntityType): Method {
	return (params, { state, user }) => {
		const id = toInt(firstSet(params, 'ID', 'id'));
		const sent = arrayOrEmpty(params, 'fields');
		if (id <= 0) throw badRequest('ID is not defined or invalid.');
		if (!user.canUpdate(type, id)) throw badRequest('Access denied.');
		const record = state.recordsOf(type).get(id);
		if (!record) throw badRequest(`${type === 'company' ? 'Company' : 'Contact'} is not found`);
		checkEmails(sent);
		writeFields(state, type, record, sent);
		if (type === 'company') {
			if ('CONTACT_ID' in sent) saveContacts(state, id, ids(sent.CONTACT_ID));
		} else updateCompanies(state, id, sent);
		return { result: true };
	};
}

/**
 * crm.company.delete and crm.contact.delete. The portal has a right to delete of its own; here it is the right to edit. The
 * errors of a missing record are those of the REST docs. For a contact the source agrees (doPerformDelete in
 * crm/lib/entity/compatibility/adapter/operation.php), for a company its text is blank.
 */
function remove(type: EntityType): Method {
	return (params, { state, user }) => {
		const id = toInt(firstSet(params, 'ID', 'id'));
		if (id <= 0) throw badRequest('ID is not defined or invalid.');
		if (!user.canUpdate(type, id)) throw badRequest('Access denied.');
		if (!state.exists(type, id)) {
			throw type === 'company'
				? badRequest('Company is not found')
				: new RestError(400, 'ERROR_CORE', 'Element not found');
		}
		state.remove(type, id);
		return { result: true };
	};
}

function updateCompanies(state: Parameters<typeof saveCompanies>[0], id: number, sent: PhpArray) {
	if ('COMPANY_IDS' in sent) saveCompanies(state, id, ids(sent.COMPANY_IDS));
	else if ('COMPANY_ID' in sent) saveMainCompany(state, id, toInt(sent.COMPANY_ID));
}

export const saveMethods: Methods = {
	'crm.company.add': companyAdd,
	'crm.company.update': update('company'),
	'crm.company.delete': remove('company'),
	'crm.contact.add': contactAdd,
	'crm.contact.update': update('contact'),
	'crm.contact.delete': remove('contact'),
};
