/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs outside n8n */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';

import { Bitrix24OAuth2Api } from '../credentials/Bitrix24OAuth2Api.credentials';
import { Bitrix24WebhookApi } from '../credentials/Bitrix24WebhookApi.credentials';
import { Bitrix24CompanyContact } from '../nodes/Bitrix24CompanyContact/Bitrix24CompanyContact.node';
import { resources } from '../nodes/Bitrix24CompanyContact/resources/operations';

const ROOT = join(__dirname, '..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');

const source = readdirSync(join(ROOT, 'nodes'), { recursive: true, encoding: 'utf8' })
	.filter((file) => file.endsWith('.ts'))
	.map((file) => read(join('nodes', file)))
	.join('\n');

/** The texts of the node: its source, with the words of either side in the templates. */
const node = resources
	.map(({ side: { owner, other, others, Others: label } }) =>
		source.replace(
			/\$\{(?:\w+\.)?(owner|others|other|label)\}/g,
			(_, word: string) => ({ owner, other, others, label })[word] ?? '',
		),
	)
	.join('\n');

type Field = INodeProperties | INodePropertyOptions | INodePropertyCollection;

/** Types of a field that the user does not see, or that is a text without a name. */
const UNNAMED = ['hidden', 'notice'];

/** What the user reads as the name of a field, option or collection, at any depth. */
function labels(fields: Field[]): string[] {
	return fields.flatMap((field) => [
		...('displayName' in field && !('type' in field && UNNAMED.includes(field.type))
			? [field.displayName]
			: []),
		...labels('options' in field ? (field.options ?? []) : []),
		...labels('values' in field ? field.values : []),
	]);
}

const parameters = labels(
	new Bitrix24CompanyContact().description.properties.filter(
		({ name }) => !['authentication', 'resource', 'operation'].includes(name),
	),
);
const credentialFields = [new Bitrix24WebhookApi(), new Bitrix24OAuth2Api()].flatMap(
	({ properties }) => labels(properties),
);

const operationNames = new Set(
	resources.flatMap(({ operations }) => operations.map(({ option }) => option.name)),
);

/** What the guide of a language explains, page by page. */
const GUIDES = {
	English: ['README.md', 'docs/parameters.md', 'docs/errors.md', 'docs/install.md'],
	Russian: ['README.md', 'parameters.md', 'errors.md', 'install.md'].map((page) =>
		join('docs/ru', page),
	),
};

describe.each(Object.entries(GUIDES))('the guide in %s', (_, pages) => {
	const guide = pages.map(read).join('\n');

	it.each([...new Set([...parameters, ...credentialFields])])('explains %s', (label) => {
		expect(guide).toContain(`**${label}**`);
	});

	it.each([...operationNames])('has %s in its table of operations', (name) => {
		expect(guide).toMatch(new RegExp(`^\\| ${name} +\\| \`crm\\.`, 'm'));
	});

	it('quotes only errors that the node has', () => {
		const quotes = [...guide.matchAll(/^\| "(.+?)"/gm)].map(([, quote]) => quote);
		expect(quotes.length).toBeGreaterThan(10);
		expect(quotes.filter((quote) => !node.includes(quote))).toEqual([]);
	});

	it('names every example', () => {
		for (const example of readdirSync(join(ROOT, 'examples'))) expect(guide).toContain(example);
	});

	it('opens with a page of fewer than 200 lines', () => {
		expect(read(pages[0]).split('\n').length).toBeLessThan(pages === GUIDES.English ? 200 : 210);
	});
});

const headingsOf = (file: string) =>
	[...read(file).matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
		heading
			.toLowerCase()
			.replace(/[^\p{L}\p{N}\s-]/gu, '')
			.replaceAll(' ', '-'),
	);

it.each(Object.values(GUIDES).flat())('%s links only to what is there', (file) => {
	const links = [...read(file).matchAll(/\]\(([^)#]*)(?:#([^)]+))?\)/g)];
	const missing = links.flatMap(([link, target, anchor]) => {
		if (target.startsWith('https://')) return [];
		const path = target ? join(dirname(file), target) : file;
		const isThere = existsSync(join(ROOT, path)) && (!anchor || headingsOf(path).includes(anchor));
		return isThere ? [] : [link];
	});
	expect(missing).toEqual([]);
});

it('the form for bugs names every operation', () => {
	const form = read('.github/ISSUE_TEMPLATE/bug_report.yml');
	const [, list] = /label: Operation\n\s+options:\s*\[([^\]]*)\]/.exec(form)!;
	const names = list.split(',').map((name) => name.trim());
	for (const name of operationNames) expect(names).toContain(name);
});

it.each(GUIDES.English.map((page, index) => [GUIDES.Russian[index], page]))(
	'%s has the sections, tables and pictures of %s',
	(russian, english) => {
		const shape = (file: string) =>
			read(file)
				.split('\n')
				.map((line) => /^(#+|\||!\[|```\w*)/.exec(line)?.[0])
				.filter(Boolean);
		expect(shape(russian)).toEqual(shape(english));
	},
);
