/** Makes secrets that look like the portal's and are the same in every run. Not for guarding anything. */
export function secretMaker(length: number): () => string {
	let state = length;
	return () =>
		Array.from({ length }, () => {
			state = (state * 1103515245 + 12345) % 2147483648;
			return Math.floor((state / 2147483648) * 36).toString(36);
		}).join('');
}
