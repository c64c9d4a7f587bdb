import fc from 'fast-check';
import { batch, call, useSandbox } from './client';

const sandbox = useSandbox();

/** Values that a careless client might send under the names that the methods read. */
const value = fc.jsonValue({ maxDepth: 2 });
const params = fc.dictionary(
	fc.constantFrom(
		...['id', 'ID', 'fields', 'items', 'filter', 'order', 'select', 'start', 'type', 'values'],
		...['entityTypeId', 'name', 'scope', 'full', 'cmd', 'halt', 'auth', 'token'],
	),
	fc.oneof(
		value,
		fc.dictionary(
			fc.constantFrom(
				'CONTACT_ID',
				'COMPANY_ID',
				'SORT',
				'IS_PRIMARY',
				'TITLE',
				'%title',
				'ID',
				'0',
			),
			value,
		),
		fc.array(fc.dictionary(fc.constantFrom('CONTACT_ID', 'SORT', 'IS_PRIMARY'), value)),
	),
);

test('no parameters break a method', async () => {
	const { body } = await call(sandbox().webhookUrl, 'methods');
	await fc.assert(
		fc.asyncProperty(
			fc.constantFrom(...(body.result as string[])),
			params,
			async (method, sent) => {
				const { body: answer } = await call(sandbox().webhookUrl, method, sent);
				expect(answer.error).not.toBe('INTERNAL_SERVER_ERROR');
			},
		),
		{ numRuns: 400 },
	);
});

test('no command breaks a batch', async () => {
	const command = fc.oneof(
		fc.string(),
		fc
			.tuple(fc.constantFrom('$result[a]', '$result[a][0]', '$next[', '$'), fc.string())
			.map(
				([reference, text]) =>
					`crm.company.list?filter[${text}]=${reference}&id=${reference}${text}`,
			),
	);
	await fc.assert(
		fc.asyncProperty(fc.dictionary(fc.constantFrom('a', 'b', '0', '1'), command), async (cmd) => {
			const { result_error } = await batch(sandbox().webhookUrl, { cmd });
			expect(JSON.stringify(result_error)).not.toContain('INTERNAL_SERVER_ERROR');
		}),
		{ numRuns: 200 },
	);
});
