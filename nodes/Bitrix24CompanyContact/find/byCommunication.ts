import { asRecord } from '../bitrix24/json';
import type { RecordKind } from '../parameters/recordId';
import { unexpectedResponse } from '../resources/answers';
import { communicationsOf } from '../resources/items';
import type { Finder } from './finders';

const NORMALIZE = { EMAIL: normalizeEmail, PHONE: normalizePhone };

/** Full-width digits, which Bitrix24 would drop, are meant as digits. */
const SENT = {
	EMAIL: (email: string) => email,
	PHONE: (phone: string) => phone.normalize('NFKC'),
};

/**
 * Finds records by an email address or a phone number, as Bitrix24's search for duplicates compares them. The method
 * merges the hits of all values, and names records that the user may not read, so that the records are read afterwards.
 * REST docs: `crm.duplicate.findbycomm`; server source: restservice.php.
 */
export function communicationFinder(kind: RecordKind, type: 'EMAIL' | 'PHONE'): Finder {
	const entity = kind.toUpperCase();
	const normalize = NORMALIZE[type];
	return {
		// Bitrix24 looks up the first 20 values and drops the others without a word.
		size: 20,
		normalize,
		call: (values) => ({
			method: 'crm.duplicate.findbycomm',
			// Without a type of record, 20 leads would hide every contact and company.
			params: { type, values: values.map(SENT[type]), entity_type: entity },
		}),
		read(result) {
			// An empty answer is a list (PHP arrays).
			const ids = Array.isArray(result) && !result.length ? [] : (asRecord(result)[entity] ?? []);
			if (!Array.isArray(ids)) throw unexpectedResponse(result);
			return { candidates: ids.map((id) => ({ id: Number(id) })) };
		},
		valuesOf: (row) => communicationsOf(row, type).map(normalize),
	};
}

/** Server source: duplicatecommunicationcriterion.php, prepareCodes. */
function normalizeEmail(email: string): string {
	return email.trim().toLowerCase();
}

/**
 * Server source: tools.php, NormalizePhone; duplicatecommunicationcriterion.php, normalizePhone. No country code is ever
 * added, and below ten digits nothing is rewritten.
 */
function normalizePhone(phone: string): string {
	const text = SENT.PHONE(phone);
	const kept = text.replace(/[^\d#*,;]/g, '');
	const rewritten = kept.length < 10 ? kept : rewriteLong(kept, /^\s*\+8/.test(text));
	return rewritten.replace(/[;#,].*$/, '');
}

function rewriteLong(kept: string, isInternational: boolean): string {
	const digits = kept.replace(/^(00|011)/, '');
	if (/^8/.test(digits) && !/^8[012]/.test(digits) && !isInternational) {
		return digits.replace(/^8/, '7');
	}
	return digits.replace(/^0/, '');
}
