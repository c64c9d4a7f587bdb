import type { IDataObject, INode, INodeExecutionData } from 'n8n-workflow';

import type { ItemResult } from '../resources/operation';
import { errorItem } from './errorItem';
import type { Failure } from './failure';
import { toNodeError } from './nodeError';
import { type Progress, withProgress } from './progress';

/**
 * The outcomes of the input items. Failures are recorded, and the one that a run stops at is thrown at the end.
 *
 * A run that stops on fail leaves things as if the items had run one by one: all items before the first that fails have
 * been sent, and none after it has been carried out. A run that continues never throws: n8n would then hand on the input
 * items as if all had gone well (n8n-core, workflow-execute.ts, handleNodeExecutionError).
 */
export class Results {
	private readonly done: ItemResult[] = [];

	private readonly failed = new Map<number, Failure>();

	/** The items of an outcome that is not that of one item. */
	private readonly pairs = new Map<number, number[]>();

	private readonly skipped = new Set<number>();

	private firstFailed = Infinity;

	/** The `json` of the input items, where their fields go out beside the results. */
	inputs: IDataObject[] = [];

	constructor(
		private readonly node: INode,
		private readonly count: number,
		readonly stopOnFail: boolean,
	) {}

	/** Says which items the outcome with this index comes from; else it is the item with this index. */
	pair(index: number, items: number[]): void {
		this.pairs.set(index, items);
	}

	succeed(index: number, result: ItemResult): void {
		this.done[index] = result;
	}

	fail(index: number, failure: Failure): void {
		this.failed.set(index, failure);
		this.firstFailed = Math.min(this.firstFailed, index);
	}

	/** The item asks for nothing. */
	skip(index: number): void {
		this.skipped.add(index);
	}

	isSkipped(index: number): boolean {
		return this.skipped.has(index);
	}

	get skippedCount(): number {
		return this.skipped.size;
	}

	get failedCount(): number {
		return this.failed.size;
	}

	/** Whether the run goes on to the item: a run that stops on fail ends at its first failed item. */
	reaches(index: number): boolean {
		return !this.stopOnFail || index < this.firstFailed;
	}

	/** The items that neither went through nor failed. */
	withoutOutcome(): number[] {
		const settled = new Set([
			...Object.keys(this.done).map(Number),
			...this.failed.keys(),
			...this.skipped,
		]);
		const open = Array.from({ length: this.count }, (_, index) => index);
		return open.filter((index) => !settled.has(index));
	}

	/** Whether the item has not failed, and the run reaches it. */
	isOpen(index: number): boolean {
		return !this.failed.has(index) && this.reaches(index);
	}

	/**
	 * The output items, in the order of the input items.
	 *
	 * @throws the error that the run ends with, where the run stops on fail
	 */
	items(): INodeExecutionData[] {
		const failure = this.failed.get(this.firstFailed);
		if (failure && this.stopOnFail) {
			const [index] = this.itemsOf(this.firstFailed);
			const last = withProgress(failure, index, this.count, this.progress());
			throw toNodeError(this.node, last, index);
		}
		// Spread over the arguments of `Math.max`, a long list would overflow the stack.
		let length = Math.max(this.count, this.done.length);
		for (const index of this.failed.keys()) length = Math.max(length, index + 1);
		return Array.from({ length }, (_, index) => this.outputOf(index)).flat();
	}

	/** Changes the `json` of the outputs of what went through. */
	mapRows(change: (row: IDataObject) => IDataObject): void {
		this.done.forEach((result, index) => {
			this.done[index] = { ...result, rows: result.rows.map(change) };
		});
	}

	/** The `json` of the outputs of what went through. */
	rows(): IDataObject[] {
		return this.done.flatMap(({ rows }) => rows);
	}

	private itemsOf(index: number): number[] {
		return this.pairs.get(index) ?? [index];
	}

	private outputOf(index: number): INodeExecutionData[] {
		const failure = this.failed.get(index);
		const items = this.itemsOf(index);
		const pairedItem = pairedItemOf(items);
		const input = inputFields(this.inputs[index]);
		if (failure) {
			const error = toNodeError(this.node, failure, items[0]);
			return [errorItem(error, failure, pairedItem, input)];
		}
		const { rows = [] } = this.done[index] ?? {};
		return rows.map((row) => ({ json: input ? { ...input, ...row } : row, pairedItem }));
	}

	private progress(): Progress {
		const later = [...this.failed].filter(([index]) => index > this.firstFailed);
		const summaries = (results: ItemResult[]) =>
			results.flatMap((result) => (result ? [result.summary] : []));
		return {
			before: summaries(this.done.slice(0, this.firstFailed)),
			after: summaries(this.done.slice(this.firstFailed + 1)),
			inDoubt: later.filter(([, { indeterminate }]) => indeterminate).length,
		};
	}
}

/**
 * Fields that say what happened. An input item may hold those of an earlier run, e.g. of a dry run: beside this run's
 * result, they would say what did not happen.
 */
const TELLING = [
	'error',
	'outcome',
	'result',
	'change',
	'dryRun',
	'plan',
	'afterRetry',
	'notFound',
	'lookedFor',
	'contactCreated',
	'companyCreated',
];

function inputFields(input: IDataObject | undefined): IDataObject | undefined {
	if (!input) return undefined;
	return Object.fromEntries(Object.entries(input).filter(([name]) => !TELLING.includes(name)));
}

function pairedItemOf(items: number[]): INodeExecutionData['pairedItem'] {
	return items.length === 1 ? { item: items[0] } : items.map((item) => ({ item }));
}
