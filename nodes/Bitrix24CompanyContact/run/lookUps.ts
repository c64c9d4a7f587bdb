import { type IDataObject, type INodeProperties, UserError } from 'n8n-workflow';

import type { Client } from '../bitrix24/client';
import { createYielder, systemClock } from '../bitrix24/clock';
import { USER } from '../bitrix24/errors';
import { asError, asRecord, asRecords } from '../bitrix24/json';
import { findAll } from '../find/find';
import type { Found, Hit, LookUpResult } from '../find/found';
import { describeLookUp, type LookUp } from '../find/lookUp';
import { oddities } from '../find/oddities';
import { type Resolve, withIds } from '../find/references';
import { knownIds, mayFind } from '../parameters/locator';
import { ifNotFound, ifSeveralFound, readCheckContacts } from '../parameters/lookUpOptions';
import { readOutcomeOption } from '../parameters/outcomeOption';
import type { ItemResult, Operation, ReadParameter } from '../resources/operation';
import { companySide, contactSide } from '../resources/side';
import { type Failure, fromPortalError, fromThrown } from './failure';

/** Fields that name records: a locator, a list with a locator in each entry, a list as JSON. */
const REFERENCES: Array<INodeProperties['type']> = ['resourceLocator', 'fixedCollection', 'json'];

function referencesOf({ fields }: Operation): INodeProperties[] {
	return fields.filter(({ type }) => REFERENCES.includes(type));
}

/** Whether items may give anything but IDs. */
export function mayLookUp(operation: Operation, stored: IDataObject): boolean {
	const checks = asRecord(stored.options).checkContacts !== undefined;
	return checks || referencesOf(operation).some((field) => mayFindIn(field, stored[field.name]));
}

function mayFindIn({ type, options = [] }: INodeProperties, stored: unknown): boolean {
	if (type === 'resourceLocator') return mayFind(stored);
	if (type === 'json') return stored !== undefined;
	const [list] = options;
	const isEmpty = stored === undefined || Object.keys(asRecord(stored)).length === 0;
	if (isEmpty || !('values' in list)) return false;
	const entries = asRecord(stored)[list.name];
	const inner = list.values.filter((field) => REFERENCES.includes(field.type));
	return (
		!Array.isArray(entries) ||
		asRecords(entries).some((entry) => inner.some((field) => mayFindIn(field, entry[field.name])))
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
		for (const lookUp of lookUpsOf(operation, parameter, client.hosts)) lookUps.push(lookUp);
	}
	return await findAll(client, lookUps);
}

/** What an item looks for. */
function lookUpsOf(operation: Operation, parameter: ReadParameter, hosts: string[]): LookUp[] {
	const lookUps: LookUp[] = [];
	const collect: Resolve = (lookUp) => {
		lookUps.push(lookUp);
		return 1;
	};
	for (const { name } of referencesOf(operation)) {
		try {
			const checksContacts = readCheckContacts(parameter);
			withIds(parameter, { resolve: collect, hosts, checksContacts })(name, {});
		} catch (thrown) {
			// The item is refused when its turn comes. What its other fields name may be known by then.
			if (!(thrown instanceof UserError)) throw asError(thrown);
		}
	}
	return lookUps;
}

/**
 * The parameters of an item with IDs in the place of what was found. Reading what was not found throws.
 *
 * @param found absent where no item looks for anything
 */
export function withFound(
	parameter: ReadParameter,
	hosts: string[],
	found: Found | undefined,
): ReadParameter {
	const resolve: Resolve = (lookUp) => {
		const result = found?.get(lookUp);
		if (!result || !('hits' in result)) throw new LookUpFailed(lookUp, result);
		const [first, ...others] = result.hits;
		if (!first) throw result.isCapped ? mayExist(lookUp) : new NotFound(lookUp, result.near);
		const isAmbiguous = others.length > 0 || result.isCapped;
		if (
			isAmbiguous &&
			readOutcomeOption<'error' | 'oldest'>(parameter, ifSeveralFound) !== 'oldest'
		) {
			throw severalFound(lookUp, result.hits, result.isCapped);
		}
		return first.id;
	};
	const checksContacts = found !== undefined && readCheckContacts(parameter);
	return withIds(parameter, { resolve, hosts, checksContacts });
}

/** No record has the value that an item gives. */
class NotFound extends UserError {
	constructor(
		readonly lookUp: LookUp,
		near: Hit[] = [],
	) {
		const { kind, mode } = lookUp;
		const similar = near.map(({ id, name }) => `${id} (${name})`).join(', ');
		super(
			mode === 'id'
				? `Contact ${lookUp.value} does not exist, or ${USER} may not view it`
				: `No ${describeLookUp(lookUp)} was found`,
			{
				description: [
					...oddities(lookUp),
					similar && `Similar titles: ${similar}.`,
					`Nothing was changed. Check the value, and whether ${USER} may read the ${kind}. To let these items pass, set the option 'If Not Found' to 'Report'.`,
				]
					.filter(Boolean)
					.join(' '),
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

/** Bitrix24 named as many records as it ever does, and none that the user may see has the whole value. */
function mayExist(lookUp: LookUp): UserError {
	return new UserError(`It is not certain whether a ${describeLookUp(lookUp)} exists`, {
		description: `Nothing was changed. Bitrix24 names at most 20 records for a value, and none of those 20 has exactly this one where ${USER} may view it. Use an ID.`,
	});
}

function severalFound(lookUp: LookUp, hits: Hit[], isCapped: boolean): UserError {
	const named = hits.slice(0, 5).map(({ id, name }) => (name ? `${id} (${name})` : `${id}`));
	const others = hits.length - named.length;
	const more = others > 0 ? ` and ${others}${isCapped ? ' or more' : ''} more` : '';
	const count = `${hits.length}${isCapped ? ' or more' : ''}`;
	return new UserError(`${count} records found: ${describeLookUp(lookUp)}`, {
		description: `Nothing was changed. IDs: ${named.join(', ')}${more}. Use an ID, or set the option 'If Several Found' to 'Use Oldest'.`,
	});
}

/** The result of an item whose record was not found, where the user wants that reported. */
export function reportNotFound(thrown: unknown, parameter: ReadParameter): ItemResult | undefined {
	if (!(thrown instanceof NotFound)) return undefined;
	if (readOutcomeOption(parameter, ifNotFound) !== 'report') return undefined;
	const { kind, value } = thrown.lookUp;
	const ids = knownIds(parameter);
	return {
		rows: [{ outcome: 'notFound', notFound: kind, lookedFor: value, ...ids }],
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
