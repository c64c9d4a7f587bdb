import { linked, n8n, sandbox } from '../helpers';
import { expectCleanExecutions, submitForm, textOf, useForm } from './forms';

const FORM = 'form/link-contact-by-email';

export function linkFromForm() {
	const form = useForm('link-from-form.json', FORM);

	const submit = async (email: string, company: string) => {
		const { text } = await submitForm(FORM, email, company);
		return text;
	};

	it('asks for an email address and the title of a company', async () => {
		const page = await (await fetch(`${n8n.origin}/${FORM}`)).text();
		expect(textOf(page)).toContain('Email address of the contact');
		expect(textOf(page)).toContain('Title of the company');
	});

	it('says that it linked, and the next time that it had linked before', async () => {
		expect(await submit('Carla@contoso.example', 'wide world importers ')).toContain(
			'Linked The contact is now linked to the company.',
		);
		expect(linked(5)).toEqual([3]);
		expect(await submit('carla@contoso.example', 'Wide World Importers')).toContain(
			'Linked They were linked before. Nothing has changed.',
		);
		expect(linked(5)).toEqual([3]);
	});

	it('says what was not found', async () => {
		expect(await submit('nobody@contoso.example', 'Wide World Importers')).toContain(
			'Not found Nothing was linked. Bitrix24 has no contact with exactly this email address: nobody@contoso.example',
		);
		expect(await submit('carla@contoso.example', 'Wide World')).toContain(
			'Not found Nothing was linked. Bitrix24 has no company with exactly this title: Wide World',
		);
		expect(linked(5)).toEqual([]);
	});

	it('links nothing if several are found', async () => {
		sandbox.state.addContact({ name: 'Carla', emails: ['carla@contoso.example'] });
		expect(await submit('carla@contoso.example', 'Wide World Importers')).toContain(
			'Not clear Nothing was linked. 2 records found: contact with the email address "carla@contoso.example"',
		);
		expect(linked(5)).toEqual([]);
	});

	it('asks to come back if it did not work for another reason', async () => {
		sandbox.faults.add({ kind: 'error', error: 'INVALID_CREDENTIALS' });
		expect(await submit('carla@contoso.example', 'Wide World Importers')).toContain(
			'Not linked The contact could not be linked. Please try again later.',
		);
		expect(linked(5)).toEqual([]);
	});

	it('leaves no secret in the data of its executions', async () => {
		await expectCleanExecutions(form);
	});
}
