import { linked, sandbox } from '../helpers';
import { expectCleanExecutions, submitForm, useForm } from './forms';

const FORM = 'form/undo-sync';

export function undoSync() {
	const form = useForm('undo-sync.json', FORM);

	const upload = async (...lines: string[]) => {
		const text = ['\uFEFFcompanyId,contactId,sort,isPrimary', ...lines].join('\n');
		const file = new File([text], 'removed-links.csv', { type: 'text/csv' });
		return (await submitForm(FORM, file)).text;
	};

	it('restores links with their sort and main company, and says what it could not', async () => {
		const { state } = sandbox;
		state.linkTable.remove({ companyId: 1, contactId: 1 });
		state.linkTable.remove({ companyId: 3, contactId: 4 });
		state.contacts.get(1)!.companyId = 5;
		const text = await upload('1,1,10,TRUE', '3,4,70,FALSE', '1,2,20,TRUE', '99,2,10,FALSE');
		expect(text).toContain('Done Linked again: 2. Linked before: 1. Not linked: 1.');
		expect(text).toContain('the company does not exist');
		expect(linked(1)).toEqual([1, 2]);
		expect(state.linksOfCompany(3)).toMatchObject([{ contactId: 4, sort: 70 }]);
		expect([1, 4].map((id) => state.contacts.get(id)?.companyId)).toEqual([1, 2]);
	});

	it('says that a file without links holds none', async () => {
		expect(await upload()).toContain("Not linked: 1. 'Company' is not the ID of a company");
	});

	it('leaves no secret in the data of its executions', async () => {
		await expectCleanExecutions(form);
	});
}
