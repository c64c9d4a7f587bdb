import fc from 'fast-check';

import { recordId } from '../../nodes/Bitrix24CompanyContact/parameters/recordId';

describe('recordId', () => {
	it.each([
		[32, 32],
		['32', 32],
		[' 32 ', 32],
		['032', 32],
		[1, 1],
		['http://crm.example.com/crm/company/edit/32/', 32],
		['https://acme.bitrix24.com/crm/company/details/32/', 32],
		['https://acme.bitrix24.com/crm/company/details/32', 32],
		['https://acme.bitrix24.com/crm/company/details/32/?IFRAME=Y&IFRAME_TYPE=SIDE_SLIDER', 32],
		['https://acme.bitrix24.com/crm/company/details/32/#tab_relation', 32],
		['https://crm.example.com:8443/portal/crm/company/show/32/', 32],
		['/crm/company/details/32/', 32],
		['https://acme.bitrix24.com/crm/company/details/32/?back=/crm/company/details/4/', 32],
	])('reads %p', (value, id) => {
		expect(recordId(value, 'company')).toBe(id);
	});

	it.each([
		undefined,
		null,
		'',
		' ',
		0,
		'0',
		-1,
		'-1',
		54.9,
		'54.9',
		'54abc',
		'C_54',
		'1e3',
		'0x36',
		'54,55',
		'5 4',
		true,
		[54],
		{ id: 54 },
		NaN,
		Infinity,
		'9007199254740993',
		['https://acme.bitrix24.com/crm/contact/details/3/'],
		'https://acme.bitrix24.com/crm/contact/details/3/,https://acme.bitrix24.com/crm/contact/details/4/',
		'https://acme.bitrix24.com/crm/contact/details/3/ https://acme.bitrix24.com/crm/contact/details/4/',
		'see /crm/contact/details/3/',
		'https://acme.bitrix24.com/crm/contact/details/0/',
		'https://acme.bitrix24.com/crm/contact/details/54abc/',
		'https://acme.bitrix24.com/crm/contact/list/',
		'https://acme.bitrix24.com/crm/deal/details/54/',
	])('refuses %p', (value) => {
		expect(() => recordId(value, 'contact')).toThrow(/^'Contact' is not the ID of a contact: /);
	});

	it('tells the card of a contact from that of a company, and asks for the right one', () => {
		expect(() => recordId('https://acme.bitrix24.com/crm/Contact/details/54/', 'company')).toThrow(
			expect.objectContaining({
				message: "The URL in 'Company' is that of a contact",
				description: expect.stringMatching(
					/ of a company's card, e\.g\. .+\/crm\/company\/details\/32\/$/,
				),
			}),
		);
	});

	it.each([
		['54abc', '"54abc"'],
		[54.9, '54.9'],
		[[54], '[54]'],
		['x'.repeat(58), `"${'x'.repeat(58)}"`],
	])('shows %p as it was given, and says what it needs', (value, shown) => {
		expect(() => recordId(value, 'contact')).toThrow(
			expect.objectContaining({
				message: `'Contact' is not the ID of a contact: ${shown}`,
				description: expect.stringMatching(
					/^It must be a whole number above 0, e\.g\. 54, or the URL/,
				),
			}),
		);
	});

	it('shows what it refuses, cut short', () => {
		expect(() => recordId('x'.repeat(1000), 'contact')).toThrow(/"x{59}…$/);
		expect(() => recordId('', 'contact')).toThrow('it is empty');
	});

	it('never makes another number of any text', () => {
		const value = fc.oneof(
			fc.string(),
			fc.jsonValue(),
			fc.integer(),
			fc.double(),
			fc.integer().map(String),
		);
		fc.assert(
			fc.property(value, (text) => {
				let id: number;
				try {
					id = recordId(text, 'contact');
				} catch {
					return;
				}
				expect(id).toBeGreaterThan(0);
				expect(`${text as string | number}`.trim().replace(/^0+/, '')).toBe(String(id));
			}),
			{ numRuns: 1000 },
		);
	});

	it('does not repeat the secret of a webhook URL that was put into the wrong field', () => {
		const url = 'https://acme.bitrix24.com/rest/1/secretcode123/crm.company.contact.add';
		expect(() => recordId(url, 'company')).toThrow(
			expect.objectContaining({
				message: expect.not.stringContaining('secretcode123'),
				description: expect.not.stringContaining('secretcode123'),
			}),
		);
	});
});
