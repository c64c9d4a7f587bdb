import { Unreadable } from './unreadable';

/** One address, or a name with the address after it, as mail programs write them. */
const ADDRESS = /^(?:[^<>]*<)?(?:mailto:)?([^\s<>@"(),;]+@[^\s<>@"(),;]+?)>?$/i;

/**
 * The addresses of a cell, as Bitrix24 is asked for them: after commas, semicolons or line breaks.
 *
 * @throws Unreadable
 */
export function readEmails(text: string): string[] {
	const parts = text
		.split(/[,;\r\n]/)
		.map((part) => part.trim())
		.filter(Boolean);
	const addresses = parts.map((part) => {
		const [, address] = ADDRESS.exec(part) ?? [];
		const isClosed = part.includes('<') === part.includes('>');
		if (!address || !isClosed) throw new Unreadable('it is no address');
		return address;
	});
	if (!addresses.length) throw new Unreadable('it is empty');
	return addresses;
}

/** Bitrix24 compares in lower case (server source: duplicatecommunicationcriterion.php, prepareCodes). */
export function emailKey(email: string): string {
	const text = email.trim().toLowerCase();
	const at = text.lastIndexOf('@');
	const host = `http://${text.slice(at + 1)}`;
	// The two written forms of a domain beyond ASCII are one domain.
	const isForeign = /\P{ASCII}/u.test(host) && URL.canParse(host);
	return isForeign ? `${text.slice(0, at)}@${new URL(host).hostname}` : text;
}
