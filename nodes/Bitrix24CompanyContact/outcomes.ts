import type { INode, INodeExecutionData } from 'n8n-workflow';

import { errorItem } from './errorItem';
import { type Failure, toNodeError, withProgress } from './failure';
import type { Outcome } from './operations/operation';

/** Collects what becomes of the input items. */
export class Outcomes {
	private readonly output: INodeExecutionData[][] = [];

	private readonly summaries: string[] = [];

	constructor(
		private readonly node: INode,
		private readonly count: number,
		private readonly stopOnError: boolean,
	) {}

	succeed(index: number, { rows, summary }: Outcome): void {
		this.output[index] = rows.map((json) => ({ json, pairedItem: { item: index } }));
		this.summaries.push(summary);
	}

	/**
	 * @param later what became of later items, where the run stops
	 * @throws the error that the run ends with, where it stops on an error
	 */
	fail(index: number, failure: Failure, later = { after: [] as string[], inDoubt: 0 }): void {
		if (this.stopOnError) {
			const progress = { before: this.summaries, ...later };
			throw toNodeError(this.node, withProgress(failure, index, this.count, progress), index);
		}
		const error = toNodeError(this.node, failure, index);
		this.output[index] = [errorItem(error, failure, index)];
	}

	/** The output items, in the order of the input items. */
	items(): INodeExecutionData[] {
		return this.output.flat();
	}
}
