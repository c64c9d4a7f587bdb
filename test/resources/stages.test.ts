import { joinStages } from '../../nodes/Bitrix24CompanyContact/resources/stages';

it.each([
	['nothing', [], []],
	['a list without stages', [[]], []],
	['lists of several lengths', [[['a'], ['b']], [['c']]], [['a', 'c'], ['b']]],
])('the stages of %s are made side by side', (_, lists, joined) => {
	expect(joinStages(lists)).toEqual(joined);
});

it('the stages of a long list are joined as well', () => {
	const lists = Array.from({ length: 150_000 }, (_, id) => [[id]]);
	expect(joinStages(lists)).toHaveLength(1);
});
