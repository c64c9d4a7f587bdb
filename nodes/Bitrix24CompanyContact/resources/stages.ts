/** Stages of several lists that may be made side by side: the first stages of all, then the second ones. */
export function joinStages<Item>(lists: Item[][][]): Item[][] {
	const joined: Item[][] = [];
	for (const stages of lists) {
		stages.forEach((stage, position) => {
			joined[position] ??= [];
			stage.forEach((item) => joined[position].push(item));
		});
	}
	return joined;
}
