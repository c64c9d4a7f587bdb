import type { IDataObject } from 'n8n-workflow';

import { expectNoSecret, linked, n8n, sandbox } from '../helpers';
import { answerMail, useMailServer } from '../mailServer';
import { isWaitingAt } from '../storedExecution';
import { withList } from './harness';

const FILE = 'sync-from-spreadsheet.json';

/** Company 1 is to have contacts 1 and 3. It has 1 and 2. */
const ROWS = [
	'taxNumber,email',
	'12-3456789,anna.berg@northwind.example',
	'12-3456789,carla@contoso.example',
];

export function syncFromSpreadsheet() {
	const { mails, createCredential } = useMailServer();

	/** Runs the example, with these parameters of its nodes changed, until it ends or waits for an answer. */
	const runNight = async (
		rows: string[],
		waits: boolean,
		changed: Record<string, IDataObject> = {},
	): Promise<string> =>
		await withList(
			FILE,
			rows,
			async (id) => {
				const executionId = await n8n.startByHand(id, 'Every night at 2');
				if (waits) await n8n.executionThat(isWaitingAt('Ask for approval'), executionId);
				else expect((await n8n.finished(executionId)).status).toBe('success');
				return executionId;
			},
			{ smtp: await createCredential() },
			({ nodes }) =>
				nodes.forEach(({ name, parameters }) => Object.assign(parameters, changed[name])),
		);

	/** Answers the first mail, and lets the execution come to its end. */
	async function answer(approved: boolean, executionId: string) {
		await answerMail(mails()[0], approved);
		const execution = await n8n.finished(executionId);
		expect(execution.data.resultData.error).toBeUndefined();
		expect(execution.status).toBe('success');
		expectNoSecret(execution.text);
	}

	const subjects = () => mails().map(({ subject }) => subject);
	const htmlOf = (mail: number) => mails()[mail].html as string;
	const textOf = (mail: number) => mails()[mail].text;

	it('asks by mail, and syncs after the approval', async () => {
		const executionId = await runNight(ROWS, true);
		expect(subjects()).toEqual(['Bitrix24: 1 to link, 1 to unlink']);
		expect(htmlOf(0)).toContain(
			[
				'Unlink Boris Lang (contact 2) from company 1',
				'Link carla@contoso.example (contact 3) to company 1',
			].join('\n'),
		);
		expect(htmlOf(0)).not.toContain('Problems');
		expect(linked(1)).toEqual([1, 2]);

		await answer(true, executionId);
		expect(linked(1)).toEqual([1, 3]);
		expect(mails()[1]).toMatchObject({
			subject: 'Bitrix24: 1 linked, 1 unlinked',
			attachments: [{ filename: 'removed-links.csv' }],
		});
		const file = mails()[1].attachments[0].content.toString();
		expect(file).toBe('\uFEFFcompanyId,contactId,sort,isPrimary\n1,2,20,TRUE');
	});

	it('changes nothing if more would go after the approval than was approved', async () => {
		const executionId = await runNight(ROWS, true);
		sandbox.state.link(1, 5);
		await answer(true, executionId);
		expect(linked(1)).toEqual([1, 2, 5]);
		expect(textOf(1)).toContain("The run would remove 2 links, and 'Max Removals' allows 1.");
	});

	it('changes nothing after a refusal', async () => {
		const executionId = await runNight(ROWS, true);
		await answer(false, executionId);
		expect(linked(1)).toEqual([1, 2]);
		expect(mails()).toHaveLength(1);
	});

	it('changes nothing without an answer', async () => {
		const values = { limitType: 'afterTimeInterval', resumeAmount: 0.01, resumeUnit: 'minutes' };
		const options = { limitWaitTime: { values } };
		const executionId = await runNight(ROWS, true, { 'Ask for approval': { options } });
		await n8n.finished(executionId);
		expect(linked(1)).toEqual([1, 2]);
		expect(mails()).toHaveLength(1);
	});

	it('sends no mail if there is nothing to change', async () => {
		sandbox.state.linkTable.clear();
		sandbox.state.link(1, 1);
		await runNight(ROWS.slice(0, 2), false);
		expect(mails()).toEqual([]);
	});

	it('says which rows it cannot read, and unlinks nothing from their companies', async () => {
		const rows = [...ROWS, 'DE 811 128 135,nobody@northwind.example'];
		const executionId = await runNight(rows, true);
		const problem =
			'DE 811 128 135, nobody@northwind.example: No contact with the email address "nobody@northwind.example" was found';
		expect(htmlOf(0)).toContain('Problems: 1. A company with a problem loses no contacts.');
		expect(htmlOf(0)).toContain(problem);
		await answer(true, executionId);
		expect(textOf(1)).toContain(`Problems: 1\n${problem}`);
		expect([linked(1), linked(3)]).toEqual([[1, 3], [4]]);
	});

	it('asks for nothing if only rows are wrong, and says which', async () => {
		await runNight(['taxNumber,email', '12-3456789,', ',carla@contoso.example'], false);
		expect(subjects()).toEqual(['Bitrix24: the list has problems']);
		expect(textOf(0)).toContain('12-3456789, no email: ');
		expect(textOf(0)).toContain('No tax number, carla@contoso.example: ');
		expect(linked(1)).toEqual([1, 2]);
	});

	it('asks for nothing if more links would go than Max Removals allows, and says so', async () => {
		await runNight(ROWS, false, { 'What would change': { maxRemovals: 0 } });
		expect(textOf(0)).toContain(
			"The run would remove 1 link, and 'Max Removals' allows 0. Company 1 would lose 1.",
		);
		expect(linked(1)).toEqual([1, 2]);
	});
}
