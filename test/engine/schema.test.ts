/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs outside n8n */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import Ajv from 'ajv';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { resources } from '../../nodes/Bitrix24CompanyContact/resources/operations';
import { byId, createEngine, runNode, useSandbox } from './harness';

/** The editor looks the version up in three parts, e.g. 1.0.0. */
const FOLDER = join(__dirname, '../../nodes/Bitrix24CompanyContact/__schema__/v1.0.0');

const engine = createEngine();
const fixture = useSandbox();

interface Schema {
	type?: string | string[];
	enum?: string[];
	properties?: Record<string, Schema>;
	items?: Schema;
}

/** What an operation needs besides the IDs of its item. */
const PARAMETERS: Record<string, INodeParameters> = {
	'companyContact/moveAll': { targetCompanyId: byId(4) },
	'companyContact/replaceAll': { contactsInput: 'json', contactsJson: '[1, 3]' },
	'contactCompany/replaceAll': { companiesInput: 'json', companiesJson: '[1, 3]' },
};

/** A link that the portal has, and two that it does not have. */
const ITEMS: IDataObject[] = [
	{ companyId: 1, contactId: 1 },
	{ companyId: 5, contactId: 7 },
	{ companyId: 3, contactId: 2 },
];

const operations = resources.flatMap(({ side, operations: ofSide }) =>
	ofSide.map(({ option }) => ({ resource: side.resource, operation: option.value })),
);

const read = (file: string) => JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Schema;

/** The schema with every property required and no other allowed. n8n's format leaves both open. */
function strict(schema: Schema): Schema {
	const { properties, items } = schema;
	return {
		...schema,
		...(items && { items: strict(items) }),
		...(properties && {
			properties: Object.fromEntries(
				Object.entries(properties).map(([name, property]) => [name, strict(property)]),
			),
			required: Object.keys(properties),
			additionalProperties: false,
		}),
	};
}

it('each operation has a schema, in a file by the values of its parameters', () => {
	const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.json'))
		.map((file) => file.replaceAll('\\', '/'));
	const expected = operations.map(({ resource, operation }) => `${resource}/${operation}.json`);
	expect(files.sort()).toEqual(expected.sort());
});

describe.each(operations)('the schema of $resource $operation', ({ resource, operation }) => {
	const name = `${resource}/${operation}`;

	it('names every field that a run puts out, with its type, and no other', async () => {
		const { json } = await runNode(engine, {
			items: ITEMS,
			parameters: { resource, operation, ...PARAMETERS[name] },
			credential: { webhookUrl: fixture.sandbox.webhookUrl },
		});
		expect(json.length).toBeGreaterThan(1);
		const ajv = new Ajv({ allErrors: true, allowUnionTypes: true, keywords: ['version'] });
		const validate = ajv.compile(strict(read(`${name}.json`)));
		for (const item of json) {
			validate(item);
			expect(validate.errors).toBeNull();
		}
	});

	it('is one that the editor can show', () => {
		expect(read(`${name}.json`)).toMatchObject({ type: 'object', properties: expect.anything() });
	});
});
