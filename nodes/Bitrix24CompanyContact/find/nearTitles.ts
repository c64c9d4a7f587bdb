import { asString } from '../bitrix24/json';
import { itemsCall, readItems, SHOWN } from '../resources/items';
import type { Found, Hit } from './found';
import type { LookUp } from './lookUp';
import type { Task } from './tasks';

/** Look-ups of a run whose near titles are read: a list with more misses has a fault that a few of them show. */
const MOST_READ = 10;

/** Titles that an error names. */
const MOST_NAMED = 3;

/** Commands that read titles like those that no record has, for the error to name. A failure of theirs changes nothing. */
export function nearTitleTasks(lookUps: LookUp[], found: Found): Task[] {
	const missed = lookUps.filter((lookUp) => {
		const result = found.get(lookUp);
		return lookUp.mode === 'title' && result && 'hits' in result && !result.hits.length;
	});
	return missed.slice(0, MOST_READ).flatMap((lookUp) => {
		const words = wordsOf(lookUp.value);
		const longest = [...words].sort((one, other) => other.length - one.length).at(0);
		if (!longest) return [];
		return {
			call: itemsCall(lookUp.kind, {
				select: ['id', 'title'],
				filter: { '%title': longest, ...SHOWN[lookUp.kind] },
				order: { id: 'ASC' },
			}),
			use(result) {
				const titles = readItems(result).map(({ id, title }) => ({ id, name: asString(title) }));
				found.set(lookUp, { hits: [], isCapped: false, near: nearest(titles, words) });
				return [];
			},
			fail() {},
		};
	});
}

function nearest(titles: Hit[], words: string[]): Hit[] {
	const shared = ({ name }: Hit) => {
		const own = wordsOf(name);
		return words.filter((word) => own.includes(word)).length;
	};
	return titles.sort((one, other) => shared(other) - shared(one)).slice(0, MOST_NAMED);
}

function wordsOf(text: string): string[] {
	return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}
