import type { Answer, Call } from '../bitrix24/call';
import type { Client } from '../bitrix24/client';
import type { Known } from '../resources/known';
import type { Reading } from '../resources/operation';
import { type Query, queryKey } from '../resources/queries';
import { type Failure, fromPortalError, fromThrown } from './failure';
import type { Results } from './results';

/** Says of an item that needed a query why the query failed. */
type QueryFailure = (intent: Reading) => Failure;

interface ReadingEntry {
	index: number;
	intent: Reading;
}

/**
 * Reads what the plans of the entries need, each query once.
 *
 * @returns the entries that have all they need; the others are recorded as failed
 */
export async function readNeeds<Entry extends ReadingEntry>(
	client: Client,
	entries: Entry[],
	known: Known,
	results: Results,
): Promise<Entry[]> {
	for (;;) {
		const wanted = entries.map((entry) => ({ entry, queries: unread(entry, known) }));
		const queries = wanted.flatMap((one) => one.queries);
		if (!queries.length) return entries;

		const failures = await readQueries(client, queries, known, results.stopOnFail);
		for (const { entry, queries: own } of wanted) {
			const failed = own.map((query) => failures.get(queryKey(query))).find(Boolean);
			if (failed) results.fail(entry.index, failed(entry.intent));
		}
		entries = entries.filter(({ index }) => results.isOpen(index));
	}
}

function unread({ intent }: ReadingEntry, known: Known): Query[] {
	return intent.needs?.(known).filter((query) => !known.has(query)) ?? [];
}

/**
 * Reads each distinct query once. Where the run stops on fail, the queries after the first that fails are not sent.
 *
 * @returns why queries failed, by their keys
 */
export async function readQueries(
	client: Client,
	queries: Query[],
	known: Known,
	stopOnFail: boolean,
): Promise<Map<string, QueryFailure>> {
	const failures = new Map<string, QueryFailure>();
	const groups = groupQueries(queries);
	let position = 0;
	for await (const answers of client.run(groups.map(callFor), stopOnFail)) {
		for (const answer of answers) {
			for (const query of groups[position++]) {
				const failure = answer && readAnswer(query, answer, known);
				if (failure) failures.set(queryKey(query), failure);
			}
		}
	}
	return failures;
}

/** Each distinct query once, in groups that one call can read. */
function groupQueries(queries: Query[]): Query[][] {
	const distinct = [...new Map(queries.map((query) => [queryKey(query), query])).values()];
	const groups: Query[][] = [];
	const open = new Map<string, Query[]>();
	for (const query of distinct) {
		const { name, size } = query.reader;
		let group = open.get(name);
		if (!group || group.length === size) {
			group = [];
			open.set(name, group);
			groups.push(group);
		}
		group.push(query);
	}
	return groups;
}

function callFor(group: Query[]): Call {
	const [{ reader }] = group;
	return { ...reader.call(group.map(({ id }) => id)), idempotent: true };
}

/** @returns why the query failed, where it did */
function readAnswer(query: Query, answer: Answer, known: Known): QueryFailure | undefined {
	const { reader, id } = query;
	if (!answer.ok) {
		return (intent) =>
			fromPortalError(answer.error, { ...intent, side: reader.side, isRead: true });
	}
	try {
		known.set(query, reader.read(answer.result, id));
		return undefined;
	} catch (thrown) {
		return ({ ids }) => fromThrown(thrown, ids);
	}
}
