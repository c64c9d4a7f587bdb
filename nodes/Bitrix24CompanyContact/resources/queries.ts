import type { Call } from '../bitrix24/call';
import type { RecordKind } from '../parameters/recordId';
import type { Foreseen } from './foreseen';
import type { Side } from './side';

/**
 * Names what a plan can stand on: the links of a record, e.g. "company 5", the main company of a contact alone, or the flags
 * of a contact's links, which a list of a company's links shows as well.
 */
export type RecordKey =
	| `${RecordKind} ${number}`
	| `main of contact ${number}`
	| `flags of contact ${number}`;

export function recordKey(kind: RecordKind, id: number): RecordKey {
	return `${kind} ${id}`;
}

export function mainKey(contactId: number): RecordKey {
	return `main of contact ${contactId}`;
}

export function flagsKey(contactId: number): RecordKey {
	return `flags of contact ${contactId}`;
}

/** Tells apart what is read: equal keys mean equal queries. */
export function queryKey({ reader, id }: Query): string {
	return `${reader.name} ${id}`;
}

/** Results as they were read. */
interface Reads {
	read<Result>(query: Query<Result>): Result | undefined;
}

/** Something to be read from Bitrix24 about the record with this ID. Equal queries are sent once. */
export interface Query<Result = unknown> {
	reader: Reader<Result>;
	id: number;
	/** The record whose links the result describes, so that the result is outdated once these change. */
	record?: RecordKey;
	/** What else makes the result outdated, by what the result holds. */
	recordsIn?(result: Result): RecordKey[];
	/** The result that the query would have after the changes of a dry run. */
	foresee?(result: Result, foreseen: Foreseen, known: Reads): Result;
	/** The same for a result that is kept up to date from then on: what the changes before it was read have made of it. */
	foreseeOnce?(result: Result, foreseen: Foreseen): Result;
}

/** Reads the same of several records, in as few commands as the method allows. */
export interface Reader<Result> {
	name: string;
	/** Says whose rights and existence an error of the method is about. */
	side: Side;
	/** IDs in one command. */
	size: number;
	call(ids: number[]): Pick<Call, 'method' | 'params'>;
	/** @throws UserError for an answer that means nothing */
	read(result: unknown, id: number): Result;
}
