import { asString } from '../bitrix24/json';
import { NAME_FIELDS } from './byField';
import type { FoundRow } from './finders';
import { type LookUp, lookUpKey } from './lookUp';
import type { RecordKind } from '../parameters/recordId';
import type { PortalError } from '../bitrix24/call';

/** A record that a look-up found. */
export interface Hit {
	id: number;
	/** What people call the record. */
	name: string;
}

/** Why a look-up could not be made. */
export type LookUpFailure = { error: PortalError } | { thrown: unknown };

/** What became of a look-up: the records that have the value, by ID. */
export type LookUpResult = { hits: Hit[] } | LookUpFailure;

/** What the look-ups of a run found. */
export class Found {
	private readonly results = new Map<string, LookUpResult>();

	set(lookUp: LookUp, result: LookUpResult): void {
		this.results.set(lookUpKey(lookUp), result);
	}

	get(lookUp: LookUp): LookUpResult | undefined {
		return this.results.get(lookUpKey(lookUp));
	}
}

export function toHit(kind: RecordKind, row: FoundRow): Hit {
	const name = NAME_FIELDS[kind]
		.map((field) => asString(row[field]))
		.filter(Boolean)
		.join(' ');
	return { id: Number(row.id), name };
}
