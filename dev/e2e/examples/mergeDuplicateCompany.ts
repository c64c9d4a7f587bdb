import { linked, sandbox } from '../helpers';
import { submitForm, useForm } from './forms';

const FORM = 'form/merge-duplicate-company';

export function mergeDuplicateCompany() {
	useForm('merge-duplicate-company.json', FORM);

	it('shows what would move, and moves it once that is confirmed', async () => {
		const page = await submitForm(FORM, '1', 'https://acme.bitrix24.com/crm/company/details/3/');
		expect(page.text).toContain(
			'2 contacts of company 1 would move. Nothing has been changed yet.',
		);
		expect([linked(1), linked(3)]).toEqual([[1, 2], [4]]);
		const moved = await page.next('');
		expect(moved.text).toContain('Moved 2 contacts have left the duplicate');
		expect(linked(1)).toEqual([]);
		expect(linked(3).sort()).toEqual([1, 2, 4]);
		expect(sandbox.state.contacts.get(1)?.companyId).toBe(3);
	});

	it('says if there is nothing to move, or why nothing can', async () => {
		const empty = await submitForm(FORM, '5', '3');
		expect(empty.text).toContain('Nothing to move The duplicate has no contacts.');
		const missing = await submitForm(FORM, '1', '99');
		expect(missing.text).toContain(
			'Not moved The contacts of company 1 were not moved to company 99: the company does not exist',
		);
		expect(linked(1)).toEqual([1, 2]);
	});
}
