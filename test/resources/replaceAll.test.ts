import { Known } from '../../nodes/Bitrix24CompanyContact/resources/known';
import { linksOf } from '../../nodes/Bitrix24CompanyContact/resources/linkQueries';
import type { ChangeAnswer } from '../../nodes/Bitrix24CompanyContact/resources/operation';
import { replaceAll } from '../../nodes/Bitrix24CompanyContact/resources/replaceAll';
import { companySide } from '../../nodes/Bitrix24CompanyContact/resources/side';

/** Company 1 has contacts 2 and 3, and gets 2 and 4: one addition, then one removal. */
function report(answers: ChangeAnswer[]) {
	const parameters: Record<string, unknown> = {
		companyId: { __rl: true, mode: 'id', value: 1 },
		contactsInput: 'json',
		contactsJson: [2, 4],
	};
	const known = new Known();
	const link = (otherId: number) => ({ otherId, sort: 10, roleId: 0, isPrimary: false, row: {} });
	known.set(linksOf(companySide, 1), [link(2), link(3)]);
	const intent = replaceAll(companySide).parse((name, fallback) => parameters[name] ?? fallback, {
		dryRun: false,
	});
	const plan = intent.plan(known);
	expect(plan.stages.flat().map(({ kind }) => kind)).toEqual(['add', 'remove']);
	return plan.report(answers).rows;
}

const made = { result: true, afterRetry: false };
const moot = { result: false, afterRetry: false };
const unclear = { result: false, afterRetry: true };

describe('Replace All from the side of the company reports', () => {
	it('what it added and removed', () => {
		expect(report([made, made])).toMatchObject([
			{ added: [4], removed: [{ contactId: 3 }], kept: [2] },
		]);
	});

	it('no link that somebody else made or removed since the list was read', () => {
		expect(report([moot, moot])).toMatchObject([{ added: [], removed: [], kept: [2, 4] }]);
	});

	it('a link as changed where a lost first attempt may have changed it', () => {
		expect(report([unclear, unclear])).toMatchObject([
			{ added: [4], removed: [{ contactId: 3 }], kept: [2] },
		]);
	});
});
