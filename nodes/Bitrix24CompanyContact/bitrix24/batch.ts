import type { Answer, Call, Param, Params } from './call';
import { asRecord } from './json';
import { readError } from './reply';

/**
 * Groups calls into requests of at most `size`. A call that no batch can carry is a group of its own, and one that
 * must end its request ends its group.
 */
export function* groupCalls(calls: Iterable<Call>, size: number): Generator<Call[]> {
	let group: Call[] = [];
	for (const call of calls) {
		const alone = !fitsBatch(call);
		if (alone && group.length) {
			yield group;
			group = [];
		}
		group.push(call);
		if (alone || call.endsRequest || group.length === size) {
			yield group;
			group = [];
		}
	}
	if (group.length) yield group;
}

/** The body of a `batch` request. REST docs: "Executing a batch of requests". */
export interface BatchBody extends Params {
	halt: 0 | 1;
	cmd: { [key: string]: string };
}

/**
 * Packs calls into one `batch`. Keys start with a letter: a section of the answer is a JSON list or an object,
 * depending on which commands succeeded, when the keys are numbers (PHP arrays).
 *
 * `halt` is a number: PHP takes the string "false" for true.
 */
export function packBatch(calls: Call[], halt: boolean): BatchBody {
	return {
		halt: halt ? 1 : 0,
		cmd: Object.fromEntries(
			calls.map(({ method, params }, index) => [key(index), `${method}?${query(params)}`]),
		),
	};
}

/** PHP drops what a query holds beyond its `max_input_vars`, 1000 unless it is set; half of it is safe. */
const MAX_QUERY_VALUES = 500;

/**
 * Whether a call can travel in a batch. A query has no form for an empty list, and loses what is beyond its limit. And
 * the server replaces text like `$result[key]` by what earlier commands returned, which nothing escapes (server source:
 * rest_util.php, processBatchElement).
 */
function fitsBatch({ params }: Call): boolean {
	return countValues(params) <= MAX_QUERY_VALUES && isPlain(params);
}

/** Stops counting beyond the limit, as a list may have any length. */
function countValues(value: Param): number {
	if (typeof value !== 'object') return 1;
	let count = 0;
	for (const part of Array.isArray(value) ? value : Object.values(value)) {
		count += countValues(part);
		if (count > MAX_QUERY_VALUES) break;
	}
	return count;
}

function isPlain(value: Param): boolean {
	if (typeof value !== 'object') {
		return !String(value).split(/\s+/).some(isReference);
	}
	if (Array.isArray(value) && !value.length) return false;
	return Object.values(value).every(isPlain);
}

/** Word by word, as a single pattern for all of it would take the square of the length. */
function isReference(word: string): boolean {
	const name = /\$(result|next|total|time|error)/i.exec(word);
	return name !== null && word.includes('[', name.index + name[0].length);
}

/**
 * Unpacks the `result` of a `batch` answer.
 *
 * @returns one answer a call, `undefined` for a call that the response does not mention; and one `time` a call
 */
export function unpackBatch(
	result: unknown,
	count: number,
): { answers: Array<Answer | undefined>; times: unknown[] } {
	const sections = asRecord(result);
	const results = asRecord(sections.result);
	const errors = asRecord(sections.result_error);
	const times = asRecord(sections.result_time);

	const answers = Array.from({ length: count }, (_, index): Answer | undefined => {
		const name = key(index);
		if (name in errors) return { ok: false, error: readError(asRecord(errors[name])) };
		if (name in results) return { ok: true, result: results[name] };
		return undefined;
	});
	return { answers, times: answers.map((_, index) => times[key(index)]) };
}

function key(index: number): string {
	return `c${index}`;
}

/** PHP's query form: `id=32&fields[CONTACT_ID]=54&items[0][CONTACT_ID]=8`, percent-encoded once. */
function query(params: Params): string {
	return pairs(params)
		.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
		.join('&');
}

function pairs(value: Param, name = ''): Array<[string, string]> {
	if (typeof value === 'object') {
		return Object.entries(value).flatMap(([inner, part]) =>
			pairs(part, name ? `${name}[${inner}]` : inner),
		);
	}
	return [[name, String(value)]];
}
