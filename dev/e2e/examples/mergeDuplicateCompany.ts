import { expectNoSecret, linked, n8n, sandbox } from '../helpers';
import { hasFinished } from '../storedExecution';
import { expectCleanExecutions, submitForm, useForm } from './forms';

const FILE = 'merge-duplicate-company.json';
const FORM = 'form/merge-duplicate-company';

const linksOf = (...companyIds: number[]) => companyIds.map(linked);

export function mergeDuplicateCompany() {
	describe('with an answer', answered);
	describe('without an answer', unanswered);
}

function answered() {
	const form = useForm(FILE, FORM);

	it('shows the contacts that would move, and moves them after a yes', async () => {
		const page = await submitForm(FORM, '1', '/crm/company/details/3/');
		expect(page.text).toContain('2 contacts would move from company 1 to the company that is kept');
		expect(page.text).toContain('Anna Berg, anna.berg@northwind.example, contact 1');
		expect(page.text).toContain('Boris Lang, contact 2');
		expect(linksOf(1, 3)).toEqual([[1, 2], [4]]);

		const { text } = await page.next('', 'Move these contacts');
		expect(text).toContain('Moved Contacts that left the duplicate: 2');
		expect(linked(1)).toEqual([]);
		expect(linked(3).sort()).toEqual([1, 2, 4]);
		expect(sandbox.state.contacts.get(1)?.companyId).toBe(3);
	});

	it('changes nothing after a no', async () => {
		const page = await submitForm(FORM, '1', '3');
		const { text } = await page.next('', 'Change nothing');
		expect(text).toContain('Nothing has changed The contacts stay where they are.');
		expect(linksOf(1, 3)).toEqual([[1, 2], [4]]);
	});

	it('shows a contact of both companies, which only leaves the duplicate', async () => {
		sandbox.state.link(5, 4, { isPrimary: 'N' });
		const page = await submitForm(FORM, '5', '3');
		expect(page.text).toContain('1 contact would move from company 5');
		const { text } = await page.next('', 'Move these contacts');
		expect(text).toContain('Contacts that left the duplicate: 1');
		expect(linksOf(5, 3)).toEqual([[], [4]]);
	});

	it('shows names and what was entered as they are', async () => {
		sandbox.state.addContact({ id: 60, name: 'Zoe <!-- {{ 6 * 7 }} $&' });
		sandbox.state.link(5, 60);
		sandbox.state.link(5, 2);
		const kept = '/crm/company/details/3/?{{6*7}}<b>';
		const page = await submitForm(FORM, '5', kept);
		expect(page.text).toContain(
			`2 contacts would move from company 5 to the company that is kept (${kept})`,
		);
		expect(page.text).toContain('Zoe <!-- {{ 6 * 7 }} $&, contact 60');
		expect(page.text).toContain('Boris Lang, contact 2');
		await page.next('', 'Change nothing');
	});

	it('says that there is nothing to move', async () => {
		const { text } = await submitForm(FORM, '5', '3');
		expect(text).toContain('Nothing to move The duplicate has no contacts.');
	});

	it.each([
		[
			'1',
			'99',
			'The contacts of company 1 were not moved to company 99: the company does not exist',
		],
		['1', '1', "'Company' and 'Target Company' are the same company: 1"],
		['Northwind', '1', `'Company' is not the ID of a company: "Northwind"`],
	])('says why company %s cannot move to %s', async (duplicate, kept, reason) => {
		const { text } = await submitForm(FORM, duplicate, kept);
		expect(text).toContain(`Not possible Nothing has changed. ${reason}`);
		expect(linked(1)).toEqual([1, 2]);
	});

	it('says what was not moved', async () => {
		const page = await submitForm(FORM, '1', '3');
		const method = 'crm.contact.company.items.set';
		sandbox.faults.add({ kind: 'error', error: 'ERROR_CORE', command: 1, method });
		const { text } = await page.next('', 'Move these contacts');
		expect(text).toContain('Not all moved');
		expect(text).toContain('Part of the item was done');
		expect(linked(1)).toEqual([2]);
	});

	it('leaves no secret in the data of its executions', async () => {
		await expectCleanExecutions(form);
	});
}

function unanswered() {
	useForm(FILE, FORM, ({ nodes }) => {
		const page = nodes.find(({ name }) => name === 'Page: move them?')!;
		Object.assign(page.parameters, { resumeAmount: 0.01, resumeUnit: 'minutes' });
	});

	it('changes nothing once the time is up', async () => {
		await submitForm(FORM, '1', '3');
		const { results } = await n8n.get<{ results: Array<{ id: string }> }>('executions');
		const execution = await n8n.executionThat(hasFinished, results[0].id);
		expect(execution.status).toBe('success');
		expect(execution.data.resultData.lastNodeExecuted).toBe('What is the answer?');
		expectNoSecret(execution.text);
		expect(linksOf(1, 3)).toEqual([[1, 2], [4]]);
	});
}
