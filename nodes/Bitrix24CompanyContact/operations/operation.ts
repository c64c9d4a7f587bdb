import type { IDataObject, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import type { Call } from '../portal/call';

/** One entry of the Operation list. */
export interface Operation {
	option: INodePropertyOptions & { value: string };
	fields: INodeProperties[];
	/** Whether it runs for the first item only, as it depends on none. */
	oncePerRun?: boolean;
	/**
	 * The record that `prepare` may need to look up first, from an item's IDs. Items are looked up and written a batch at
	 * a time, and an item is looked up only after earlier items of the same record are written.
	 */
	looksUp?: (ids: KnownIds) => number | undefined;
	/**
	 * Turns one item's parameters into what is to be done for it.
	 *
	 * @throws UserError where a parameter cannot be meant as it is
	 */
	prepare(parameter: ReadParameter): Task | LookUp;
}

/** The value of a parameter for the item at hand, expressions resolved. */
export type ReadParameter = (name: string, fallback?: unknown) => unknown;

/** The company and contact of an item, as far as they are known. */
export interface KnownIds {
	companyId?: number;
	contactId?: number;
}

interface Step {
	ids: KnownIds;
	call: Call;
	/** Start of the error message, with "was not" or "were not", e.g. "Contact 5 was not linked to company 1". */
	undone: string;
	/** True for reads: a lost response leaves nothing in doubt. */
	readOnly?: boolean;
}

/** The call that does what is to be done for one item. */
export interface Task extends Step {
	/** Whether `read` may refuse an answer, so that the items behind must wait for it. */
	mayRefuse?: boolean;
	/**
	 * Reads the answer.
	 *
	 * @throws UserError where the answer means nothing, or the user wants it to fail the item
	 */
	read(result: unknown, afterRetry: boolean): Outcome;
}

/** A call for what the task depends on. */
export interface LookUp extends Step {
	/** @throws UserError where the answer means nothing */
	next(result: unknown): Task;
}

export interface Outcome {
	/** The `json` of each output item. */
	rows: IDataObject[];
	/** What happened, as part of a list. */
	summary: string;
}
