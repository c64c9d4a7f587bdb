import { type IDataObject, UserError } from 'n8n-workflow';

import type { Client } from '../bitrix24/client';
import { createYielder, systemClock } from '../bitrix24/clock';
import { USER } from '../bitrix24/errors';
import { findAll } from '../find/find';
import type { Found, Hit, LookUpResult } from '../find/found';
import { describeLookUp, type LookUp } from '../find/lookUp';
import { type Resolve, withIds } from '../find/references';
import { ifNotFound, ifSeveralFound, readCheckContacts } from '../parameters/lookUpOptions';
import { MODES_OF } from '../parameters/lookUpModes';
import { readOutcomeOption } from '../parameters/outcomeOption';
import type { ItemResult, Operation, ReadParameter } from '../resources/operation';
import { companySide, contactSide } from '../resources/side';
import { type Failure, fromPortalError, fromThrown } from './failure';

/** Whether items may give anything but IDs. Expressions cannot choose the mode of a locator. */
export function mayLookUp(nodeParameters: object): boolean {
	const { options, contactsInput, companiesInput } = nodeParameters as IDataObject;
	const modes = MODES_OF.company.join('|');
	return (
		new RegExp(`"mode":"(${modes})"`).test(JSON.stringify(nodeParameters)) ||
		[contactsInput, companiesInput].some((input) => input !== undefined && input !== 'define') ||
		(options as IDataObject | undefined)?.checkContacts !== undefined
	);
}

/** Makes the look-ups of all items together. */
export async function findRecords(
	client: Client,
	operation: Operation,
	items: ReadParameter[],
): Promise<Found> {
	const yieldNow = createYielder(systemClock);
	const lookUps: LookUp[] = [];
	for (const parameter of items) {
		await yieldNow();
		lookUps.push(...lookUpsOf(operation, parameter));
	}
	return await findAll(client, lookUps);
}

/** What an item looks for. The operation itself tells: its parameters are read as if all had been found. */
function lookUpsOf(operation: Operation, parameter: ReadParameter): LookUp[] {
	const lookUps: LookUp[] = [];
	const collect: Resolve = (lookUp) => {
		lookUps.push(lookUp);
		return 1;
	};
	try {
		operation.parse(withIds(parameter, collect, readCheckContacts(parameter)), { dryRun: false });
	} catch {
		// The item is refused when its turn comes.
	}
	return lookUps;
}

/** The parameters of an item with IDs in the place of what was found. Reading what was not found throws. */
export function withFound(parameter: ReadParameter, found: Found): ReadParameter {
	const resolve: Resolve = (lookUp) => {
		const result = found.get(lookUp);
		if (!result || !('hits' in result)) throw new LookUpFailed(lookUp, result);
		const { hits } = result;
		if (!hits.length) throw new NotFound(lookUp);
		if (
			hits.length > 1 &&
			readOutcomeOption<'error' | 'oldest'>(parameter, ifSeveralFound) !== 'oldest'
		) {
			throw severalFound(lookUp, hits);
		}
		return hits[0].id;
	};
	return withIds(parameter, resolve, readCheckContacts(parameter));
}

/** No record has the value that an item gives. */
class NotFound extends UserError {
	constructor(readonly lookUp: LookUp) {
		const { kind, mode } = lookUp;
		super(
			mode === 'id'
				? `Contact ${lookUp.value} does not exist, or ${USER} may not view it`
				: `No ${describeLookUp(lookUp)} was found`,
			{
				description: `Nothing was changed. Check the value, and whether ${USER} may read the ${kind}. To let these items pass, set the option 'If Not Found' to 'Report'.`,
			},
		);
	}
}

/** The command that looked for the value failed. */
class LookUpFailed extends Error {
	constructor(
		readonly lookUp: LookUp,
		readonly result: Exclude<LookUpResult, { hits: unknown }> | undefined,
	) {
		super(`The ${describeLookUp(lookUp)} was not looked up`);
	}
}

function severalFound(lookUp: LookUp, hits: Hit[]): UserError {
	const named = hits.slice(0, 5).map(({ id, name }) => (name ? `${id} (${name})` : `${id}`));
	const more = hits.length > named.length ? ` and ${hits.length - named.length} more` : '';
	return new UserError(`${hits.length} records found: ${describeLookUp(lookUp)}`, {
		description: `Nothing was changed. IDs: ${named.join(', ')}${more}. Use an ID, or set the option 'If Several Found' to 'Use Oldest'.`,
	});
}

/** The result of an item whose record was not found, where the user wants that reported. */
export function reportNotFound(thrown: unknown, parameter: ReadParameter): ItemResult | undefined {
	if (!(thrown instanceof NotFound)) return undefined;
	if (readOutcomeOption(parameter, ifNotFound) !== 'report') return undefined;
	const { kind, value } = thrown.lookUp;
	return {
		rows: [{ outcome: 'notFound', notFound: kind, lookedFor: value }],
		summary: `no ${describeLookUp(thrown.lookUp)} was found`,
	};
}

/** Why an item was refused whose parameters were read. */
export function fromRefused(thrown: unknown, ids: Failure['ids']): Failure {
	if (!(thrown instanceof LookUpFailed)) return fromThrown(thrown, ids);
	const { lookUp, result, message } = thrown;
	if (!result) return fromThrown(thrown, ids);
	if ('thrown' in result) return fromThrown(result.thrown, ids);
	const side = lookUp.kind === 'company' ? companySide : contactSide;
	return fromPortalError(result.error, { failureMessage: message, ids, side, isRead: true });
}
