import type { Candidate, Finder } from './finders';
import { Found, type Hit, type LookUpFailure, type LookUpResult } from './found';
import { groupOf, type LookUp } from './lookUp';
import type { Search } from './tasks';

/** Gives each look-up the records that have one of its values, or the failure of a command that looked for one. */
export function matchAll(lookUps: LookUp[], searches: Search[]): Found {
	const answers = new Map<string, Answer[]>();
	for (const search of searches) {
		const byKey = candidatesByKey(search);
		for (const value of search.values) {
			const key = `${search.group} ${value}`;
			answers.set(key, [...(answers.get(key) ?? []), answerOf(search, value, byKey)]);
		}
	}
	const found = new Found();
	for (const lookUp of lookUps) {
		const group = groupOf(lookUp);
		found.set(
			lookUp,
			join(lookUp.asked.flatMap((value) => answers.get(`${group} ${value}`) ?? [])),
		);
	}
	return found;
}

/** What one search says of one value. */
type Answer = { hits: Hit[]; isCapped: boolean } | { failure: LookUpFailure };

/** Candidates whose record was not shown may not be read by the user, or are none that the CRM's lists show. */
function candidatesByKey({ finder, candidates }: Search): Map<string, Candidate[]> {
	const byKey = new Map<string, Candidate[]>();
	for (const candidate of candidates) {
		for (const own of ownValues(candidate)) {
			const key = finder.keyOf(own);
			if (key) byKey.set(key, [...(byKey.get(key) ?? []), candidate]);
		}
	}
	return byKey;
}

function answerOf(
	{ finder, capped, failure }: Search,
	value: string,
	byKey: Map<string, Candidate[]>,
): Answer {
	if (failure) return { failure };
	const hits = (byKey.get(finder.keyOf(value)) ?? []).filter((candidate) =>
		ownValues(candidate).some((own) => isSame(finder, own, value)),
	);
	return {
		hits: hits.map(({ record }) => ({ id: record!.id, name: record!.name })),
		isCapped: capped.has(value),
	};
}

function isSame(finder: Finder, own: string, asked: string): boolean {
	return finder.keyOf(own) === finder.keyOf(asked) && (finder.isSame?.(own, asked) ?? true);
}

function ownValues({ record, value }: Candidate): string[] {
	if (!record) return [];
	return value === undefined ? record.values : [value];
}

/** Several searches may have looked for a value, and a record may have several of the values. */
function join(answers: Answer[]): LookUpResult {
	const hits = new Map<number, Hit>();
	let isCapped = false;
	for (const answer of answers) {
		if ('failure' in answer) return answer.failure;
		answer.hits.forEach((hit) => hits.set(hit.id, hit));
		isCapped ||= answer.isCapped;
	}
	return { hits: [...hits.values()].sort((one, other) => one.id - other.id), isCapped };
}
