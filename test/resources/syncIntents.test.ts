import { Known } from '../../nodes/Bitrix24CompanyContact/resources/known';
import type { ChangeAnswer } from '../../nodes/Bitrix24CompanyContact/resources/operation';
import { removalOf, wantedOf } from '../../nodes/Bitrix24CompanyContact/resources/syncIntents';

const link = { otherId: 2, sort: 10, roleId: 0, isPrimary: false, row: {} };

const rows = {
	added: (answer: ChangeAnswer) =>
		wantedOf(1, { otherId: 2, sort: 10 }, true).plan(new Known()).report([answer]).rows,
	removed: (answer: ChangeAnswer) => removalOf(1, link).plan(new Known()).report([answer]).rows,
};

describe.each([
	['added', 'alreadyLinked'],
	['removed', 'notLinked'],
] as const)('a link of a list that is to be %s', (outcome, moot) => {
	it('is reported so where Bitrix24 made the change', () => {
		expect(rows[outcome]({ result: true, afterRetry: false })).toMatchObject([{ outcome }]);
	});

	it('is not said to be changed where somebody else was first', () => {
		const [row] = rows[outcome]({ result: false, afterRetry: false });
		expect(row).toMatchObject({ change: 'none', outcome: moot });
		expect(row).not.toHaveProperty('afterRetry');
	});

	it('says where a lost first attempt may have made the change', () => {
		const [row] = rows[outcome]({ result: false, afterRetry: true });
		expect(row).toMatchObject({ change: 'none', outcome: moot, afterRetry: true });
	});
});
