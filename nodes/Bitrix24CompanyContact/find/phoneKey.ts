/**
 * The form by which Bitrix24 compares phone numbers. From ten characters on, the first rule that fits is applied, and no
 * other; no country code is ever added. Server source: tools.php, NormalizePhone;
 * duplicatecommunicationcriterion.php, normalizePhone.
 */
export function phoneKey(phone: string): string {
	// A number written +8… is that of a foreign country, so its 8 is no Russian trunk prefix.
	const isForeign = phone.length >= 10 && phone.startsWith('+8');
	const marked = isForeign ? `00${phone.slice(1)}` : phone;
	return withoutPrefix(marked.replace(/[^\d#*,;]/g, '')).replace(/(\d+)[;#]*[\d,]*/g, '$1');
}

function withoutPrefix(number: string): string {
	if (number.length < 10 || /^8[012]/.test(number)) return number;
	if (number.startsWith('8')) return `7${number.slice(1)}`;
	return number.replace(/^(00|011|0)/, '');
}
