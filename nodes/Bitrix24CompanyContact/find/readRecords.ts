import type { Params } from '../bitrix24/call';
import { asRecord, asRecords, asString, idOf } from '../bitrix24/json';
import type { RecordKind } from '../parameters/recordId';
import { unexpectedResponse } from '../resources/answers';
import { itemsCall, PAGE, readItems, SHOWN } from '../resources/items';
import type { Candidate, FoundRecord } from './finders';
import { nameIn, NAME_FIELDS, OLD_NAME_FIELDS } from './names';
import type { Search, Task } from './tasks';

/** Commands that read the names of records: of those that are looked for, as far as the CRM's lists show them. */
export function nameTasks(searches: Search[]): Task[] {
	// `crm.contact.list` leaves out by itself what the CRM's lists do not show (server source: restservice.php, innerGetList).
	const wanted = searches.filter(({ kind, finder }) => kind === 'company' || !finder.readsValues);
	const isGiven = ({ finder }: Search) => !('call' in finder);
	const given = wanted.filter(isGiven);
	const lookedFor = wanted.filter((search) => !isGiven(search));
	const tasksOf = (own: Search[], kind: RecordKind, filter: Params) =>
		readTasks(own, ({ record }) => !record, {
			call: (ids) =>
				itemsCall(kind, {
					select: ['id', ...NAME_FIELDS[kind]],
					filter: { '@id': ids, ...filter },
				}),
			read: (result) =>
				readItems(result).map((row) => ({ id: row.id, name: nameIn(kind, row), values: [] })),
		});
	return [
		...byKind(given).flatMap(([kind, own]) => tasksOf(own, kind, {})),
		...byKind(lookedFor).flatMap(([kind, own]) => tasksOf(own, kind, SHOWN[kind])),
	];
}

/**
 * Commands that read all email addresses or phone numbers of records. `crm.item.list` names the first ones alone, or all
 * along with every other field, e.g. all contacts of a company.
 */
export function valueTasks(searches: Search[]): Task[] {
	return (['EMAIL', 'PHONE'] as const).flatMap((type) => {
		const ofType = searches.filter(({ finder }) => finder.readsValues === type);
		return byKind(ofType).flatMap(([kind, own]) =>
			readTasks(own, ({ record }) => kind === 'contact' || record !== undefined, {
				call: (ids) => ({
					method: `crm.${kind}.list`,
					params: {
						select: ['ID', ...OLD_NAME_FIELDS[kind], type],
						// An empty list would be no condition. Pages are never empty.
						filter: { '@ID': ids },
						start: -1,
					},
				}),
				read: (result) => readOldRows(result, kind, type),
			}),
		);
	});
}

interface Reader {
	call(ids: number[]): Task['call'];
	/** @throws UserError for an answer that means nothing */
	read(result: unknown): FoundRecord[];
}

function byKind(searches: Search[]): Array<[RecordKind, Search[]]> {
	return (['company', 'contact'] as const).map((kind) => [
		kind,
		searches.filter((search) => search.kind === kind),
	]);
}

/** Each record once, however many searches named it. */
function readTasks(
	searches: Search[],
	isWanted: (candidate: Candidate) => boolean,
	reader: Reader,
): Task[] {
	const users = new Map<number, Array<{ search: Search; candidate: Candidate }>>();
	for (const search of searches) {
		for (const candidate of search.candidates.filter(isWanted)) {
			const { id } = candidate;
			users.set(id, [...(users.get(id) ?? []), { search, candidate }]);
		}
	}
	const ids = [...users.keys()];
	const pages = Array.from({ length: Math.ceil(ids.length / PAGE) }, (_, page) =>
		ids.slice(page * PAGE, (page + 1) * PAGE),
	);
	return pages.map(
		(page): Task => ({
			call: reader.call(page),
			use(result) {
				const records = new Map(reader.read(result).map((record) => [record.id, record]));
				// A portal that drops the condition returns any records.
				if ([...records.keys()].some((id) => !page.includes(id))) throw unexpectedResponse(result);
				for (const id of page) {
					users.get(id)!.forEach(({ candidate }) => (candidate.record = records.get(id)));
				}
				return [];
			},
			fail(failure) {
				for (const id of page) users.get(id)!.forEach(({ search }) => (search.failure = failure));
			},
		}),
	);
}

function readOldRows(result: unknown, kind: RecordKind, type: 'EMAIL' | 'PHONE'): FoundRecord[] {
	if (!Array.isArray(result)) throw unexpectedResponse(result);
	return result.map((row: unknown) => {
		const fields = asRecord(row);
		const id = idOf(fields.ID);
		if (id === undefined) throw unexpectedResponse(result);
		const values = asRecords(fields[type]).map(({ VALUE }) => asString(VALUE));
		return { id, name: nameIn(kind, fields), values };
	});
}
