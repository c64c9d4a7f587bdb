import { firstSet, isArray, toText, type PhpArray } from '../php/values';
import { badRequest } from '../rest/errors';
import type { Company, Contact } from '../state/portalState';
import type { MethodContext, MethodResult, Methods } from './method';
import { arrayParam } from './params';

/** Values that one call looks up, and records that it finds for each. */
const LIMIT = 20;

/** crm.duplicate.findbycomm (CCrmDuplicateRestProxy in crm/classes/general/restservice.php). */
function findByComm(params: PhpArray, { state }: MethodContext): MethodResult {
	const type = toText(firstSet(params, 'type', 'TYPE', 'Type')).toUpperCase();
	if (type === '') throw badRequest('Communication type is not defined.');
	if (type !== 'PHONE' && type !== 'EMAIL') {
		throw badRequest(`Communication type '${type}' is not supported in current context.`);
	}
	const values = arrayParam(params, 'values');
	if (!isArray(values) || Object.keys(values).length === 0) {
		throw badRequest('Communication values is not defined.');
	}
	const wantedType = toText(
		firstSet(params, 'ENTITY_TYPE', 'entity_type', 'EntityType', 'arEntityType'),
	).toUpperCase();
	if (wantedType === 'DEAL') throw badRequest('Deal is not supported in current context.');

	const normalize = type === 'PHONE' ? phoneKey : emailKey;
	const known = (record: Company | Contact) =>
		(type === 'PHONE' ? record.phones : record.emails).map(normalize);
	const candidates = [
		...[...state.contacts.values()].map((record) => ({ entity: 'CONTACT', record })),
		...[...state.companies.values()].map((record) => ({ entity: 'COMPANY', record })),
	].filter(({ entity }) => wantedType === '' || wantedType === entity);

	const result: Record<string, number[]> = {};
	// Bitrix24 skips values that are not text, without an error.
	const texts = Object.values(values).filter((value) => typeof value === 'string' && value !== '');
	for (const value of [...new Set(texts.map(String).map(normalize))].slice(0, LIMIT)) {
		const found = candidates.filter(({ record }) => known(record).includes(value));
		for (const { entity, record } of found.slice(0, LIMIT)) {
			result[entity] = [...new Set([...(result[entity] ?? []), record.id])];
		}
	}
	return { result };
}

/** The digits of a phone number without its extension. */
function phoneKey(phone: string): string {
	return phone.replace(/[x#;,].*$/i, '').replace(/\D/g, '');
}
function emailKey(email: string): string {
	return email.trim().toLowerCase();
}

export const duplicateMethods: Methods = { 'crm.duplicate.findbycomm': findByComm };
