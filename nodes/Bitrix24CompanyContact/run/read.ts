import type { Client } from '../bitrix24/client';
import type { Intent } from '../resources/operation';
import { Known, type Query } from '../resources/queries';
import { type Failure, fromPortalError, fromThrown } from './failure';
import type { Results } from './results';
import type { Entry } from './windows';

/** Says of an item that needed a query why the query failed. */
type QueryFailure = (intent: Intent) => Failure;

/**
 * Reads what the plans of the entries need, each query once.
 *
 * @returns what has been read, and the entries that have all they need; the others are recorded as failed
 */
export async function readNeeds(
	client: Client,
	entries: Entry[],
	results: Results,
): Promise<{ known: Known; entries: Entry[] }> {
	const known = new Known();
	for (;;) {
		const wanted = entries.map((entry) => ({ entry, queries: unread(entry, known) }));
		const queries = wanted.flatMap((one) => one.queries);
		if (!queries.length) return { known, entries };

		const failures = await runQueries(client, queries, known, results.stopOnFail);
		for (const { entry, queries: own } of wanted) {
			const failed = own.find(({ key }) => failures.has(key));
			if (failed) results.fail(entry.index, failures.get(failed.key)!(entry.intent));
		}
		entries = entries.filter(({ index }) => results.isOpen(index));
	}
}

function unread({ intent }: Entry, known: Known): Query[] {
	return intent.needs?.(known).filter((query) => !known.has(query)) ?? [];
}

/** Where the run stops on fail, the queries after the first that fails are not sent. */
async function runQueries(
	client: Client,
	queries: Query[],
	known: Known,
	stopOnFail: boolean,
): Promise<Map<string, QueryFailure>> {
	const distinct = [...new Map(queries.map((query) => [query.key, query])).values()];
	const failures = new Map<string, QueryFailure>();
	let position = 0;
	for await (const answers of client.run(
		distinct.map(({ call }) => call),
		stopOnFail,
	)) {
		for (const answer of answers) {
			const query = distinct[position++];
			if (!answer) continue;
			if (!answer.ok) {
				failures.set(query.key, (intent) => fromPortalError(answer.error, intent, true));
				continue;
			}
			try {
				known.set(query, query.read(answer.result));
			} catch (thrown) {
				failures.set(query.key, ({ ids }) => fromThrown(thrown, ids));
			}
		}
	}
	return failures;
}
