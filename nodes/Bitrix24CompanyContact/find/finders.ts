import type { Params } from '../bitrix24/call';
import type { RecordKind } from '../parameters/recordId';
import { communicationFinder } from './byCommunication';
import { fieldFinder } from './byField';
import { taxNumberFinders } from './byTaxNumber';
import type { LookUp } from './lookUp';

/** A record that the CRM's lists show, with its values of what is compared, as they are written there. */
export interface FoundRecord {
	id: number;
	/** What people call the record. */
	name: string;
	values: string[];
}

/** A record that may be the one that is looked for. */
export interface Candidate {
	id: number;
	/** The record, where the answer holds it. */
	record?: FoundRecord;
	/** The value that the answer itself names, where the record is still to be read. */
	value?: string;
}

/** A way to find the records of some values. Each command finds those of several values at once. */
export interface Finder {
	/** Values in one command. */
	size: number;
	/** Records that Bitrix24 names for a value at the most: it may hold back others. */
	cap?: number;
	/**
	 * Absent where the values are IDs themselves.
	 *
	 * @param after the last ID of the page before
	 */
	call?(values: string[], after?: number): { method: string; params: Params };
	/** @throws UserError for an answer that means nothing */
	read(
		result: unknown,
		values: string[],
		after?: number,
	): { candidates: Candidate[]; nextAfter?: number };
	/** Which of a record's values are read, where the answer names the record alone. */
	readsValues?: 'EMAIL' | 'PHONE';
	/** The form in which two values are compared. Empty for a value that equals none. */
	keyOf(value: string): string;
	/** Whether two values of one key are the same in whole; absent where the key says all. */
	isSame?(own: string, asked: string): boolean;
}

/** Several finders may look for the same value. */
export function findersOf({ kind, mode }: Pick<LookUp, 'kind' | 'mode'>): Finder[] {
	return FINDERS[mode](kind);
}

const FINDERS: Record<LookUp['mode'], (kind: RecordKind) => Finder[]> = {
	id: () => [{ size: 50, read: () => ({ candidates: [] }), keyOf: (id) => id }],
	title: (kind) => [fieldFinder(kind, 'title', (title) => title.toLowerCase())],
	taxNumber: () => taxNumberFinders,
	email: (kind) => [communicationFinder(kind, 'EMAIL')],
	phone: (kind) => [communicationFinder(kind, 'PHONE')],
	externalId: (kind) => [fieldFinder(kind, 'originId', (id) => id)],
};
