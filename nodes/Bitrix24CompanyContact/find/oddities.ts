import type { LookUp } from './lookUp';

/** What may be wrong with a value that no record has, as whole sentences. */
export function oddities(lookUp: LookUp): string[] {
	const { hadHidden, mode, value } = lookUp;
	return [
		hadHidden ? 'The value came with hidden characters, which were left out.' : '',
		...(mode === 'taxNumber' ? taxNumberOddities(value) : []),
		mode === 'phone' && !/^[+0]/.test(value) && value.replace(/\D/g, '').length <= 10
			? 'The number has no country code: Bitrix24 adds none.'
			: '',
	].filter(Boolean);
}

/** A Russian tax number has 10 or 12 digits, and the number beside it, after a slash, is that of a branch (KPP). */
function taxNumberOddities(value: string): string[] {
	const [number, branch] = value.split('/');
	if (branch && /^\d+$/.test(number) && /^\d+$/.test(branch)) {
		return [`${branch} after the slash is another number: look for ${number} alone.`];
	}
	const isShort = /^(\d{9}|\d{11})$/.test(value);
	return isShort
		? [`It has ${value.length} digits: a spreadsheet may have dropped a zero, as in 0${value}.`]
		: [];
}
