import { itemsOf, sandbox } from '../helpers';
import { importExample, run } from './harness';

export function listContacts() {
	it('lists the contacts of the company, primary ones first', async () => {
		sandbox.state.link(1, 9, { isPrimary: 'N', sort: 5 });
		const { id } = await importExample('list-contacts.json');
		const execution = await run(id, 'Start');
		expect(itemsOf(execution, 'Table of contacts')).toEqual([
			{ position: 1, contact: 1, primary: 'yes', sort: 10 },
			{ position: 2, contact: 2, primary: 'yes', sort: 20 },
			{ position: 3, contact: 9, primary: 'no', sort: 5 },
		]);
		expect(itemsOf(execution, 'No contacts')).toEqual([]);
	});

	it('says so if there are none', async () => {
		sandbox.state.linkTable.clear();
		const { id } = await importExample('list-contacts.json');
		const execution = await run(id, 'Start');
		expect(itemsOf(execution, 'No contacts')).toEqual([
			{ message: expect.stringContaining('has no contacts') },
		]);
	});
}
