import type { IDataObject } from 'n8n-workflow';

import type { LinkIds } from '../parameters/recordId';
import type { ItemResult } from './operation';

export type LinkState = { sort: number; isPrimary: boolean };

/** What became of one link: the output item of the operations that change many. */
export interface LinkChange {
	ids: Required<LinkIds>;
	change: 'add' | 'remove' | 'update' | 'none';
	before: LinkState | null;
	after: LinkState | null;
	outcome: string;
	afterRetry?: boolean;
}

export function changeRow({ ids, afterRetry, ...rest }: LinkChange): IDataObject {
	return { ...ids, ...rest, ...(afterRetry && { afterRetry }) };
}

export function stateOf({ sort, isPrimary }: LinkState): LinkState {
	return { sort, isPrimary };
}

const CLAUSES: Record<LinkChange['change'], string> = {
	add: 'was linked to',
	remove: 'was removed from',
	update: 'has a changed link to',
	none: 'was left as it is for',
};

/** @param shows whether a link that stays as it is goes out as well */
export function resultOf(changed: LinkChange, shows: boolean): ItemResult {
	const { ids, change, outcome } = changed;
	const isShown = shows || outcome !== 'unchanged';
	return {
		rows: isShown ? [changeRow(changed)] : [],
		summary: `contact ${ids.contactId} ${CLAUSES[change]} company ${ids.companyId}`,
	};
}
