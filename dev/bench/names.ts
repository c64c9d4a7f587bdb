import type { ContestantName } from './contestants';

export const NAMES: Record<ContestantName, string> = {
	handPacked: 'Batch loop packed by hand: the limit',
	node: 'This node',
	nodeOneByOne: 'This node, Batch Size 1',
	sdk: '@bitrix24/b24jssdk, batch by chunk',
	oneRequestAnItem: 'One request an item, all at once',
	reader: 'A node that only reads the same parameters',
	passThrough: 'A node that does nothing',
};
