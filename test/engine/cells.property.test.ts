/* eslint-disable @n8n/community-nodes/no-restricted-globals -- runs outside n8n */
import fc from 'fast-check';

import { byId, createEngine, runNode, useSandbox } from './harness';

const engine = createEngine();
const fixture = useSandbox();

/** `CELL_ROWS=20000 npx jest cells` looks longer. */
const ROWS = Number(process.env.CELL_ROWS ?? 1500);

/** A number with its country code, and an extension or none. */
interface Phone {
	digits: string;
	extension: string;
}

const HIDDEN = ['\u200b', '\ufeff', '\u202a', '\u00ad'];

/** Near neighbours: they differ by a digit, an extension, or by what a wrong rule would drop or change. */
const phones: Phone[] = [
	...[
		'79123456789',
		'79123456788',
		'7912345678',
		'89123456789',
		'84912345678',
		'74912345678',
		'4912345678',
	],
	...['84912345999', '74912345999', '12345999', '491712345678', '1712345678', '8121', '121'],
].flatMap((digits) => ['', '101', '102'].map((extension) => ({ digits, extension })));

/** How people and programs write a number. */
const spellings: Array<(phone: Phone) => string> = [
	({ digits }) => `+${digits}`,
	({ digits }) => digits,
	({ digits }) => `00${digits}`,
	({ digits }) => `+${digits.slice(0, 2)} (${digits.slice(2, 5)}) ${digits.slice(5)}`,
	({ digits }) => `+${digits.slice(0, 3)}-${digits.slice(3)}`,
	({ digits }) => [...digits].map((digit) => String.fromCharCode(0xff10 + Number(digit))).join(''),
];
const extensions: Array<(text: string, extension: string) => string> = [
	(text, extension) => `${text}#${extension}`,
	(text, extension) => `${text}, ${extension}`,
	(text, extension) => `${text};${extension}`,
];

const phone = fc.constantFrom(...phones);
const written = fc
	.tuple(phone, fc.constantFrom(...spellings), fc.constantFrom(...extensions))
	.map(([of, spell, extend]) => {
		const text = spell(of);
		return { of, text: of.extension ? extend(text, of.extension) : text };
	});

/** A cell, and the numbers that it holds as a person reads them; none where the text is no number. */
interface Cell {
	cell: string | number;
	holds: Phone[];
}

const cell: fc.Arbitrary<Cell> = fc.oneof(
	{ weight: 6, arbitrary: written.map(({ of, text }): Cell => ({ cell: text, holds: [of] })) },
	{
		weight: 3,
		arbitrary: fc
			.tuple(fc.array(written, { minLength: 2, maxLength: 3 }), fc.constantFrom(', ', '; ', '\n'))
			.map(([parts, glue]): Cell => {
				return { cell: parts.map(({ text }) => text).join(glue), holds: parts.map(({ of }) => of) };
			}),
	},
	{
		weight: 2,
		arbitrary: fc
			.tuple(written, fc.constantFrom(...HIDDEN), fc.nat({ max: 12 }))
			.map(([{ of, text }, sign, at]): Cell => {
				return { cell: text.slice(0, at) + sign + text.slice(at), holds: [of] };
			}),
	},
	{
		weight: 2,
		arbitrary: fc
			.tuple(written, fc.constantFrom('ext. 5', 'x12', 'e+10', '.0', ' call', '#12345', '+1'))
			.map(([{ text }, tail]): Cell => ({ cell: text + tail, holds: [] })),
	},
	{
		weight: 1,
		arbitrary: fc
			.constantFrom(1e21, 7.9e22, 0.5, -79123456789)
			.map((one): Cell => ({ cell: one, holds: [] })),
	},
	{
		weight: 1,
		arbitrary: phone.map(
			({ digits }): Cell => ({ cell: Number(digits), holds: [{ digits, extension: '' }] }),
		),
	},
);

/**
 * The country codes under which a number as it is written may be known. Bitrix24 reads an 8 at the start as Russia's trunk
 * prefix, and a 0 as one of any country.
 */
function readings(digits: string): Set<string> {
	const bare = digits.replace(/^00/, '');
	return new Set([
		bare,
		digits,
		bare.replace(/^8/, '7'),
		bare.replace(/^7/, '8'),
		bare.replace(/^0/, ''),
	]);
}

function isWhole(own: Phone, asked: Phone): boolean {
	const same = readings(asked.digits).has(own.digits);
	return same && (!own.extension || !asked.extension || own.extension === asked.extension);
}

