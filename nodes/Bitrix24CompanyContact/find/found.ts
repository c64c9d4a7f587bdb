import type { PortalError } from '../bitrix24/call';
import { type LookUp, lookUpKey } from './lookUp';

/** A record that a look-up found. */
export interface Hit {
	id: number;
	/** What people call the record. */
	name: string;
}

/** Why a look-up could not be made. */
export type LookUpFailure = { error: PortalError } | { thrown: unknown };

/** What became of a look-up: the records that have the value, by ID. */
export type LookUpResult =
	| {
			hits: Hit[];
			/** Bitrix24 stopped counting: records that it did not name may have the value as well. */
			isCapped: boolean;
			/** Titles that are like the one that no record has. */
			near?: Hit[];
	  }
	| LookUpFailure;

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
