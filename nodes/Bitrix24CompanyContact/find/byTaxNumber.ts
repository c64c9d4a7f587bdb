import type { Params } from '../bitrix24/call';
import { asRecords, asString } from '../bitrix24/json';
import { unexpectedResponse } from '../resources/answers';
import { PAGE } from '../resources/items';
import type { Finder } from './finders';

/** Which field holds the tax number depends on the country of the details. Server source: entityrequisite.php. */
const TAX_FIELDS = ['RQ_INN', 'RQ_VAT_ID', 'RQ_OGRN', 'RQ_EDRPOU', 'RQ_BIN'];

/** Finds companies by their details. REST docs: `crm.requisite.list`. */
export const taxNumberFinders: Finder[] = TAX_FIELDS.map((field) => ({
	size: 40,
	normalize: (value) => value.trim(),
	call: (values, after) => ({
		method: 'crm.requisite.list',
		params: {
			filter: filterOf(field, values, after),
			select: ['ID', 'ENTITY_ID', field],
			order: { ID: 'ASC' },
			start: -1,
		},
	}),
	read(result, values) {
		if (!Array.isArray(result)) throw unexpectedResponse(result);
		const rows = asRecords(result);
		const asked = new Set(values.map((value) => value.trim()));
		const candidates = rows.map((row) => ({
			id: Number(row.ENTITY_ID),
			value: asString(row[field]).trim(),
		}));
		// A portal that does not know the field drops the condition and returns every row.
		const isAnswer = candidates.every(({ value }) => asked.has(value));
		const nextAfter = isAnswer && rows.length >= PAGE ? Number(rows.at(-1)?.ID) : undefined;
		return { candidates: candidates.filter(({ value }) => asked.has(value)), nextAfter };
	},
	valuesOf: () => [],
}));

function filterOf(field: string, values: string[], after?: number): Params {
	return {
		// Details of contacts are in the same list.
		ENTITY_TYPE_ID: 4,
		[`@${field}`]: values,
		...(after !== undefined && { '>ID': after }),
	};
}
