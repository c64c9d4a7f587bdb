import { type Failure, list } from './failure';

/** How far a run came that stopped at an item. */
export interface Progress {
	/** Summaries of the items before, all of which went through. */
	before: string[];
	/** Summaries of later items that went through as well, as they travelled in the same request. */
	after: string[];
	/** How many later items of the same request may have gone through. */
	inDoubt: number;
}

/** The error that a stopped run ends with also tells how far the run came. */
export function withProgress(
	failure: Failure,
	index: number,
	count: number,
	progress: Progress,
): Failure {
	const { companyId, contactId } = failure.ids;
	const ids = [
		companyId !== undefined && `company ${companyId}`,
		contactId !== undefined && `contact ${contactId}`,
	].filter(Boolean);
	if (count === 1) return failure;
	const place = `Item ${index + 1} of ${count}${ids.length ? ` (${ids.join(', ')})` : ''}.`;
	return {
		...failure,
		description: [failure.description, place, ...sentences(progress)].filter(Boolean).join(' '),
	};
}

function sentences({ before, after, inDoubt }: Progress): string[] {
	return [
		before.length
			? `${items(before.length)} went through before it: ${list(before)}.`
			: 'No item went through before it.',
		after.length
			? `${items(after.length)} after it travelled in the same request and went through as well: ${list(after)}.`
			: '',
		inDoubt
			? `${items(inDoubt)} after it travelled in the same request and may have gone through.`
			: '',
	];
}

function items(count: number): string {
	return `${count} ${count === 1 ? 'item' : 'items'}`;
}
