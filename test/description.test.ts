/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs outside n8n */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { type INode, type INodeTypes, Workflow } from 'n8n-workflow';

import { Bitrix24OAuth2Api } from '../credentials/Bitrix24OAuth2Api.credentials';
import { Bitrix24WebhookApi } from '../credentials/Bitrix24WebhookApi.credentials';
import codex from '../nodes/Bitrix24CompanyContact/Bitrix24CompanyContact.node.json';
import { Bitrix24CompanyContact } from '../nodes/Bitrix24CompanyContact/Bitrix24CompanyContact.node';
import { resources } from '../nodes/Bitrix24CompanyContact/resources/operations';
import { makeNode } from './engine/makeNode';

const ROOT = join(__dirname, '..');
const { name: packageName } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
	name: string;
};
const type = new Bitrix24CompanyContact();

const operations = resources.flatMap(({ side, operations: ofSide }) =>
	ofSide.map(({ option, fields }) => ({ side, ...option, fields })),
);

/** The line under the node on the canvas, as the editor computes it (getNodeSubtitle in its useNodeHelpers.ts). */
function subtitleOf(resource: string, operation: string): unknown {
	const node = makeNode('Bitrix24', 'node', { parameters: { resource, operation } }) as INode;
	const nodeTypes = {
		getByName: () => type,
		getByNameAndVersion: () => type,
		getKnownTypes: () => ({}),
	} as INodeTypes;
	const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	return workflow.expression.getSimpleParameterValue(
		workflow.getNode('Bitrix24')!,
		type.description.subtitle,
		'internal',
		{},
	);
}

it.each(operations)('the subtitle of $side.name, $name is in their words', (operation) => {
	const { side, name, value } = operation;
	expect(subtitleOf(side.resource, value)).toBe(`${name}: ${side.name}`);
});

it.each(operations)('$side.name, $name warns if it removes links nobody named', (operation) => {
	const warns = operation.fields.some((field) => field.type === 'notice');
	expect(warns).toBe(['moveAll', 'removeAll', 'replaceAll', 'sync'].includes(operation.value));
});

describe('the links to the documentation', () => {
	const links = [
		new Bitrix24WebhookApi().documentationUrl,
		new Bitrix24OAuth2Api().documentationUrl,
		...Object.values(codex.resources).flatMap((list) => list.map(({ url }) => url)),
	];
	const headings = [...readFileSync(join(ROOT, 'README.md'), 'utf8').matchAll(/^#+ (.+)$/gm)];
	const anchors = headings.map(([, heading]) => heading.toLowerCase().replaceAll(' ', '-'));

	it.each(links)('%s leads to a section of the README, which npm shows', (link) => {
		const [page, anchor] = link.split('#');
		expect(page).toBe(`https://www.npmjs.com/package/${packageName}`);
		expect(anchors).toContain(anchor);
	});
});
