import type { Contestant } from '../measure';
import { handLookUps, handPaced, handPacked, oneRequestAnItem } from './byHand';
import { inEngine } from './nodes';
import { sdkLinks, sdkLookUps } from './sdk';

export const contestants = {
	node: inEngine('ours', 'links'),
	reader: inEngine('reader', 'links'),
	passThrough: inEngine('passThrough', 'links'),
	handPacked,
	handPaced,
	oneRequestAnItem,
	sdk: sdkLinks,
	nodeLookUps: inEngine('ours', 'lookUps'),
	handLookUps,
	sdkLookUps,
	nodeSync: inEngine('ours', 'sync'),
} satisfies Record<string, Contestant>;

export type ContestantName = keyof typeof contestants;
