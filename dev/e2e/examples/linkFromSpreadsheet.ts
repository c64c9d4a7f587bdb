import { itemsOf, linked } from '../helpers';
import { runWithList } from './harness';

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
}
