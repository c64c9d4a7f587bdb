/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs outside n8n */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { resources } from '../../../nodes/Bitrix24CompanyContact/resources/operations';
import { n8n } from '../helpers';
import { NODE_TYPE } from '../workflows';

const SCHEMAS = join(__dirname, '../../../nodes/Bitrix24CompanyContact/__schema__/v1.0.0');

/** What n8n hands to its editor. */
export function toEditor() {
	const operations = resources.flatMap(({ side, operations: ofSide }) =>
		ofSide.map(({ option }) => `${side.resource}/${option.value}`),
	);

	it.each(operations)('has the schema of the output of %s', async (operation) => {
		const response = await n8n.raw(`${n8n.origin}/schemas/${NODE_TYPE}/1.0.0/${operation}.json`);
		const file = readFileSync(join(SCHEMAS, `${operation}.json`), 'utf8');
		expect(await response.json()).toEqual(JSON.parse(file));
	});
}

/** What n8n's MCP server tells an AI that builds a workflow. n8n's own builder reads the same catalog of nodes. */
export function toBuilders() {
	it('finds the node, and has the hints of the node and its operations', async () => {
		const found = await n8n.callMcp('search_nodes', { queries: ['Bitrix24'] });
		expect(found).toContain(NODE_TYPE);
		expect(found).toMatch(/@builderHint Finds companies and contacts itself/);
		expect(found).toMatch(/- removeAll\n.+\n +@builderHint Removes links that no item names/);
	});

	it('has the hint of a locator in the types of an operation', async () => {
		const nodeIds = [{ nodeId: NODE_TYPE, resource: 'companyContact', operation: 'add' }];
		const types = await n8n.callMcp('get_node_types', { nodeIds });
		expect(types).toMatch(/@builderHint Use the mode of the value at hand: id, title, taxNumber/);
	});
}
