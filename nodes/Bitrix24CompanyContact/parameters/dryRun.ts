import type { INodeProperties } from 'n8n-workflow';

import type { ReadParameter } from '../resources/operation';
import { readProtectingSwitch } from './values';

/** Of every operation that writes. */
export const dryRun: INodeProperties = {
	displayName: 'Dry Run',
	name: 'dryRun',
	type: 'boolean',
	default: false,
	description: 'Whether to only read, and output what would change. Nothing is written.',
};

export function readDryRun(parameter: ReadParameter): boolean {
	return readProtectingSwitch(parameter, dryRun);
}
