import type { IExecuteFunctions } from 'n8n-workflow';

import { createYielder, systemClock } from '../bitrix24/clock';
import type { Found } from '../find/found';
import { knownIds } from '../parameters/locator';
import { MissingField, withFields } from '../parameters/missingField';
import type { ReadParameter, RunMode } from '../resources/operation';
import { asPreview } from '../resources/preview';
import { fromThrown } from './failure';
import { fromRefused, reportNotFound, withFound } from './lookUps';
import { parameterOf } from './parameters';
import type { Results } from './results';
import type { Entry } from './windows';

/** Where the parameters of a run's items come from. */
export interface Source {
	context: IExecuteFunctions;
	/** Items of the run that may still go through. */
	indexes: number[];
	/** Items of the run. */
	count: number;
	/** What the items look for, where they look for anything. */
	found?: Found;
	/** Hosts of the portal. */
	hosts: string[];
	mode: RunMode;
}

/** Makes something of one item's parameters. */
interface Parser<Asked> {
	parse(parameter: ReadParameter, mode: RunMode): Asked;
	/** Whether a refused item is passed over. */
	isNone?(parameter: ReadParameter): boolean;
}

/** A run that stops on fail reads no parameters after the first item that is refused. */
export async function* parseItems<Asked>(
	source: Source,
	parser: Parser<Asked>,
	results: Results,
): AsyncGenerator<Entry<Asked>> {
	const { context, indexes, found, hosts, mode } = source;
	const yieldNow = createYielder(systemClock);
	for (const index of indexes) {
		await yieldNow();
		if (!results.isOpen(index)) continue;
		let parameter = parameterOf(context, index);
		let intent: Asked;
		try {
			parameter = withFound(parameter, hosts, found);
			intent = parser.parse(parameter, mode);
		} catch (thrown) {
			if (parser.isNone?.(parameterOf(context, index))) {
				results.skip(index);
				continue;
			}
			const error =
				thrown instanceof MissingField
					? withFields(thrown, context.getInputData()[index]?.json ?? {})
					: thrown;
			refuse(index, error, parameter, mode, results);
			if (!results.isOpen(index) && results.stopOnFail) return;
			continue;
		}
		yield { index, intent };
	}
}

function refuse(
	index: number,
	thrown: unknown,
	parameter: ReadParameter,
	{ dryRun }: RunMode,
	results: Results,
): void {
	try {
		const reported = reportNotFound(thrown, parameter);
		if (reported) results.succeed(index, dryRun ? asPreview(reported, false) : reported);
		else results.fail(index, fromRefused(thrown, knownIds(parameter)));
	} catch (refusedOption) {
		results.fail(index, fromThrown(refusedOption, knownIds(parameter)));
	}
}
