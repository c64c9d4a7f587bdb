import type { IDataObject, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import type { Call } from '../portal/call';

/** One entry of the Operation list. */
export interface Operation {
	option: INodePropertyOptions & { value: string };
	fields: INodeProperties[];
	/**
	 * Turns one item's parameters into a task.
	 *
	 * @throws UserError where a parameter cannot be meant as it is
	 */
	prepare(parameter: ReadParameter): Task;
}

/** The value of a parameter for the item at hand, expressions resolved. */
export type ReadParameter = (name: string, fallback?: unknown) => unknown;

/** The company and contact of an item, as far as they are known. */
export interface KnownIds {
	companyId?: number;
	contactId?: number;
}

/** What is to be done for one item. */
export interface Task {
	call: Call;
	ids: KnownIds;
	/** What was not done if the call fails, as the start of a sentence. */
	undone: string;
	/** Whether `read` may refuse an answer, so that the items behind must wait for it. */
	mayRefuse: boolean;
	/**
	 * Reads the answer.
	 *
	 * @throws UserError where the user wants this answer to fail the item
	 */
	read(result: unknown, afterRetry: boolean): Outcome;
}

export interface Outcome {
	/** The `json` of each output item. */
	rows: IDataObject[];
	/** What happened, as part of a list. */
	summary: string;
}
