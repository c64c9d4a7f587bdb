import fc from 'fast-check';

import { readLinkList } from '../../nodes/Bitrix24CompanyContact/parameters/linkList';
import type { ListedLink } from '../../nodes/Bitrix24CompanyContact/parameters/listedLink';
import { companySide, contactSide } from '../../nodes/Bitrix24CompanyContact/resources/side';

const fromJson = (contactsJson: unknown) =>
	readLinkList((name) => ({ contactsInput: 'json', contactsJson })[name], companySide);

describe('contacts', () => {
	it.each([
		['none', { contact: [] }, []],
		['one', { contact: [{ contactId: 54 }] }, [{ otherId: 54 }]],
	])('that were defined one by one: %s', (_, contacts, list) => {
		expect(readLinkList((name, fallback) => ({ contacts })[name] ?? fallback, companySide)).toEqual(
			list,
		);
	});
});

describe('companiesJson', () => {
	const companies = (companiesJson: unknown) =>
		readLinkList((name) => ({ companiesInput: 'json', companiesJson })[name], contactSide);

	it("takes the companies of a contact, and one of Get Many's items", () => {
		expect(companies([5, { companyId: 6, contactId: 1, roleId: 0, isPrimary: true }])).toEqual([
			{ otherId: 5 },
			{ otherId: 6, isPrimary: true },
		]);
	});

	it('names companies where one is refused', () => {
		expect(() => companies([{ contactId: 5 }])).toThrow('Company 1 of the list is not the ID');
		expect(() => companies('5')).toThrow("'Companies (JSON)' is not a list");
	});

	it('refuses two main companies', () => {
		const main = (companyId: number) => ({ companyId, isPrimary: true });
		expect(() => companies([main(5), 6, main(7)])).toThrow(
			'The list names more than one main company: 5, 7',
		);
	});
});

describe('contactsJson', () => {
	it.each([
		['text with IDs', '[54, 55]', [{ otherId: 54 }, { otherId: 55 }]],
		['IDs as text', ['54', ' 55 '], [{ otherId: 54 }, { otherId: 55 }]],
		['the URL of a card', ['https://acme.bitrix24.com/crm/contact/details/54/'], [{ otherId: 54 }]],
		[
			'objects',
			[{ contactId: 54, isPrimary: true, sort: 100 }],
			[{ otherId: 54, isPrimary: true, sort: 100 }],
		],
		[
			'objects as text',
			'[{"contactId": "54", "isPrimary": false}]',
			[{ otherId: 54, isPrimary: false }],
		],
		['IDs and objects', [54, { contactId: 55 }], [{ otherId: 54 }, { otherId: 55 }]],
		['a sort of 0 as none', [{ contactId: 54, sort: 0 }], [{ otherId: 54 }]],
		['empty values as none', [{ contactId: 54, sort: null, isPrimary: '' }], [{ otherId: 54 }]],
		[
			'what Get Many outputs',
			[{ companyId: 1, contactId: 54, sort: 10, roleId: 0, isPrimary: true }],
			[{ otherId: 54, isPrimary: true, sort: 10 }],
		],
		['an empty list', '[]', []],
	])('takes %s', (_, value, links) => {
		expect(fromJson(value)).toEqual(links);
	});

	it.each<[string, unknown, string]>([
		['nothing', undefined, "'Contacts (JSON)' is not a list: it is empty"],
		['null', null, "'Contacts (JSON)' is not a list: it is empty"],
		['blank text', '  ', "'Contacts (JSON)' is not a list: it is empty"],
		['an ID alone', 54, "'Contacts (JSON)' is not a list: it is a single number"],
		['a text alone', '"54"', "'Contacts (JSON)' is not a list: it is a single string"],
		['true', true, "'Contacts (JSON)' is not a list: it is a single boolean"],
		['a single object', { contactId: 8 }, "'Contacts (JSON)' is not a list: it is a single object"],
		['a map', { 0: { contactId: 8 } }, "'Contacts (JSON)' is not a list: it is a single object"],
		['text that is no JSON', '54, 55', "'Contacts (JSON)' is not valid JSON"],
		['a list in the list', [[54]], 'Contact 1 of the list is a list itself'],
		[
			'null in the list',
			[54, null],
			'Contact 2 of the list is not the ID of a contact: it is empty',
		],
		[
			'an object without an ID',
			[{ sort: 10 }],
			'Contact 1 of the list is not the ID of a contact: it is empty',
		],
		['text in the list', ['54abc'], 'Contact 1 of the list is not the ID of a contact: "54abc"'],
		[
			"Bitrix24's own names",
			[{ CONTACT_ID: 54 }],
			"Contact 1 of the list has a field that is not known: 'CONTACT_ID'",
		],
		[
			'a misspelt field',
			[{ contactId: 54, primary: true }],
			"Contact 1 of the list has a field that is not known: 'primary'",
		],
		[
			'a flag that is none',
			[{ contactId: 54, isPrimary: 'maybe' }],
			"'Is Primary' of contact 1 of the list is neither true nor false",
		],
		[
			'a sort that is none',
			[{ contactId: 54, sort: 'first' }],
			"'Sort' of contact 1 of the list is not a whole number",
		],
		['a sort below 0', [{ contactId: 54, sort: -1 }], "'Sort' of contact 1 of the list is below 0"],
		['a contact twice', [54, 55, '54'], 'The list names a contact more than once: 54'],
		['two contacts twice', [54, 55, 54, 55], 'The list names contacts more than once: 54, 55'],
	])('refuses %s with a sentence of its own', (_, value, message) => {
		expect(() => fromJson(value)).toThrow(message);
	});

	it.each([
		['54', /^Put it in square brackets, e\.g\. \[54, 55\] or \[\{"contactId": 54,/],
		['[54', /\. Write a list, e\.g\. \[54, 55\] or /],
		[[[54]], /^Write e\.g\. \[54, 55\] or /],
		[
			[{ id: 54 }],
			/^The fields are 'contactId', 'isPrimary', 'sort'\. In the place of 'contactId'/,
		],
		[[{ contactId: 54, sort: -1 }], /^It must be a whole number above 0\. With 0, the link keeps/],
		[[54, 54], /^Each contact can be linked to a company once\. Remove the duplicates/],
	])('says what to write in place of %j', (value, description) => {
		expect(() => fromJson(value)).toThrow(
			expect.objectContaining({ description: expect.stringMatching(description) }),
		);
	});

	it('is refused, or names exactly the contacts that it names', () => {
		const element = fc.oneof(
			fc.integer(),
			fc.string(),
			fc.jsonValue(),
			fc.record(
				{ contactId: fc.oneof(fc.nat(), fc.jsonValue()), sort: fc.jsonValue() },
				{ requiredKeys: [] },
			),
			fc.integer({ min: 1, max: 99 }),
			fc.integer({ min: 1, max: 99 }).map((contactId) => ({ contactId })),
		);
		const list = fc.oneof(fc.array(element), fc.jsonValue());
		fc.assert(
			fc.property(list, fc.boolean(), (value, asText) => {
				let contacts: ListedLink[];
				try {
					contacts = fromJson(asText ? JSON.stringify(value) : value);
				} catch {
					return;
				}
				const named = (
					typeof value === 'string' ? (JSON.parse(value) as unknown[]) : (value as unknown[])
				).map((one) =>
					Number(typeof one === 'object' ? (one as { contactId: unknown }).contactId : one),
				);
				expect(contacts.map(({ otherId }) => otherId)).toEqual(named);
				expect(new Set(named).size).toBe(named.length);
			}),
			{ numRuns: 2000 },
		);
	});
});
