import { answerMail, useMailServer } from '../mailServer';
import { expectNoSecret, itemsOf, linked, n8n, sandbox } from '../helpers';
import { importExample, startFileServer } from './harness';

export function syncFromSpreadsheet() {
	const mailServer = useMailServer();

	/** Runs the workflow on a list, and answers its mail, if it sends one. */
	async function runList(approved: boolean, ...lines: string[]) {
		const file = await startFileServer(['taxNumber,email', ...lines].join('\n'));
		try {
			const smtp = await mailServer.createCredential();
			const { id } = await importExample('sync-from-spreadsheet.json', { smtp }, ({ nodes }) => {
				nodes.find(({ name }) => name === 'Download the list')!.parameters.url = file.url;
			});
			const executionId = await n8n.startByHand(id, 'Every night');
			const waiting = await n8n.finished(executionId, 60, ['waiting']);
			const [mail] = mailServer.mails();
			if (!mail) return { mail: undefined, execution: waiting };
			await answerMail(mail, approved);
			const execution = await n8n.finished(executionId, 60);
			expectNoSecret(execution.text, mail.html as string);
			return { mail, execution };
		} finally {
			await file.close();
		}
	}

	/** Company 1 keeps contact 1, company 3 gets contact 9 in the place of contact 4. */
	const list = ['12-3456789,anna.berg@northwind.example', 'DE 811 128 135,irina@tailspin.example'];

	it('asks by mail, makes the changes that were approved, and gives what it removed as a file', async () => {
		const { mail, execution } = await runList(true, ...list);
		expect(mail?.text).toContain('Link contact 9, company 3 (irina@tailspin.example)');
		expect(mail?.text).toContain('Unlink contact 2, company 1');
		expect(mail?.text).toContain('Unlink contact 4, company 3');
		expect([linked(1), linked(3), linked(2)]).toEqual([[1], [9], [3, 4]]);
		expect(itemsOf(execution, 'Columns of the file')).toEqual([
			{ companyId: 1, contactId: 2, sort: 20, isPrimary: true },
			{ companyId: 3, contactId: 4, sort: 10, isPrimary: false },
		]);
		expect(itemsOf(execution, 'Removed links as a file')).toHaveLength(1);
	});

	it('changes nothing if that is declined', async () => {
		const before = structuredClone(sandbox.state.links);
		const { execution } = await runList(false, ...list);
		expect(execution.status).toBe('success');
		expect(sandbox.state.links).toEqual(before);
	});

	it('sends no mail if nothing has to change', async () => {
		const same = ['12-3456789,anna.berg@northwind.example', '12-3456789,boris@northwind.example'];
		sandbox.state.contacts.get(2)!.emails = ['boris@northwind.example'];
		const { mail, execution } = await runList(true, ...same);
		expect(mail).toBeUndefined();
		expect(execution.status).toBe('success');
	});

	it('says which row could not be read, and lets its company keep all links', async () => {
		const { mail } = await runList(true, ...list, '12-3456789,nobody@northwind.example');
		const text = mail?.text?.replace(/\s+/g, ' ');
		expect(text).toContain(
			'Not read: No contact with the email address "nobody@northwind.example"',
		);
		expect(text).not.toContain('Unlink contact 2');
		expect([linked(1), linked(3)]).toEqual([[1, 2], [9]]);
	});
}
