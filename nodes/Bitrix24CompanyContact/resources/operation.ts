import type { IDataObject, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import type { LinkIds } from '../parameters/recordId';
import type { Change } from './changes';
import type { List, ListedPair, ListPlan, ListSettings } from './list';
import type { Known } from './known';
import type { Query, RecordKey } from './queries';
import type { Side } from './side';

/** One entry of the Operation list, for either side of the link. */
export type Operation = ItemOperation | ListOperation;

interface OperationBase {
	option: INodePropertyOptions & { value: string };
	fields: INodeProperties[];
	/** Entries of Options that not all operations have. An entry that several operations have is the same in each. */
	options?: INodeProperties[];
}

/** Each item asks for something of its own. */
export interface ItemOperation extends OperationBase {
	/** Whether the operation runs for the first item only, as it depends on none. */
	oncePerRun?: boolean;
	/**
	 * Reads and checks the parameters of one item.
	 *
	 * @throws UserError if a parameter is invalid
	 */
	parse(parameter: ReadParameter, run: RunMode): Intent;
}

/** The items together are one list: each names a link that is wanted. */
export interface ListOperation extends OperationBase {
	/**
	 * Reads and checks the parameters of one item.
	 *
	 * @throws UserError if a parameter is invalid
	 */
	parse(parameter: ReadParameter): ListedPair;
	/** Whether an item that is refused is none of the list at all. */
	isNone(parameter: ReadParameter): boolean;
	/**
	 * Reads what holds for the whole list.
	 *
	 * @throws UserError if a parameter is invalid
	 */
	parseList(parameter: ReadParameter): ListSettings;
	/** A pure function of the list and what has been read. */
	planList(list: List, settings: ListSettings, known: Known): ListPlan;
}

/** What holds for all items of a run. */
export interface RunMode {
	/** Nothing is written: what the answers to changes would have told must be read. */
	dryRun: boolean;
}

export type MakeOperation = (side: Side) => ItemOperation;

/** The value of a parameter for the item at hand, expressions resolved. */
export type ReadParameter = (name: string, fallback?: unknown) => unknown;

/** What must be read for one item. */
export interface Reading {
	/** The company and contact of the item, as far as they are known. */
	ids: LinkIds;
	/** Start of an error message, with "was not" or "were not", e.g. "Contact 5 was not linked to company 1". */
	failureMessage: string;
	/**
	 * Everything that the plan stands on, as far as that can be told by now: what has been read, and what must be read
	 * before the plan can be made. Asked again until all of it has been read.
	 */
	needs?(known: Known): Query[];
}

/** What one item asks for. */
export interface Intent extends Reading {
	/**
	 * What must not have changed for the plan to hold, where that is less than the links of all records that were read.
	 */
	standsOn?(): RecordKey[];
	/**
	 * A pure function of what has been read.
	 *
	 * @throws UserError where what has been read does not allow a plan
	 */
	plan(known: Known): Plan;
}

export interface Plan {
	/**
	 * The changes of a stage are made once all changes of the stages before have succeeded. Empty where nothing needs to
	 * change.
	 */
	stages: Change[][];
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
