import { type IDataObject, UserError } from 'n8n-workflow';

import type { Side } from '../resources/side';
import { readLocator } from './locator';
import { MODES_OF } from './lookUpModes';
import { isGiven, readSort, readSwitch } from './values';

/** One entry of the list that replaces a record's links. */
export interface ListedLink {
	/** ID of the record at the other end. */
	otherId: number;
	isPrimary?: boolean;
	/** Above 0; undefined where the link keeps the one it has, or is new. */
	sort?: number;
}

export function exampleOf({ otherId }: Side): string {
	return `[54, 55] or [{"${otherId}": 54, "sort": 10}, {"${otherId}": 55}]`;
}

/** @throws UserError that names the place in the list */
export function readListedLink(element: unknown, position: number, side: Side): ListedLink {
	const { other, Other, otherId: idField } = side;
	const place = `${other} ${position + 1} of the list`;
	const start = `${Other} ${position + 1} of the list`;
	const fields = asFields(element, idField);
	if (Array.isArray(fields)) {
		throw new UserError(`${start} is a list itself`, {
			description: `Write e.g. ${exampleOf(side)}.`,
		});
	}
	refuseUnknownFields(fields, start, side);
	const { [idField]: id, isPrimary, sort } = fields as IDataObject;
	return {
		otherId: readLocator(id, other, { name: start, isListed: true }),
		...(isGiven(isPrimary) && { isPrimary: readSwitch(isPrimary, `'Is Primary' of ${place}`) }),
		...(isGiven(sort) && readPosition(sort, `'Sort' of ${place}`)),
	};
}

/** A bare ID, or an object with its fields. */
function asFields(element: unknown, idField: string): object {
	return typeof element === 'object' && element !== null ? element : { [idField]: element };
}

function refuseUnknownFields(
	fields: object,
	start: string,
	{ ownerId, otherId, other }: Side,
): void {
	const known = [otherId, 'isPrimary', 'sort'];
	// What Get Many outputs beside these: its items may be handed back as they are.
	const fromGetMany = [ownerId, 'roleId'];
	const unknown = Object.keys(fields).find((key) => ![...known, ...fromGetMany].includes(key));
	if (unknown === undefined) return;
	const modes = MODES_OF[other].map((mode) => `'${mode}'`);
	throw new UserError(`${start} has a field that is not known: '${unknown}'`, {
		description: `The fields are ${known.map((key) => `'${key}'`).join(', ')}. In the place of '${otherId}' may be one of ${modes.join(', ')}.`,
	});
}

/** Bitrix24 takes a sort of 0 or below for none, and puts its own in its place (server source: restservice.php). */
export function readPosition(value: unknown, name: string): { sort?: number } {
	const sort = readSort(value, name);
	if (sort < 0) {
		throw new UserError(`${name} is below 0`, {
			description:
				'It must be a whole number above 0. With 0, the link keeps the sort that it has.',
		});
	}
	return sort > 0 ? { sort } : {};
}
