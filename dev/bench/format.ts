import type { Result } from './measure';

export function seconds({ milliseconds }: Result): string {
	return (milliseconds / 1000).toFixed(2);
}

export function table(head: string[], rows: Array<Array<string | number>>): string {
	const numbers = head.map((_, column) => rows.every((row) => !Number.isNaN(Number(row[column]))));
	const rule = numbers.map((isNumber) => (isNumber ? '---:' : '---'));
	return [head, rule, ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}
