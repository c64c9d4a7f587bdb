import { callOf } from '../../nodes/Bitrix24CompanyContact/resources/changes';
import { companySide } from '../../nodes/Bitrix24CompanyContact/resources/side';

describe('callOf', () => {
	const add = { kind: 'add', side: companySide, ownerId: 1, otherId: 2 } as const;

	it.each([
		['Not found.', true],
		["The parameter 'fields' is not valid.", true],
		['Access denied.', false],
		['[Contact #54] You do not have permission to view this item', false],
	])('says whether the answer "%s" settles what a lost attempt did: %s', (text, settles) => {
		expect(callOf(add).verdicts?.test(text)).toBe(settles);
	});

	it('sends only what is given', () => {
		expect(callOf(add).params).toEqual({ id: 1, fields: { CONTACT_ID: 2 } });
		expect(callOf({ ...add, sort: 0, isPrimary: false }).params).toEqual({
			id: 1,
			fields: { CONTACT_ID: 2, SORT: 0, IS_PRIMARY: 'N' },
		});
	});
});
