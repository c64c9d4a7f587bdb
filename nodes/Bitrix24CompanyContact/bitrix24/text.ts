/** Characters that nobody sees, e.g. zero-width spaces that come along with copied text, and control characters. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}|(?![\t\n\r])\p{Cc}/gu;

/** Text as people see it: without characters that they do not see, with plain spaces, and without spaces around. */
export function visibleText(text: string): string {
	return text
		.normalize('NFC')
		.replace(INVISIBLE, '')
		.replace(/\p{Zs}/gu, ' ')
		.trim();
}
