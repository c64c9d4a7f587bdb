import { UserError } from 'n8n-workflow';

import { asError } from '../bitrix24/json';
import { visibleText } from '../bitrix24/text';
import { LOOK_UP_MODES, type LookUpMode } from '../parameters/lookUpModes';
import { MissingField } from '../parameters/missingField';
import { type IdContext, type RecordKind, RECORDS } from '../parameters/recordId';
import { shownValue, withoutSecret } from '../parameters/shown';
import { readEmails } from './email';
import { readPhones } from './phone';
import { Unreadable } from './unreadable';

/** A record to be found. With the mode `id`, only whether it exists. */
export interface LookUp {
	kind: RecordKind;
	mode: LookUpMode | 'id';
	/** As people see it, never empty. */
	value: string;
	/** What Bitrix24 is asked for: a cell may hold several email addresses or phone numbers of one record. */
	asked: string[];
	/** Whether the value came with characters that nobody sees. */
	hadHidden?: boolean;
}

/** Asks whether a record that is given by its ID exists. */
export function givenRecord(kind: RecordKind, id: number): LookUp {
	return { kind, mode: 'id', value: String(id), asked: [String(id)] };
}

/** Equal look-ups are made once. */
export function lookUpKey({ kind, mode, value }: LookUp): string {
	return `${kind} ${mode} ${value}`;
}

/** Look-ups of a group can be made together. */
export function groupOf({ kind, mode }: Pick<LookUp, 'kind' | 'mode'>): string {
	return `${kind} ${mode}`;
}

/**
 * An empty value must never be asked for: Bitrix24 would drop the condition and return every record (server source:
 * entity_helper.php).
 *
 * @throws UserError for a value that names no record
 */
export function makeLookUp(
	kind: RecordKind,
	mode: LookUpMode,
	given: unknown,
	{
		name = `'${RECORDS[kind].label}'`,
		isListed = false,
	}: Pick<IdContext, 'name' | 'isListed'> = {},
): LookUp {
	const isScalar = typeof given === 'string' || typeof given === 'number';
	const value = isScalar ? visibleText(String(given)) : '';
	if (!value) throw refuseEmpty(mode, given, name, isListed);
	try {
		if (typeof given === 'number' && !(Number.isSafeInteger(given) && given >= 0)) {
			throw new Unreadable('a number of this size is not exact');
		}
		const hadHidden = typeof given === 'string' && given.normalize('NFC').trim() !== value;
		return { kind, mode, value, asked: askedFor(mode, value), ...(hadHidden && { hadHidden }) };
	} catch (thrown) {
		throw thrown instanceof Unreadable
			? refuseValue(mode, given, name, thrown.message)
			: asError(thrown);
	}
}

function askedFor(mode: LookUpMode, value: string): string[] {
	// Full-width digits, which Bitrix24 would drop, are read as digits.
	if (mode === 'phone') return readPhones(value.normalize('NFKC')).map(({ text }) => text);
	return mode === 'email' ? readEmails(value) : [value];
}

function refuseEmpty(mode: LookUpMode, given: unknown, name: string, isListed: boolean): UserError {
	const isEmpty =
		given === undefined || given === null || typeof given === 'string' || typeof given === 'number';
	const message = `${name} is ${isEmpty ? 'empty' : 'not text'}: no ${LOOK_UP_MODES[mode].noun} to look for`;
	if (given === undefined && !isListed) return new MissingField(message);
	return new UserError(message, {
		description: Array.isArray(given)
			? 'To make an item of each entry of a list, put a Split Out node before this one.'
			: 'Check the field or expression that it comes from.',
	});
}

function refuseValue(mode: LookUpMode, given: unknown, name: string, reason: string): UserError {
	const { refusal } = LOOK_UP_MODES[mode];
	return new UserError(`${name} ${refusal}: ${shownValue(given)}`, {
		description: `Nothing was looked up, as ${reason}. If the value comes from a spreadsheet, format its column as text.`,
	});
}

/** The look-up as a phrase, e.g. `contact with the email address "anna@example.com"`. */
export function describeLookUp({ kind, mode, value }: LookUp): string {
	if (mode === 'id') return `${kind} ${value}`;
	return `${kind} with the ${LOOK_UP_MODES[mode].noun} "${withoutSecret(value)}"`;
}
