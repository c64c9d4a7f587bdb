import { isArray, toInt, toText, type Php, type PhpArray } from '../php/values';
import type { Company, Contact } from '../state/entities';
import type { PortalState } from '../state/portalState';
import type { IndexedBy, RecordMap } from '../state/recordMap';
import { NUMBER_FIELDS, type Requisite } from '../state/requisites';
import type { EntityType } from '../state/user';
import { compareTexts, splitKey } from './filter';

type Indexes<R> = Record<string, IndexedBy<R>>;

const recordIndexes: Indexes<Company | Contact> = {
	ORIGIN_ID: indexedBy(({ fields }) => fields.ORIGIN_ID),
};

const INDEXES: Record<EntityType, Indexes<Company | Contact>> = {
	contact: recordIndexes,
	company: {
		...recordIndexes,
		TITLE: indexedBy((record) => ('title' in record ? record.title : undefined)),
	},
};

const REQUISITE_INDEXES: Indexes<Requisite> = Object.fromEntries(
	NUMBER_FIELDS.map((field) => [field, indexedBy<Requisite>(({ numbers }) => numbers[field])]),
);

/**
 * The records that a filter can find: those that an index has for one of its conditions, or else all. The caller still
 * tests every condition.
 *
 * @param equal the operators that mean "equals one of these"
 */
export function candidates(
	state: PortalState,
	type: EntityType,
	filter: PhpArray,
	equal: string[],
): Array<Company | Contact> {
	return narrowed(state.recordsOf(type), INDEXES[type], filter, equal);
}

export function candidateRequisites(
	requisites: RecordMap<Requisite>,
	filter: PhpArray,
): Requisite[] {
	return narrowed(requisites, REQUISITE_INDEXES, filter, ['=', '@']);
}

function narrowed<R extends { id: number }>(
	records: RecordMap<R>,
	indexes: Indexes<R>,
	filter: PhpArray,
	equal: string[],
): R[] {
	// With LOGIC, a condition need not hold.
	for (const [key, wanted] of 'LOGIC' in filter ? [] : Object.entries(filter)) {
		const [operator, field] = splitKey(key);
		const values: Php[] = isArray(wanted) ? Object.values(wanted) : [wanted];
		// A blank value finds what has no value, and an empty list may be no condition.
		if (!equal.includes(operator) || !values.length || values.map(toText).includes('')) continue;
		if (field === 'ID') return unique(values.flatMap((id) => records.get(toInt(id)) ?? []));
		const by = Object.hasOwn(indexes, field) ? indexes[field] : undefined;
		if (by) return unique(values.flatMap((value) => records.having(by, toText(value))));
	}
	return [...records.values()];
}

/** By ID: two of the values may find the same record. */
function unique<R extends { id: number }>(records: R[]): R[] {
	return [...new Set(records)].sort((one, other) => one.id - other.id);
}

/** A record without the value counts as one with a blank text, as in `compare`. */
function indexedBy<R>(valueOf: (record: R) => string | undefined): IndexedBy<R> {
	return { valuesOf: (record) => [valueOf(record) ?? ''], compare: compareTexts };
}
