import type { Params } from '../bitrix24/call';
import { asRecord, asString, idOf } from '../bitrix24/json';
import { visibleText } from '../bitrix24/text';
import { unexpectedResponse } from '../resources/answers';
import { PAGE } from '../resources/items';
import type { Finder } from './finders';
import { nextAfter } from './pages';

/** Which field holds the tax number depends on the country of the details. Server source: entityrequisite.php. */
const TAX_FIELDS = [
	'RQ_INN',
	'RQ_VAT_ID',
	'RQ_OGRN',
	'RQ_OGRNIP',
	'RQ_EDRPOU',
	'RQ_DRFO',
	'RQ_BIN',
	'RQ_IIN',
	'RQ_CNPJ',
	'RQ_CPF',
	'RQ_SIRET',
	'RQ_SIREN',
	'RQ_KRS',
	'RQ_REGON',
	'RQ_USRLE',
];

/** Finds companies by their details. REST docs: `crm.requisite.list`. */
export const taxNumberFinders: Finder[] = TAX_FIELDS.map((field) => ({
	// More than a page has rows: most of the fields hold none of the values, and cost one command each.
	size: 120,
	keyOf: visibleText,
	call: (values, after) => ({
		method: 'crm.requisite.list',
		params: {
			filter: filterOf(field, values, after),
			select: ['ID', 'ENTITY_ID', field],
			order: { ID: 'ASC' },
			start: -1,
		},
	}),
	read(result, values, after) {
		if (!Array.isArray(result)) throw unexpectedResponse(result);
		const rows = result.map((row: unknown) => {
			const { ID, ENTITY_ID, [field]: value } = asRecord(row);
			const [id, ownerId] = [ID, ENTITY_ID].map(idOf);
			if (id === undefined || ownerId === undefined) throw unexpectedResponse(result);
			return { id, candidate: { id: ownerId, value: asString(value) } };
		});
		// A portal that does not know the field drops the condition and returns every row. Databases ignore case.
		const asked = new Set(values.map((value) => value.toLowerCase()));
		const isAnswer = rows.every(({ candidate: { value } }) =>
			asked.has(visibleText(value).toLowerCase()),
		);
		if (!isAnswer) return { candidates: [] };
		const ids = rows.map(({ id }) => id);
		return {
			candidates: rows.map(({ candidate }) => candidate),
			nextAfter: nextAfter(ids, PAGE, after, result),
		};
	},
}));

function filterOf(field: string, values: string[], after?: number): Params {
	return {
		// Details of contacts are in the same list.
		ENTITY_TYPE_ID: 4,
		[`@${field}`]: values,
		...(after !== undefined && { '>ID': after }),
	};
}
