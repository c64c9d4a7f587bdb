import type { ContestantName } from './contestants';

export const NAMES: Record<ContestantName, string> = {
	handPacked: 'Loop packed by hand: the limit',
	handPaced: 'Loop packed by hand, 2 requests a second',
	node: 'This node',
	sdk: '@bitrix24/b24jssdk',
	oneRequestAnItem: 'One request an item, all at once',
	reader: 'A node that only reads the same parameters',
	passThrough: 'A node that does nothing',
	nodeLookUps: 'This node',
	handLookUps: 'Loop packed by hand',
	sdkLookUps: '@bitrix24/b24jssdk',
	nodeSync: 'This node',
};
