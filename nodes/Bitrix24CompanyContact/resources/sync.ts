import { additionalFields, readAdditionalFields } from '../parameters/additionalFields';
import { dryRun } from '../parameters/dryRun';
import { readPosition } from '../parameters/listedLink';
import { isEmptyRow, readLinkIds, recordLocators } from '../parameters/locator';
import { checkContacts } from '../parameters/lookUpOptions';
import { notice } from '../parameters/notice';
import {
	includeUnchanged,
	maxRemovals,
	readMaxRemovals,
	readRemoveOthers,
	removeOthers,
} from '../parameters/syncOptions';
import { isGiven, readSwitchOption } from '../parameters/values';
import { linksOf } from './linkQueries';
import type { ListOperation } from './operation';
import type { Side } from './side';
import { planList } from './syncPlan';

/** Makes the links of companies equal to a list. REST docs: `crm.company.contact.add`, `.delete`, `.items.get`. */
export const sync = (side: Side): ListOperation => ({
	option: {
		name: 'Sync',
		value: 'sync',
		action: 'Sync contacts of companies with a list',
		description:
			'Make the links of companies equal to the input items: all items together are the list of links',
		builderHint: {
			propertyHint:
				'Needs the complete list of links of each company in the input of one run: never in a loop, never as the tool of an agent. To link some contacts and keep the rest, use add.',
		},
	},
	fields: [
		notice(
			'syncNotice',
			'All input items together are the list. Links of their companies that the list leaves out are removed, so do not put this node into a loop. Turn on the option Dry Run to see the changes first.',
		),
		...recordLocators(side),
		maxRemovals,
		additionalFields(side),
	],
	options: [checkContacts, dryRun, includeUnchanged, removeOthers],

	parse(parameter) {
		const ids = readLinkIds(parameter);
		const { isPrimary, sort } = readAdditionalFields(parameter);
		return {
			ids,
			failureMessage: `Contact ${ids.contactId} was not linked to company ${ids.companyId}`,
			needs: () => [linksOf(side, ids.companyId)],
			...(isPrimary !== undefined && { isPrimary }),
			...(isGiven(sort) && readPosition(sort, "'Sort'")),
		};
	},
	isNone: isEmptyRow,
	parseList: (parameter) => ({
		maxRemovals: readMaxRemovals(parameter),
		removeOthers: readRemoveOthers(parameter),
		includeUnchanged: readSwitchOption(parameter, includeUnchanged),
	}),
	planList,
});
