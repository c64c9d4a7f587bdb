import { itemsOf, linked, sandbox } from '../helpers';
import { type Change, run, runWithList, withList } from './harness';

export function linkFromSpreadsheet() {
	const runRows = async (...lines: string[]) =>
		await runWithList('link-from-spreadsheet.json', 'Start', ['taxNumber,email', ...lines]);

	it('links by tax number and email address, and says of each other row why not', async () => {
		const execution = await runRows(
			'DE 811 128 135,irina@tailspin.example',
			'1234567890,irina@tailspin.example',
			'12-3456789,Anna.Berg@northwind.example',
			'12-3456789,nobody@northwind.example',
			'7707083893,carla@contoso.example',
			',carla@contoso.example',
			'12-3456789,carla@contoso.example',
		);
		expect(itemsOf(execution, 'Numbers')).toEqual([
			{ linked: 2, alreadyLinked: 1, notFound: 2, failed: 2 },
		]);
		const rows = itemsOf(execution, 'Rows to check');
		expect(
			rows.map(({ taxNumber, email, outcome, reason }) => [taxNumber, email, outcome, reason]),
		).toEqual([
			['1234567890', 'irina@tailspin.example', 'notFound', 'No company has 1234567890'],
			[
				'12-3456789',
				'nobody@northwind.example',
				'notFound',
				'No contact has nobody@northwind.example',
			],
			[
				'7707083893',
				'carla@contoso.example',
				'failed',
				'2 records found: company with the tax number "7707083893"',
			],
			[null, 'carla@contoso.example', 'failed', "'Company' is empty: no tax number to look for"],
		]);
		expect(itemsOf(execution, 'Rows to check as a file')).toHaveLength(1);
		expect([linked(1), linked(3)]).toEqual([
			[1, 2, 3],
			[4, 9],
		]);
	});

	it('makes no file if every row is linked', async () => {
		const execution = await runRows('1027700132195,irina@tailspin.example');
		expect(itemsOf(execution, 'Numbers')).toEqual([
			{ linked: 1, alreadyLinked: 0, notFound: 0, failed: 0 },
		]);
		expect(itemsOf(execution, 'Rows to check as a file')).toEqual([]);
		expect(linked(2)).toEqual([3, 4, 9]);
	});

	it("takes Bitrix24's own export of contacts, with several addresses in a cell", async () => {
		const { state } = sandbox;
		state.addCompany({ id: 50, title: 'ООО "Ромашка"' });
		state.addContact({ id: 71, emails: ['vera@firma.example', 'v.ilina@firma.example'] });
		state.addContact({ id: 72, emails: ['oleg@firma.example'] });
		const rows = [
			'\ufeff"ID";"Имя";"Компания";"Рабочий телефон";"Рабочий e-mail";',
			'"7";"Вера";"ООО ""Ромашка""";"+7 495 111-22-33, +7 495 111-22-34";"vera@firma.example, v.ilina@firma.example";',
			'"8";"Олег";"ООО ""Ромашка""";"+7 812 999-93-31#102";"oleg@firma.example";',
			'"9";"Мария";"";"8 (495) 111-22-33";"";',
		];
		const change: Change = ({ nodes }) => {
			const parametersOf = (name: string) => nodes.find((node) => node.name === name)!.parameters;
			Object.assign(parametersOf('Read the rows').options as object, { delimiter: ';' });
			Object.assign(parametersOf('Link contact to company'), {
				companyId: { __rl: true, mode: 'title', value: "={{ $json['Компания'] }}" },
				contactId: { __rl: true, mode: 'email', value: "={{ $json['Рабочий e-mail'] }}" },
			});
		};
		const start = async (id: string) => await run(id, 'Start');
		const execution = await withList('link-from-spreadsheet.json', rows, start, undefined, change);
		expect(itemsOf(execution, 'Numbers')).toEqual([
			{ linked: 2, alreadyLinked: 0, notFound: 0, failed: 1 },
		]);
		expect(linked(50)).toEqual([71, 72]);
	});
}
