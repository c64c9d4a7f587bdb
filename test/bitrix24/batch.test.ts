import fc from 'fast-check';
import { parse } from 'qs';

import {
	groupCalls,
	packBatch,
	unpackBatch,
} from '../../nodes/Bitrix24CompanyContact/bitrix24/batch';
import type { Params } from '../../nodes/Bitrix24CompanyContact/bitrix24/call';

const add = (id: number, contactId: number) => ({
	method: 'crm.company.contact.add',
	params: { id, fields: { CONTACT_ID: contactId } },
});

describe('packBatch', () => {
	it('makes a command of each call, in order, with keys that PHP does not take for list positions', () => {
		const { cmd } = packBatch([add(1, 2), add(3, 4)], false);
		expect(Object.keys(cmd).every((key) => /^[a-z]/.test(key))).toBe(true);
		expect(Object.values(cmd).map(decodeURIComponent)).toEqual([
			'crm.company.contact.add?id=1&fields[CONTACT_ID]=2',
			'crm.company.contact.add?id=3&fields[CONTACT_ID]=4',
		]);
	});

	it('says in numbers whether to halt, as PHP takes "false" for true', () => {
		expect(packBatch([add(1, 2)], true).halt).toBe(1);
		expect(packBatch([add(1, 2)], false).halt).toBe(0);
	});

	it('writes parameters of any depth and content so that a query parser reads them again', () => {
		const name = fc.stringMatching(/^[A-Z_]{1,8}$/);
		const scalar = fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('$'));
		fc.assert(
			fc.property(
				fc.dictionary(name, fc.oneof(scalar, fc.dictionary(name, scalar, { minKeys: 1 }))),
				(params) => {
					const [command] = Object.values(packBatch([{ method: 'm', params }], false).cmd);
					const query = parse(command.slice('m?'.length), { depth: 9, parameterLimit: 999 });
					expect(query).toEqual({ ...params });
				},
			),
		);
	});

	it('numbers the elements of a list', () => {
		const params = { items: [{ CONTACT_ID: 8 }, { CONTACT_ID: 9 }] };
		const [command] = Object.values(packBatch([{ method: 'm', params }], false).cmd);
		expect(decodeURIComponent(command)).toBe('m?items[0][CONTACT_ID]=8&items[1][CONTACT_ID]=9');
	});
});

describe('groupCalls', () => {
	const sizes = (params: Params) => {
		const call = { method: 'm', params };
		return [...groupCalls([call, call], 50)].map(({ length }) => length);
	};

	it.each([
		'$result[c0][ID]',
		'$result_x[ID]',
		'a $RESULT[c0] b',
		'$next[x]',
		'$total[x]',
		'$time[x]',
		'$error[x]',
	])('keeps text out that the server would replace: %s', (text) => {
		expect(sizes({ fields: { TITLE: text } })).toEqual([1, 1]);
	});

	it('keeps exactly the text out that the server would replace', () => {
		const part = fc.constantFrom(
			'$',
			'$result',
			'$TIME',
			'total',
			'$next',
			'[',
			']',
			' ',
			'\n',
			'a',
		);
		fc.assert(
			fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
				const text = parts.join('');
				const isReplaced = /\$(result|next|total|time|error)\S*\[/i.test(text);
				expect(sizes({ fields: { TITLE: text } })).toEqual(isReplaced ? [1, 1] : [2]);
			}),
			{ numRuns: 2000 },
		);
	});

	it('keeps an empty list out, which a query has no form for', () => {
		expect(sizes({ id: 1, items: [] })).toEqual([1, 1]);
	});

	it('keeps a list out that PHP would cut, as it takes 1000 values from a query', () => {
		const list = (length: number) =>
			Array.from({ length }, (_, id) => ({ CONTACT_ID: id, SORT: 10 }));
		expect(sizes({ id: 1, items: list(200) })).toEqual([2]);
		expect(sizes({ id: 1, items: list(249) })).toEqual([2]);
		expect(sizes({ id: 1, items: list(250) })).toEqual([1, 1]);
		expect(sizes({ id: 1, items: list(200_000) })).toEqual([1, 1]);
	});

	it('lets all else in', () => {
		expect(sizes({ id: 1, items: [{ CONTACT_ID: 8, IS_PRIMARY: 'Y', SORT: 10 }] })).toEqual([2]);
		expect(sizes({})).toEqual([2]);
	});
});

describe('unpackBatch', () => {
	it('gives each command its own result or error, false and [] being results', () => {
		const { answers } = unpackBatch(
			{
				result: { c0: true, c1: false, c3: [] },
				result_error: { c2: { error: '', error_description: 'Not found.' } },
				result_time: [],
			},
			4,
		);
		expect(answers).toEqual([
			{ ok: true, result: true },
			{ ok: true, result: false },
			{ ok: false, error: { code: '', text: 'Not found.', mayHaveRun: false } },
			{ ok: true, result: [] },
		]);
	});

	it('reads an empty section, which PHP writes as a list', () => {
		const { answers } = unpackBatch(
			{
				result: [],
				result_error: { c0: { error: 'ACCESS_DENIED', error_description: 'Access denied!' } },
			},
			1,
		);
		expect(answers).toEqual([
			{ ok: false, error: { code: 'ACCESS_DENIED', text: 'Access denied!', mayHaveRun: false } },
		]);
	});

	it('takes an error without code and text for an error', () => {
		expect(unpackBatch({ result: { c0: true }, result_error: { c0: null } }, 1).answers).toEqual([
			{ ok: false, error: { code: '', text: '', mayHaveRun: false } },
		]);
	});

	it('claims nothing for commands that the answer does not mention', () => {
		expect(unpackBatch({ result: { c0: true }, result_error: [] }, 3).answers).toEqual([
			{ ok: true, result: true },
			undefined,
			undefined,
		]);
		fc.assert(
			fc.property(fc.jsonValue(), (result) => {
				const { answers } = unpackBatch(result, 2);
				expect(answers).toHaveLength(2);
				expect(
					answers.filter((answer) => answer?.ok && !JSON.stringify(result).includes('"c')),
				).toEqual([]);
			}),
		);
	});

	it('has the time of each command that ran', () => {
		const time = { operating: 480, operating_reset_at: 1724068528 };
		const { times } = unpackBatch(
			{ result: { c1: true }, result_error: [], result_time: { c1: time } },
			2,
		);
		expect(times).toEqual([undefined, time]);
	});
});
