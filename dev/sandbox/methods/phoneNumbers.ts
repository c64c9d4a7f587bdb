/**
 * What Bitrix24 compares phone numbers by (NormalizePhone in main/tools.php, normalizePhone in
 * crm/lib/integrity/duplicatecommunicationcriterion.php). It adds no country code, and "x12" is no extension.
 */
export function phoneKey(phone: string): string {
	// A number written +8… is that of a foreign country, so its 8 is no Russian trunk prefix.
	const isForeign = phone.length >= 10 && phone.startsWith('+8');
	const marked = isForeign ? `00${phone.slice(1)}` : phone;
	const kept = marked.replace(/[^0-9#*,;]/g, '');
	// Extensions follow one of these marks. Of several, the portal cuts off the first only.
	return withoutPrefix(kept).replace(/(\d+)[;#]*[\d,]*/g, '$1');
}

/** Shorter numbers keep what they begin with. */
function withoutPrefix(number: string): string {
	if (number.length < 10 || /^8[012]/.test(number)) return number;
	if (number.startsWith('8')) return `7${number.slice(1)}`;
	return number.replace(/^(00|011|0)/, '');
}

/** What Bitrix24 compares e-mail addresses by. */
export function emailKey(email: string): string {
	return email.trim().toLowerCase();
}
