import { itemsOf, linked } from '../helpers';
import { importExample, run } from './harness';

export function linkContacts() {
	it('links the pairs that are in it and tells the others why not', async () => {
		const { id } = await importExample('link-contacts.json');
		const execution = await run(id, 'Pairs to link');
		expect(
			itemsOf(execution, 'Linked').map(({ companyId, contactId, outcome }) => [
				companyId,
				contactId,
				outcome,
			]),
		).toEqual([
			[5, 1, 'added'],
			[5, 10, 'added'],
			[1, 2, 'alreadyLinked'],
			[5, 11, 'added'],
		]);
		expect(itemsOf(execution, 'Not linked').map(({ error }) => error)).toEqual([
			'Contact 3 was not linked to company 99: the company does not exist',
			`'Contact' is not the ID of a contact: "Luca Rossi"`,
		]);
		expect(linked(5)).toEqual([1, 10, 11]);
	});
}
