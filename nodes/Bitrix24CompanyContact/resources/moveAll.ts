import { UserError } from 'n8n-workflow';

import { dryRun } from '../parameters/dryRun';
import { ownerLocator, readLocator, readOwnerId, targetCompany } from '../parameters/locator';
import { notice } from '../parameters/notice';
import { includeUnchanged } from '../parameters/syncOptions';
import { readSwitchOption } from '../parameters/values';
import { contactQueries, refuseUnknown } from './contactLinks';
import { changeRow } from './linkChange';
import { linksOf, placesOf } from './linkQueries';
import { changesOf, planMoves } from './movePlan';
import type { Intent, MakeOperation } from './operation';
import { isShown } from './recordQueries';
import { joinStages } from './stages';

/** For a company that exists twice. REST docs: `crm.contact.company.items.set`. */
export const moveAll: MakeOperation = (side) => ({
	option: {
		name: 'Move All',
		value: 'moveAll',
		action: 'Move all contacts to another company',
		description:
			'Link all contacts of a company to another company instead, e.g. to merge a duplicate',
		builderHint: {
			propertyHint:
				'For a company that exists twice: companyId is the duplicate that the contacts leave, targetCompanyId the one that is kept.',
		},
	},
	fields: [
		notice(
			'moveAllNotice',
			'Unlinks all contacts of the company, and links them to the target company instead. Both companies stay.',
		),
		ownerLocator(side),
		targetCompany,
	],
	options: [dryRun, includeUnchanged],

	parse(parameter): Intent {
		const companyId = readOwnerId(parameter, side);
		const { name, displayName } = targetCompany;
		const targetId = readLocator(parameter(name), 'company', { name: `'${displayName}'` });
		if (targetId === companyId) throw sameCompany(companyId);
		const showsUnchanged = readSwitchOption(parameter, includeUnchanged);
		const failureMessage = `The contacts of company ${companyId} were not moved to company ${targetId}`;
		const links = linksOf(side, companyId);

		return {
			ids: { companyId },
			failureMessage,
			needs: (known) => [
				links,
				placesOf(side, targetId),
				isShown('company', targetId),
				...(known.has(links) ? known.get(links) : []).flatMap(({ otherId }) =>
					contactQueries(otherId),
				),
			],
			plan(known) {
				refuseUnknown(known, 'company', targetId, failureMessage);
				const moves = planMoves(known, companyId, targetId);
				const changes = moves.flatMap((move) => changesOf(move, companyId, targetId));
				const rows = changes
					.filter(({ change }) => showsUnchanged || change !== 'none')
					.map(changeRow);
				const count = `${moves.length} ${moves.length === 1 ? side.other : side.others}`;
				const summary = `${count} moved from company ${companyId} to company ${targetId}`;
				return {
					stages: joinStages(moves.map(({ stages }) => stages)),
					report: () => ({ rows, summary }),
				};
			},
		};
	},
});

function sameCompany(companyId: number): UserError {
	return new UserError(`'Company' and 'Target Company' are the same company: ${companyId}`, {
		description: 'Choose the company that the contacts leave, and the one that is kept.',
	});
}
