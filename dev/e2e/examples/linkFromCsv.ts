import { itemsOf, linked, n8n } from '../helpers';
import type { StoredExecution } from '../storedExecution';
import { importExample, runWithList } from './harness';

export function linkFromCsv() {
	const runCsv = async (...lines: string[]) =>
		await runWithList('link-from-csv.json', 'Every day at 6', lines);

	it('links the pairs and reports the numbers and each failed row with its reason', async () => {
		const execution = await runCsv(
			'\uFEFFcompany,contact',
			'5,1',
			'99,2',
			'1,2',
			'5,Luca Rossi',
			'',
			'5,',
			'5,3',
		);
		expect(itemsOf(execution, 'Report')).toEqual([{ linked: 2, alreadyLinked: 1, failed: 3 }]);
		const reasons = [
			'Contact 2 was not linked to company 99: the company does not exist',
			`'Contact' is not the ID of a contact: "Luca Rossi"`,
			"'Contact' is not the ID of a contact: it is empty",
		];
		expect(itemsOf(execution, 'Failed rows')).toEqual([
			{ company: '99', contact: '2', outcome: 'failed', reason: reasons[0] },
			{ company: '5', contact: 'Luca Rossi', outcome: 'failed', reason: reasons[1] },
			{ company: '5', contact: null, outcome: 'failed', reason: reasons[2] },
		]);
		expect(await fileOf(execution)).toBe(
			[
				'company,contact,outcome,reason',
				`99,2,failed,${reasons[0]}`,
				`5,Luca Rossi,failed,"${reasons[1].replaceAll('"', '""')}"`,
				`5,,failed,${reasons[2]}`,
			].join('\n'),
		);
		expect(linked(5)).toEqual([1, 3]);
	});

	it('reports without a file if no row fails, and links nothing twice', async () => {
		await runCsv('company,contact', '5,1');
		const execution = await runCsv('company,contact', '5,1', '5,3');
		expect(itemsOf(execution, 'Report')).toEqual([{ linked: 1, alreadyLinked: 1, failed: 0 }]);
		expect(await fileOf(execution)).toBeUndefined();
		expect(linked(5)).toEqual([1, 3]);
	});

	it('reports every row as failed if the columns have other names', async () => {
		const execution = await runCsv('firm,person', '5,1');
		expect(itemsOf(execution, 'Report')).toEqual([{ linked: 0, alreadyLinked: 0, failed: 1 }]);
	});

	it('is published as it is', async () => {
		const workflow = await importExample('link-from-csv.json');
		await n8n.activate(workflow);
		await n8n.deactivate(workflow.id);
	});

	/** The file that the report holds. */
	async function fileOf({ data }: StoredExecution): Promise<string | undefined> {
		const file = data.resultData.runData.Report[0].data?.main[0]?.[0].binary?.data;
		if (!file) return undefined;
		if (!file.id) return Buffer.from(file.data, 'base64').toString();
		const query = new URLSearchParams({ id: file.id, action: 'download' });
		return await (await n8n.raw(`${n8n.origin}/rest/binary-data?${query.toString()}`)).text();
	}
}
