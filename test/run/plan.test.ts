import type { INode } from 'n8n-workflow';

import type { Change } from '../../nodes/Bitrix24CompanyContact/resources/changes';
import { Known } from '../../nodes/Bitrix24CompanyContact/resources/known';
import type { Intent } from '../../nodes/Bitrix24CompanyContact/resources/operation';
import { companySide, contactSide } from '../../nodes/Bitrix24CompanyContact/resources/side';
import { planEntries } from '../../nodes/Bitrix24CompanyContact/run/plan';
import { Results } from '../../nodes/Bitrix24CompanyContact/run/results';

/** The list of contact 1 with companies 5 and 6. */
const list: Change = {
	kind: 'replace',
	side: contactSide,
	ownerId: 1,
	links: [
		{ otherId: 5, sort: 10 },
		{ otherId: 6, sort: 20 },
	],
	removed: [],
};
const add = (ownerId: number, otherId: number): Change => {
	return { kind: 'add', side: companySide, ownerId, otherId };
};

/** How many of the items with these stages are planned together. */
function plannedTogether(...items: Change[][][]): number {
	const entries = items.map((stages, index) => {
		const intent: Intent = {
			ids: {},
			failureMessage: 'Nothing was done',
			needs: () => [],
			plan: () => ({ stages, report: () => ({ rows: [], summary: '' }) }),
		};
		return { index, intent };
	});
	const results = new Results({ name: 'Bitrix24', parameters: {} } as INode, items.length, false);
	const { steps, later } = planEntries(entries, new Known(), results);
	expect(steps.length + later.length).toBe(items.length);
	return steps.length;
}

describe('the plans of several items are made together', () => {
	it.each<[string, Change[][][], number]>([
		['an item waits for the second list of an earlier one', [[[list], [list]], [[add(5, 2)]]], 1],
		['an item that writes other records does not', [[[list], [list]], [[add(7, 2)]]], 2],
		['after a list that is sent once none waits', [[[list]], [[add(5, 2)]]], 2],
		['nor after additions in two stages', [[[add(5, 1)], [add(6, 1)]], [[add(6, 2)]]], 2],
	])('%s', (_, items, count) => {
		expect(plannedTogether(...items)).toBe(count);
	});
});