it(`links no contact that does not have the whole phone number, in ${ROWS} cells beside near neighbours`, async () => {
	const { state } = fixture.sandbox;
	const held = new Map<number, Phone>();
	for (const [at, of] of phones.entries()) {
		const text = spellings[at % 5](of);
		state.addContact({ id: 1000 + at, phones: [of.extension ? `${text}#${of.extension}` : text] });
		held.set(1000 + at, of);
	}
	const cells = fc.sample(cell, { numRuns: ROWS });
	const { json } = await runNode(engine, {
		items: cells.map(({ cell: value }) => ({ cell: value })),
		parameters: {
			companyId: byId(5),
			contactId: { __rl: true, mode: 'phone', value: '={{ $json.cell }}' },
			options: { ifSeveralFound: '={{ $itemIndex % 2 ? "oldest" : "error" }}' },
		},
		onError: 'continueRegularOutput',
		credential: { webhookUrl: fixture.sandbox.webhookUrl },
	});
	expect(json).toHaveLength(ROWS);
	const wrong = json.filter(({ outcome, contactId }, index) => {
		if (outcome === 'failed') return false;
		const own = held.get(contactId as number);
		return !own || !cells[index].holds.some((asked) => isWhole(own, asked));
	});
	expect(wrong).toEqual([]);
	expect(json.filter(({ outcome }) => outcome !== 'failed').length).toBeGreaterThan(ROWS / 20);
}, 120_000);

/** Values that differ by a letter, its case, a space, a sign or a part. */
const NEIGHBOURS = {
	title: ['Acme', 'Acme Ltd', 'Acme Ltd.', 'Acmé', 'ACME GmbH', '%', 'Acme, Inc', '$result[c0]'],
	externalId: ['A-1', 'a-1', 'A-10', 'A-1 ', '1', '01', 'A_1', 'A%1'],
	taxNumber: ['5501234567', '550123456', '05501234567', 'FR811128', 'FR 811 128', '5501234567/1'],
	email: ['a@x.example', 'ab@x.example', 'a@x.example.com', 'a.b@x.example', 'a+b@x.example'],
};
type Mode = keyof typeof NEIGHBOURS;

const visible = (text: string) => text.replace(/[\u200b\ufeff\u202a\u00ad]/g, '').trim();
const equals: Record<Mode, (own: string, asked: string) => boolean> = {
	title: (own, asked) => visible(own).toLowerCase() === visible(asked).toLowerCase(),
	externalId: (own, asked) => visible(own) === visible(asked),
	taxNumber: (own, asked) => visible(own) === visible(asked),
	email: (own, asked) =>
		visible(asked)
			.toLowerCase()
			.split(/[,;\n]/)
			.some((part) => part.trim() === own),
};

it.each(Object.keys(NEIGHBOURS) as Mode[])(
	'links no company that does not have the whole value, by %s',
	async (mode) => {
		const { state } = fixture.sandbox;
		const held = new Map<number, string>();
		for (const [at, value] of NEIGHBOURS[mode].entries()) {
			const id = 1000 + at;
			state.addCompany({
				id,
				title: mode === 'title' ? value : `Company ${id}`,
				emails: mode === 'email' ? [value] : [],
				fields: mode === 'externalId' ? { ORIGIN_ID: value } : {},
			});
			if (mode === 'taxNumber') state.addRequisite({ companyId: id, numbers: { RQ_INN: value } });
			held.set(id, value);
		}
		const value = fc.constantFrom(...NEIGHBOURS[mode]);
		const cells = fc.sample(
			fc.oneof(
				value,
				value.map((text) => text.toUpperCase()),
				value.map((text) => ` ${text} `),
				fc.tuple(value, value).map((pair) => pair.join(', ')),
				fc
					.tuple(value, fc.constantFrom(...HIDDEN))
					.map(([text, sign]) => text.slice(0, 1) + sign + text.slice(1)),
				fc.tuple(value, fc.nat({ max: 12 })).map(([text, at]) => text.slice(0, at)),
				fc
					.tuple(value, fc.constantFrom('.', '1', '%', '_', '*', ' x'))
					.map((parts) => parts.join('')),
			),
			{ numRuns: Math.ceil(ROWS / 5) },
		);
		const { json } = await runNode(engine, {
			items: cells.map((cell) => ({ cell })),
			parameters: {
				companyId: { __rl: true, mode, value: '={{ $json.cell }}' },
				contactId: byId(7),
				options: { ifSeveralFound: 'oldest' },
			},
			onError: 'continueRegularOutput',
			credential: { webhookUrl: fixture.sandbox.webhookUrl },
		});
		const linked = json.flatMap(({ outcome, companyId }, index) =>
			outcome === 'failed' ? [] : [[cells[index], held.get(companyId as number) ?? '']],
		);
		expect(linked.filter(([asked, own]) => !equals[mode](own, asked))).toEqual([]);
		expect(linked.length).toBeGreaterThan(0);
	},
	120_000,
);
