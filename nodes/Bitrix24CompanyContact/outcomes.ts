import type { INode, INodeExecutionData } from 'n8n-workflow';

import { errorItem } from './errorItem';
import { type Failure, toNodeError, withPlace } from './failure';
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

	/** @throws the error that the run ends with, where it stops on an error */
	fail(index: number, failure: Failure): void {
		if (this.stopOnError) {
			throw toNodeError(this.node, withPlace(failure, index, this.count, this.summaries), index);
		}
		const error = toNodeError(this.node, failure, index);
		const toErrorOutput = this.node.onError === 'continueErrorOutput';
		this.output[index] = [errorItem(error, failure, index, toErrorOutput)];
	}

	/** The output items, in the order of the input items. */
	items(): INodeExecutionData[] {
		return this.output.flat();
	}
}
