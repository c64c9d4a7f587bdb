import { itemsOf, linked, sandbox } from '../helpers';
import { runWithList } from './harness';

export function replaceContacts() {
	const runReplace = async (...lines: string[]) =>
		await runWithList('replace-contacts.json', 'Start', lines);

	it('gives each company the contacts of its rows, in their order', async () => {
		const execution = await runReplace(
			'company,contact,sort',
			'1,5,20',
			'2,3,',
			'1,6,10',
			' 2 ,7,',
		);
		expect(itemsOf(execution, 'Replaced')).toEqual([
			{ company: 1, contacts: '5, 6' },
			{ company: 2, contacts: '3, 7' },
		]);
		expect([linked(1), linked(2), linked(4)]).toEqual([[6, 5], [3, 7], [9]]);
	});

	it('leaves a company as it is if its list is empty or wrong, and says why', async () => {
		const execution = await runReplace(
			'company,contact,sort',
			'1,,',
			'2,5,',
			'99,5,',
			'4,Luca,',
			'3,5,',
			'3,5,',
			',6,',
		);
		expect(itemsOf(execution, 'Replaced')).toEqual([{ company: 2, contacts: '5' }]);
		expect(
			itemsOf(execution, 'Not replaced').map(({ company, reason }) => [company, reason]),
		).toEqual([
			['1', 'The list of contacts is empty'],
			['99', 'The contacts of company 99 were not replaced: the company does not exist'],
			['4', 'Contact 1 of the list is not the ID of a contact: "Luca"'],
			['3', 'The list names a contact more than once: 5'],
			['', "'Company' is not the ID of a company: it is empty"],
		]);
		expect([linked(1), linked(2), linked(3), linked(4)]).toEqual([[1, 2], [5], [4], [9]]);
	});

	it('changes nothing if the answer is a web page', async () => {
		const before = structuredClone(sandbox.state.links);
		await runReplace('<html>', '<p>Sign in, please</p>');
		expect(sandbox.state.links).toEqual(before);
	});
}
