import type { IDataObject, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import type { Call } from '../portal/call';

/** One entry of the Operation list. */
export interface Operation {
	option: INodePropertyOptions & { value: string };
	fields: INodeProperties[];
	/** Whether it runs for the first item only, as it depends on none. */
	oncePerRun?: boolean;
	/** Whether `prepare` may return a look-up: all look-ups of a run go first, in batches of their own. */
	looksUp?: boolean;
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
	/** What was not done if the call fails, as the start of a sentence. */
	undone: string;
	/** Whether it changes nothing, so that it does not matter if it ran without an answer. */
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
