import { visibleText } from '../bitrix24/text';
import { phoneKey } from './phoneKey';
import { Unreadable } from './unreadable';

/** A phone number of a cell or a record. */
export interface Phone {
	/** As Bitrix24 is asked for it. */
	text: string;
	/** What Bitrix24 compares numbers by. */
	key: string;
	extension: string;
}

/** More digits than this after a comma are a number of their own. */
const LONGEST_EXTENSION = 4;

/** Fewer digits are no number. */
const FEWEST_DIGITS = 3;

const EXPONENT = /^[\d.,]+e[+-]?\d+$/i;

/** Digits with the signs that people put between them. A `*` is part of a number for Bitrix24. */
const NUMBER = /^(?:[(\s]*\+)?[\d(\s][\d()\s./\p{Pd}*]*$/u;

/**
 * The numbers of a cell: each on a line of its own, or after a comma or semicolon, as Bitrix24's export joins them. Up to
 * four digits after a comma, semicolon or `#` are the extension of the number before.
 *
 * @throws Unreadable
 */
export function readPhones(text: string): Phone[] {
	const phones = text.split(/[\r\n]/).flatMap(readLine);
	if (!phones.length) throw new Unreadable('it has no digits');
	return phones;
}

/** A record's own number, if it is one: a value with anything else in it is not the number that it begins with. */
export function ownPhone(text: string): Phone | undefined {
	try {
		const [phone, ...more] = readPhones(visibleText(text));
		return more.length ? undefined : { ...phone, key: phoneKey(text) };
	} catch {
		return undefined;
	}
}

/** Whether two numbers are the same one: a number without an extension may be any of its extensions. */
export function isSamePhone(one: Phone, other: Phone): boolean {
	if (one.key !== other.key) return false;
	return !one.extension || !other.extension || one.extension === other.extension;
}

function readLine(line: string): Phone[] {
	if (EXPONENT.test(line.trim())) {
		throw new Unreadable('a spreadsheet has written it with an exponent');
	}
	const phones: Array<{ number: string; extension: string }> = [];
	for (const part of line.split(/[,;]/)) {
		const text = part.trim();
		if (!text) continue;
		const digits = text.replace(/\s/g, '');
		const last = phones.at(-1);
		if (last && /^\d+$/.test(digits) && digits.length <= LONGEST_EXTENSION) {
			if (last.extension) throw new Unreadable('it has two extensions');
			last.extension = digits;
		} else {
			phones.push(readPart(text));
		}
	}
	return phones.map(({ number, extension }) => {
		const text = extension ? `${number}#${extension}` : number;
		return { text, key: phoneKey(text), extension };
	});
}

function readPart(text: string): { number: string; extension: string } {
	if (/\p{L}/u.test(text)) throw new Unreadable('it holds letters');
	if (/^\d+\.0+$/.test(text)) throw new Unreadable('a spreadsheet has written it with a fraction');
	const [number, extension = '', ...more] = text.split('#').map((part) => part.trim());
	if (more.length || (text.includes('#') && !/^\d{1,4}$/.test(extension))) {
		throw new Unreadable('what follows the # is no extension');
	}
	if (!NUMBER.test(number)) throw new Unreadable('it holds signs that no phone number has');
	if (number.replace(/\D/g, '').length < FEWEST_DIGITS)
		throw new Unreadable('it has too few digits');
	return { number, extension };
}
