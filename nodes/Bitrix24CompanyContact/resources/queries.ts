import type { IDataObject } from 'n8n-workflow';

import { asRecord } from '../bitrix24/json';
import type { Call } from '../bitrix24/call';
import { unexpectedResponse } from './answers';
import type { Side } from './side';

/** Something to be read from Bitrix24. Equal queries of a window are sent once. */
export interface Query<Result = unknown> {
	key: string;
	call: Call;
	/** @throws UserError for an answer that means nothing */
	read(result: unknown): Result;
}

/** What has been read so far. */
export class Known {
	private readonly results = new Map<string, unknown>();

	set(query: Query, result: unknown): void {
		this.results.set(query.key, result);
	}

	has({ key }: Query): boolean {
		return this.results.has(key);
	}

	/** The result of a query that has been read. */
	get<Result>({ key }: Query<Result>): Result {
		return this.results.get(key) as Result;
	}
}

/** A link as seen from one of its sides. */
export interface Link {
	otherId: number;
	sort: number;
	roleId: number;
	/** Whether the company is the contact's main one. */
	isPrimary: boolean;
	/** As Bitrix24 sent it. */
	row: IDataObject;
}

/** All links of a record, by their sort. REST docs: `….items.get`; a record that does not exist has none. */
export function linksOf(side: Side, ownerId: number): Query<Link[]> {
	return {
		key: `links of ${side.owner} ${ownerId}`,
		call: { method: `${side.family}.items.get`, params: { id: ownerId }, idempotent: true },
		read(result) {
			if (!Array.isArray(result)) throw unexpectedResponse(result);
			return result.map((row: unknown) => {
				const { [side.otherField]: id, SORT, ROLE_ID, IS_PRIMARY } = asRecord(row);
				const otherId = Number(id);
				if (!Number.isSafeInteger(otherId)) throw unexpectedResponse(result);
				return {
					otherId,
					sort: Number(SORT) || 0,
					roleId: Number(ROLE_ID),
					isPrimary: IS_PRIMARY === 'Y',
					row: row as IDataObject,
				};
			});
		},
	};
}

/** The fields that a link has, by their names. REST docs: `….fields`. */
export function fieldsOf(side: Side): Query<Array<[string, IDataObject]>> {
	return {
		key: 'fields',
		call: { method: `${side.family}.fields`, params: {}, idempotent: true },
		read(result) {
			const fields = Object.entries(asRecord(result));
			const isField = (field: unknown) => typeof asRecord(field).type === 'string';
			if (!fields.length || !fields.every(([, field]) => isField(field))) {
				throw unexpectedResponse(result);
			}
			return fields as Array<[string, IDataObject]>;
		},
	};
}
