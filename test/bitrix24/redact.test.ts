import fc from 'fast-check';

import { redact } from '../../nodes/Bitrix24CompanyContact/bitrix24/redact';

const SECRET = 'aB3$x/9&"<\'+ k';

describe('redact', () => {
	it.each([
		['as it is', SECRET],
		['in other case, as in a host name', SECRET.toLowerCase()],
		['URL-encoded', encodeURIComponent(SECRET)],
		['URL-encoded as in a form', encodeURIComponent(SECRET).replaceAll('%20', '+')],
		['URL-encoded in lower case', encodeURIComponent(SECRET).toLowerCase()],
		['JSON-escaped', JSON.stringify(SECRET).slice(1, -1)],
		['JSON-escaped as PHP does', 'aB3$x\\/9&\\"<\'+ k'],
		['JSON-escaped as Bitrix24 does', 'aB3$x\\u002f9\\u0026\\"\\u003c\\u0027+ k'],
		['HTML-escaped', 'aB3$x/9&amp;&quot;&lt;&#039;+ k'],
		['HTML-escaped in short', 'aB3$x/9&amp;&quot;&lt;&#39;+ k'],
	])('masks a secret written %s', (_, written) => {
		expect(redact({ text: [`at ${written}!`] }, ['unrelated', SECRET])).toEqual({
			text: ['at ***!'],
		});
	});

	it.each([
		['12345678x', '***'],
		['123456x', '123456x'],
	])(
		'masks secrets of 8 characters or more, as shorter ones match unrelated text: %s',
		(secret, shown) => {
			expect(redact(secret, [secret])).toBe(shown);
		},
	);

	it('masks whatever stands after Bearer', () => {
		expect(redact('Unable to use Bearer new.token-1', [])).toBe('Unable to use Bearer ***');
	});

	it('masks whatever stands after Bearer, in any text', () => {
		const part = fc.constantFrom(
			'Bearer',
			'bearer',
			'xBEARER',
			' ',
			'\t',
			'\n',
			'a',
			'~=',
			'"',
			'%',
			':',
		);
		fc.assert(
			fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
				const text = parts.join('');
				// Exact, though slow: the square of a run of blanks.
				expect(redact(text, [])).toBe(text.replace(/(?<=Bearer\s+)[\w.~+/=-]+/gi, '***'));
			}),
			{ numRuns: 2000 },
		);
	});

	it('masks what is nested deeper than Bitrix24 can nest it', () => {
		const nest = (depth: number) => {
			let value: unknown = 'end';
			for (let level = 0; level < depth; level++) value = [value];
			return value;
		};
		expect(redact(nest(512), [])).toEqual(nest(512));
		expect(JSON.stringify(redact(nest(100_000), []))).toContain('***');
	});

	it('leaves keys, numbers and IDs as they are', () => {
		const value = { '12345678': 12345678, id: '12345678', none: null, yes: true };
		expect(redact(value, ['12345678'])).toEqual(value);
	});
});
