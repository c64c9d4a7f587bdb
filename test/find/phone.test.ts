import fc from 'fast-check';

import { phoneKey as portalKey } from '../../dev/sandbox/methods/phoneNumbers';
import { isSamePhone, ownPhone, readPhones } from '../../nodes/Bitrix24CompanyContact/find/phone';
import { phoneKey } from '../../nodes/Bitrix24CompanyContact/find/phoneKey';

const read = (cell: string) => readPhones(cell).map(({ text }) => text);

describe('phoneKey', () => {
	it.each([
		['0084 912 345 678', '84912345678'],
		['+84 912 345 678', '84912345678'],
		['011 84 912 345 678', '84912345678'],
		['8 (912) 345-67-89', '79123456789'],
		['+8 912 345 67 89', '89123456789'],
		['810 7 912 345 67 89', '81079123456789'],
		['0171 2345678', '1712345678'],
		['121', '121'],
	])('of %s is %s: one rule of the server is applied, the first that fits', (phone, key) => {
		expect(phoneKey(phone)).toBe(key);
	});

	it("is the portal's own for any number, however it is written", () => {
		const sign = fc.constantFrom(...'0123456789880+ ()-#*,;./x\t');
		const start = fc.constantFrom('', '+', '8', '+8', '00', '011', '0', '80', '0084', '+7', '81');
		const number = fc
			.tuple(start, fc.array(sign, { maxLength: 18 }))
			.map(([prefix, signs]) => prefix + signs.join(''));
		fc.assert(
			fc.property(number, (phone) => {
				expect(phoneKey(phone)).toBe(portalKey(phone));
			}),
			{ numRuns: 20_000 },
		);
	});
});

describe('the phone numbers of a cell', () => {
	it.each([
		['one', '+7 916 123-45-67', ['+7 916 123-45-67']],
		[
			'two after a comma',
			'+7 495 111-22-33, +7 916 123-45-67',
			['+7 495 111-22-33', '+7 916 123-45-67'],
		],
		['two after a semicolon', '8 495 1112233;8 916 1234567', ['8 495 1112233', '8 916 1234567']],
		['two on lines', '84951112233\n89161234567', ['84951112233', '89161234567']],
		['one with a comma after it', '+49 171 2345678,', ['+49 171 2345678']],
		['one with an extension after #', '+7 812 999-93-31#102', ['+7 812 999-93-31#102']],
		['one with an extension after a comma', '+7 812 999-93-31, 102', ['+7 812 999-93-31#102']],
		['a short one', '121', ['121']],
		['brackets around the country code', '(+49) 171/2345678', ['(+49) 171/2345678']],
	])('are read: %s', (_, cell, phones) => {
		expect(read(cell)).toEqual(phones);
	});

	it.each([
		['an exponent', '7,9E+10', 'exponent'],
		['the exponent of a number', '1e+21', 'exponent'],
		['a fraction', '79123456789.0', 'fraction'],
		['words', 'call Anna', 'letters'],
		['an extension in words', '+7 812 999-93-31 ext. 102', 'letters'],
		['five digits after #', '+7 812 999-93-31#10234', 'no extension'],
		['two extensions', '+7 812 999-93-31#102, 103', 'two extensions'],
		['two numbers in a row', '+7 495 111-22-33 +7 916 123-45-67', 'signs'],
		['a dash first', '-79123456789', 'signs'],
		['dots alone', '....', 'signs'],
		['two digits', '12', 'too few digits'],
		['nothing but marks', ';,;', 'no digits'],
	])('are refused: %s', (_, cell, reason) => {
		expect(() => readPhones(cell)).toThrow(reason);
	});
});

describe('two phone numbers', () => {
	const same = (own: string, asked: string) => {
		const phone = ownPhone(own);
		return phone !== undefined && isSamePhone(phone, readPhones(asked)[0]);
	};

	it.each([
		['+7 812 999-93-31#101', '8 812 999 93 31, 101', true],
		['+7 812 999-93-31#101', '+7 812 999-93-31#102', false],
		['+7 812 999-93-31#101', '+7 812 999-93-31', true],
		['+7 812 999-93-31', '+7 812 999-93-31#102', true],
		['+7 812 999-93-31 x101', '+7 812 999-93-31', false],
		['+7 812 999-93-31, +7 916 123-45-67', '+7 812 999-93-31', false],
		['\u202a+7 812 999-93-31\u202c', '+7 812 999-93-31', true],
		['78129999331', '+7 812 999-93-32', false],
	])('%s and %s are the same in whole: %s', (own, asked, expected) => {
		expect(same(own, asked)).toBe(expected);
	});
});
