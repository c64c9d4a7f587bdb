import type { IDataObject, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import type { LinkIds } from '../parameters/recordId';
import type { Change } from './changes';
import type { Known, Query } from './queries';
import type { Side } from './side';

/** One entry of the Operation list, for either side of the link. */
export interface Operation {
	option: INodePropertyOptions & { value: string };
	fields: INodeProperties[];
	/** Entries of Options that this operation alone has. */
	options?: INodeProperties[];
	/** Whether the operation runs for the first item only, as it depends on none. */
	oncePerRun?: boolean;
	/**
	 * Reads and checks the parameters of one item.
	 *
	 * @throws UserError if a parameter is invalid
	 */
	parse(parameter: ReadParameter): Intent;
}

export type MakeOperation = (side: Side) => Operation;

/** The value of a parameter for the item at hand, expressions resolved. */
export type ReadParameter = (name: string, fallback?: unknown) => unknown;

/** What one item asks for. */
export interface Intent {
	/** The company and contact of the item, as far as they are known. */
	ids: LinkIds;
	/** Start of an error message, with "was not" or "were not", e.g. "Contact 5 was not linked to company 1". */
	failureMessage: string;
	/** Records whose links the plan is built on, e.g. "company 5". */
	dependsOn?: string[];
	/** Records whose links the changes write, in the same form. */
	writes?: () => string[];
	/**
	 * What must be read before the plan can be made, as far as that is known by now. Asked again until all of it has been
	 * read.
	 */
	needs?(known: Known): Query[];
	/**
	 * A pure function of what has been read.
	 *
	 * @throws UserError where what has been read does not allow a plan
	 */
	plan(known: Known): Plan;
}

export interface Plan {
	/** None where nothing needs to change. */
	changes: Change[];
	/** Whether `report` may refuse an answer, so that a run which stops on fail must see the answer before it goes on. */
	mayRefuse?: boolean;
	/**
	 * Turns the answers, one for each change, into output.
	 *
	 * @throws UserError where an answer means nothing, or the user wants it to fail the item
	 */
	report(answers: ChangeAnswer[]): ItemResult;
}

export interface ChangeAnswer {
	/** What the REST method returned, untouched. */
	result: unknown;
	/** A lost earlier attempt may have run; `false` can then be its own effect. */
	afterRetry: boolean;
}

export interface ItemResult {
	/** The `json` of each output item. */
	rows: IDataObject[];
	/** What happened, as part of a list. */
	summary: string;
}
