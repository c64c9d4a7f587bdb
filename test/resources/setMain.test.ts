import { Known } from '../../nodes/Bitrix24CompanyContact/resources/known';
import { linksOf } from '../../nodes/Bitrix24CompanyContact/resources/linkQueries';
import { companiesOf } from '../../nodes/Bitrix24CompanyContact/resources/recordQueries';
import { setMain } from '../../nodes/Bitrix24CompanyContact/resources/setMain';
import { contactSide } from '../../nodes/Bitrix24CompanyContact/resources/side';

it('Set Main reports the main company before the change, though later items have been planned since', () => {
	const parameters: Record<string, unknown> = {
		companyId: { __rl: true, mode: 'id', value: 6 },
		contactId: { __rl: true, mode: 'id', value: 1 },
	};
	const known = new Known();
	const link = (otherId: number, isPrimary: boolean) => {
		return { otherId, sort: 10 * otherId, roleId: 0, isPrimary, row: {} };
	};
	known.set(linksOf(contactSide, 1), [link(5, true), link(6, false)]);
	known.set(companiesOf(1), { mainId: 5, companyIds: [5, 6] });
	const intent = setMain(contactSide).parse((name, fallback) => parameters[name] ?? fallback, {
		dryRun: true,
	});
	const plan = intent.plan(known);
	plan.stages.flat().forEach((change) => known.assume(change));
	expect(known.get(companiesOf(1))?.mainId).toBe(6);
	expect(plan.report([{ result: true, afterRetry: false }]).rows).toMatchObject([
		{ outcome: 'mainSet', before: 5 },
	]);
});
