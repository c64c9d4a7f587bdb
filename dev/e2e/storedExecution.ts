import { parse } from 'flatted';
import type { IRunExecutionData } from 'n8n-workflow';

export interface StoredExecution {
	status: string;
	data: IRunExecutionData;
	/** The data as n8n's database holds it. */
	text: string;
}

export const stored = ({ status, data }: { status: string; data: string }): StoredExecution => ({
	status,
	// n8n stores an execution first and its data after it.
	data: (data.length > 2 ? parse(data) : {}) as IRunExecutionData,
	text: data,
});

export const hasFinished = ({ status, data }: StoredExecution): boolean =>
	!['new', 'running', 'waiting'].includes(status) && hasResult(data);

/**
 * Whether the data are those of the end. On SQLite without a pool, n8n 1 saves the status before the
 * data, so that a finished execution may for a moment still have the data of its start
 * (`updateExistingExecution` in n8n's execution.repository.ts).
 */
const hasResult = ({ resultData }: IRunExecutionData): boolean =>
	resultData?.lastNodeExecuted !== undefined || resultData?.error !== undefined;

/** @throws for an execution that has ended */
export const isWaitingAt =
	(node: string) =>
	(execution: StoredExecution): boolean => {
		const { status, data } = execution;
		if (hasFinished(execution)) throw new Error(`The execution ended, and did not wait at ${node}`);
		return status === 'waiting' && data.resultData?.lastNodeExecuted === node;
	};
