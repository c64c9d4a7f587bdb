import type { Params } from '../bitrix24/call';
import type { RecordKind } from '../parameters/recordId';
import { communicationFinder } from './byCommunication';
import { fieldFinder } from './byField';
import { taxNumberFinders } from './byTaxNumber';
import type { LookUp } from './lookUp';

/** A record as `crm.item.list` writes it. */
export type FoundRow = Record<string, unknown>;

/** A record that may be the one that is looked for. */
export interface Candidate {
	id: number;
	/** The record, where the answer holds it. */
	row?: FoundRow;
	/** The value, brought into its comparable form, that the answer itself names. */
	value?: string;
}

/** A way to find the records of some values. Each command finds those of several values at once. */
export interface Finder {
	/** Values in one command. */
	size: number;
	/** The form in which Bitrix24 compares a value. Empty for a value that no record can have. */
	normalize(value: string): string;
	/**
	 * Absent where the values are IDs themselves.
	 *
	 * @param after the last ID of the page before
	 */
	call?(values: string[], after?: number): { method: string; params: Params };
	/** @throws UserError for an answer that means nothing */
	read(result: unknown, values: string[]): { candidates: Candidate[]; nextAfter?: number };
	/** The values of a record that was read, in their comparable form. */
	valuesOf(row: FoundRow): string[];
}

/** Several finders may look for the same value. */
export function findersOf({ kind, mode }: Pick<LookUp, 'kind' | 'mode'>): Finder[] {
	return FINDERS[mode](kind);
}

const FINDERS: Record<LookUp['mode'], (kind: RecordKind) => Finder[]> = {
	id: () => [
		{ size: 50, normalize: (id) => id, read: () => ({ candidates: [] }), valuesOf: () => [] },
	],
	title: (kind) => [fieldFinder(kind, 'title', (title) => title.trim().toLowerCase())],
	taxNumber: () => taxNumberFinders,
	email: (kind) => [communicationFinder(kind, 'EMAIL')],
	phone: (kind) => [communicationFinder(kind, 'PHONE')],
	externalId: (kind) => [fieldFinder(kind, 'originId', (id) => id.trim())],
};
