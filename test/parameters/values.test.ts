import {
	isGiven,
	readSort,
	readSwitch,
} from '../../nodes/Bitrix24CompanyContact/parameters/values';

const CHECK = { description: 'Check the field or expression that it comes from.' };

describe('readSwitch', () => {
	it.each([
		[true, true],
		['true', true],
		['Y', true],
		['y', true],
		['1', true],
		[1, true],
		[false, false],
		['False', false],
		['N', false],
		['n', false],
		['0', false],
		[0, false],
	])('reads %p as %s', (value, expected) => {
		expect(readSwitch(value, "'Is Primary'")).toBe(expected);
	});

	it.each(['', 'yes', 'no', 2, 'NaN', {}])('refuses %p', (value) => {
		expect(() => readSwitch(value, "'Is Primary'")).toThrow(
			expect.objectContaining({ message: "'Is Primary' is neither true nor false", ...CHECK }),
		);
	});
});

describe('readSort', () => {
	it.each([
		[10, 10],
		[' 20 ', 20],
		['-5', -5],
	])('reads %p as %i', (value, sort) => {
		expect(readSort(value, "'Sort'")).toBe(sort);
	});

	it.each(['first', 1.5, '1.5', '2x', 'x2', true, null])('refuses %p', (value) => {
		expect(() => readSort(value, "'Sort'")).toThrow(
			expect.objectContaining({ message: "'Sort' is not a whole number", ...CHECK }),
		);
	});
});

describe('isGiven', () => {
	it('takes an empty field for none, and 0 and false for values', () => {
		expect([undefined, null, '', 0, false].map(isGiven)).toEqual([
			...[false, false, false],
			...[true, true],
		]);
	});
});
