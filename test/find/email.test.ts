import { emailKey, readEmails } from '../../nodes/Bitrix24CompanyContact/find/email';

describe('the email addresses of a cell', () => {
	it.each([
		['one', 'a@x.example', ['a@x.example']],
		[
			'several',
			'a@x.example, b@x.example;c@x.example',
			['a@x.example', 'b@x.example', 'c@x.example'],
		],
		['one with a semicolon after it', 'a@x.example;', ['a@x.example']],
		['a link', 'mailto:a@x.example', ['a@x.example']],
		['a name before the address', 'Anna Lee <a@x.example>', ['a@x.example']],
		['a domain beyond ASCII', 'info@пример.рф', ['info@пример.рф']],
	])('are read: %s', (_, cell, addresses) => {
		expect(readEmails(cell)).toEqual(addresses);
	});

	it.each([
		'anna',
		'a@',
		'@x.example',
		'a@b@c',
		'a@x.example>',
		'a b@x.example',
		';',
		'a@x.example b',
	])('are refused: %s', (cell) => {
		expect(() => readEmails(cell)).toThrow(/^it is (no address|empty)$/);
	});
});

describe('emailKey', () => {
	it.each([
		['A@X.example', 'a@x.example'],
		['info@пример.рф', 'info@xn--e1afmkfd.xn--p1ai'],
		['info@xn--e1afmkfd.xn--p1ai', 'info@xn--e1afmkfd.xn--p1ai'],
	])('of %s is %s', (address, key) => {
		expect(emailKey(address)).toBe(key);
	});
});
