/** Returns a function that makes texts like the portal's secrets: the same in every run, and not for protection. */
export function secretMaker(length: number): () => string {
	let state = length;
	return () =>
		Array.from({ length }, () => {
			state = (state * 1103515245 + 12345) % 2147483648;
			return Math.floor((state / 2147483648) * 36).toString(36);
		}).join('');
}
