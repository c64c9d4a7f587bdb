import type { IDataObject } from 'n8n-workflow';

import type { PortalState } from '../../sandbox/state/portalState';
import { links } from './links';
import { lookUps } from './lookUps';
import { sync } from './sync';

/** A company's ID and a contact's ID. */
export type Pair = [companyId: number, contactId: number];

/** What a portal holds, and the input items that a contestant works off. */
export interface Scenario<Row extends IDataObject = IDataObject> {
	seed(state: PortalState, count: number): void;
	rows(count: number): Row[];
	/** Links that the portal should hold at the end. */
	truth(count: number): Pair[];
}

export const SCENARIOS = { links, lookUps, sync } satisfies Record<string, Scenario>;

export type ScenarioName = keyof typeof SCENARIOS;

/** How many of the links are among those that the portal should hold. */
export function countTrue(scenario: ScenarioName, count: number, links: Pair[]): number {
	const truth = new Set(SCENARIOS[scenario].truth(count).map(String));
	return links.filter((link) => truth.has(String(link))).length;
}
