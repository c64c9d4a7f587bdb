import { firstSet, isArray, toText, type PhpArray } from '../php/values';
import { badRequest } from '../rest/errors';
import type { Company, Contact } from '../state/entities';
import type { PortalState } from '../state/portalState';
import type { IndexedBy } from '../state/recordMap';
import type { EntityType } from '../state/user';
import type { Dropped, MethodContext, MethodResult, Methods } from './method';
import { arrayParam } from './params';
import { emailKey, phoneKey } from './phoneNumbers';
import { multifieldsOf, type Multifield } from './records';

/** Different values that one call looks up, and records that it finds for each. */
const LIMIT = 20;

/** Words for the type of record (ResolveID in crm/classes/general/crm_owner_type.php). */
const ENTITY_WORDS: Record<string, EntityType> = {
	C: 'contact',
	CONTACT: 'contact',
	CO: 'company',
	COMPANY: 'company',
};
const DEAL_WORDS = ['D', 'DEAL'];
/** Types that the portal knows as well, with no records of theirs here. */
const OTHER_WORDS = ['L', 'LEAD', 'I', 'INVOICE', 'ACTIVITY', 'Q', 'QUOTE', 'O', 'ORDER'];

/** crm.duplicate.findbycomm (CCrmDuplicateRestProxy in crm/classes/general/restservice.php). */
function findByComm(params: PhpArray, { state, dropped }: MethodContext): MethodResult {
	const type = toText(firstSet(params, 'type', 'TYPE', 'Type')).toUpperCase();
	if (type === '') throw badRequest('Communication type is not defined.');
	if (type !== 'PHONE' && type !== 'EMAIL') {
		throw badRequest(`Communication type '${type}' is not supported in current context.`);
	}
	const values = arrayParam(params, 'values');
	if (!isArray(values) || Object.keys(values).length === 0) {
		throw badRequest('Communication values is not defined.');
	}
	const types = entityTypes(
		toText(firstSet(params, 'ENTITY_TYPE', 'entity_type', 'EntityType', 'arEntityType')),
		dropped,
	);
	const result: Record<string, number[]> = {};
	for (const key of lookedUp(values, type, dropped)) {
		const found = types.flatMap((entity) => havingKey(state, entity, type, key));
		for (const { entity, id } of found.slice(0, LIMIT)) {
			result[entity] = [...new Set([...(result[entity] ?? []), id])];
		}
	}
	return { result };
}

/** The values to look up. Numbers, blank values and all after the first 20 do not count, without an error. */
function lookedUp(values: PhpArray, type: Multifield['type'], dropped: Dropped): string[] {
	const texts = Object.values(values).filter((value) => typeof value === 'string' && value !== '');
	if (texts.length < Object.keys(values).length) dropped('values: not a text, or blank');
	const keys = [...new Set(texts.map((text) => keyOf(toText(text), type)))];
	if (keys.length > LIMIT) dropped(`values: more than ${LIMIT}`);
	// Without a digit, a phone number is no number to look for.
	const first = keys.slice(0, LIMIT).filter((key) => key !== '');
	if (first.length < Math.min(keys.length, LIMIT)) dropped('values: nothing to look for');
	return first;
}

function keyOf(value: string, type: Multifield['type']): string {
	return type === 'PHONE' ? phoneKey(value) : emailKey(value);
}

/** The type, or all types if Bitrix24 does not know the word: contacts come first. */
function entityTypes(word: string, dropped: Dropped): EntityType[] {
	const wanted = word.trim().toUpperCase();
	if (DEAL_WORDS.includes(wanted)) throw badRequest('Deal is not supported in current context.');
	const isOther = OTHER_WORDS.includes(wanted);
	const only = Object.hasOwn(ENTITY_WORDS, wanted) ? ENTITY_WORDS[wanted] : undefined;
	if (wanted !== '' && !only && !isOther) dropped(`entity_type: ${word} means all types`);
	return (['contact', 'company'] as const).filter(
		(entity) => !isOther && (only === undefined || only === entity),
	);
}

/** Records with the same key have the same address or number. */
const INDEXED: Record<Multifield['type'], IndexedBy<Company | Contact>> = {
	EMAIL: indexedByKey('EMAIL'),
	PHONE: indexedByKey('PHONE'),
};

function indexedByKey(type: Multifield['type']): IndexedBy<Company | Contact> {
	return {
		valuesOf: (record) => multifieldsOf(record, type).map(({ value }) => keyOf(value, type)),
		compare: (left, right) => (left < right ? -1 : Number(left > right)),
	};
}

/** The records that have the key, by ID. */
function havingKey(state: PortalState, entity: EntityType, type: Multifield['type'], key: string) {
	const found = state.recordsOf(entity).having(INDEXED[type], key);
	return found.map(({ id }) => ({ entity: entity.toUpperCase(), id }));
}

export const duplicateMethods: Methods = { 'crm.duplicate.findbycomm': findByComm };
