import type { UserError } from 'n8n-workflow';

import type { LinkIds } from '../parameters/recordId';
import type { LinkChange } from './linkChange';
import type { Intent, Reading } from './operation';

/** A link that an item of a list names. */
export interface ListedPair extends Reading {
	ids: Required<LinkIds>;
	isPrimary?: boolean;
	/** Above 0; undefined where the link keeps the one it has, or is new. */
	sort?: number;
}

/** All items of a run. */
export interface List {
	pairs: Array<{ index: number; intent: ListedPair }>;
	/** Items that could not be read, with their companies as far as they are known. */
	refused: Array<{ companyId?: number }>;
}

/** What holds for a whole list. */
export interface ListSettings {
	/** The run changes nothing if it would remove more links than this. */
	maxRemovals: number;
	/** Whether links that the list does not name are removed. */
	removeOthers: boolean;
	/** Whether links that stay as they are go out as well. */
	includeUnchanged: boolean;
}

/** One link of a list or of the portal, and what is to be done about it. */
export interface ListEntry {
	/** The place of its output: that of the first item that names the link, or after all items. */
	index: number;
	/** The items that name the company. */
	items: number[];
	/** What is to be done, as far as the links of the company tell. */
	expected: LinkChange['change'];
	intent: Intent & { ids: Required<LinkIds> };
}

/** What a list asks for. */
export interface ListPlan {
	/** In the order of the items. */
	wanted: ListEntry[];
	/** Carried out after all of `wanted`. */
	removals: ListEntry[];
	/** Items that the list does not allow. */
	refusals: Array<Pick<ListEntry, 'index' | 'items'> & { ids: LinkIds; error: UserError }>;
	/** Links that would be removed, if every item had been read. */
	spared: number;
}
