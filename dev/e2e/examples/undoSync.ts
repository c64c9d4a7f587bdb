import { itemsOf, linked, sandbox } from '../helpers';
import { runWithList } from './harness';

export function undoSync() {
	it('gives removed links their places and main companies back', async () => {
		const { state } = sandbox;
		state.linkTable.remove({ companyId: 1, contactId: 1 });
		state.linkTable.remove({ companyId: 3, contactId: 4 });
		const lines = [
			'companyId,contactId,sort,isPrimary',
			'1,1,10,true',
			'3,4,10,false',
			'1,2,20,true',
		];
		const execution = await runWithList('undo-sync.json', 'Start', lines, 'Download the file');
		expect(itemsOf(execution, 'Link contact to company').map(({ outcome }) => outcome)).toEqual([
			'added',
			'added',
			'alreadyLinked',
		]);
		expect([linked(1), linked(3)]).toEqual([[1, 2], [4]]);
		expect([1, 4].map((id) => state.contacts.get(id)?.companyId)).toEqual([1, 2]);
	});
}
