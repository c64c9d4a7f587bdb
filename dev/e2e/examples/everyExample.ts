import { exampleFiles, readExample } from '../exampleFiles';
import { n8n } from '../helpers';

export function everyExample() {
	it('is tested here', () => {
		expect(exampleFiles).toEqual([
			'link-contacts.json',
			'link-from-csv.json',
			'link-from-form.json',
			'link-from-spreadsheet.json',
			'link-from-webhook.json',
			'link-with-ai-agent.json',
			'list-contacts.json',
			'merge-duplicate-company.json',
			'replace-contacts.json',
			'sync-from-spreadsheet.json',
			'undo-sync.json',
		]);
	});

	it.each(exampleFiles)(
		'%s has only nodes that n8n knows, in their newest version',
		async (file) => {
			const response = await n8n.raw(`${n8n.origin}/types/nodes.json`);
			const known = (await response.json()) as Array<{ name: string; version: number | number[] }>;
			for (const { type, typeVersion } of readExample(file).nodes) {
				const versions = known
					.filter(({ name }) => name === type)
					.flatMap(({ version }) => version);
				expect([type, typeVersion]).toEqual([type, Math.max(...versions)]);
			}
		},
	);

	it.each(exampleFiles)(
		'%s says what to change, and holds nothing of where it was made',
		(file) => {
			const workflow = readExample(file);
			const ids = workflow.nodes.map(({ id }) => id);
			expect(new Set(ids).size).toBe(ids.length);
			for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
			expect(workflow.nodes.some(({ type }) => type === 'n8n-nodes-base.stickyNote')).toBe(true);
			expect(workflow.nodes.filter(({ credentials: chosen }) => chosen)).toEqual([]);
			expect(workflow).not.toHaveProperty('meta');
			const hosts = [...JSON.stringify(workflow).matchAll(/https?:\/\/([^/"]+)/g)];
			for (const [, host] of hosts) expect(host).toMatch(/^(example\.com|acme\.bitrix24\.com)$/);
		},
	);
}
