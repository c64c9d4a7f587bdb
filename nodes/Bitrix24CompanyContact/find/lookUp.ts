import { UserError } from 'n8n-workflow';

import { LOOK_UP_MODES, type LookUpMode } from '../parameters/lookUpModes';
import { type RecordKind, RECORDS } from '../parameters/recordId';

/** A record to be found. With the mode `id`, only whether it exists. */
export interface LookUp {
	kind: RecordKind;
	mode: LookUpMode | 'id';
	/** Trimmed, never empty. */
	value: string;
}

/** Equal look-ups are made once. */
export function lookUpKey({ kind, mode, value }: LookUp): string {
	return `${kind} ${mode} ${value}`;
}

/** Look-ups of a group can be made together. */
export function groupOf({ kind, mode }: LookUp): string {
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
	value: unknown,
	name = `'${RECORDS[kind].label}'`,
): LookUp {
	const isScalar = typeof value === 'string' || typeof value === 'number';
	const text = isScalar ? String(value).trim() : '';
	if (text) return { kind, mode, value: text };
	const { noun } = LOOK_UP_MODES[mode];
	const isEmpty = value === undefined || value === null || isScalar;
	throw new UserError(`${name} ${isEmpty ? 'is empty' : 'is not text'}: no ${noun} to look for`, {
		description: 'Check the field or expression that it comes from.',
	});
}

/** The look-up as a phrase, e.g. `contact with the email address "anna@example.com"`. */
export function describeLookUp({ kind, mode, value }: LookUp): string {
	if (mode === 'id') return `${kind} ${value}`;
	return `${kind} with the ${LOOK_UP_MODES[mode].noun} "${value}"`;
}
