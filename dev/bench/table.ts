export function table(head: string[], rows: Array<Array<string | number>>): string {
	const numbers = head.map((_, column) =>
		rows.every((row) => !Number.isNaN(Number(String(row[column]).replaceAll(',', '')))),
	);
	const rule = numbers.map((isNumber) => (isNumber ? '---:' : '---'));
	return [head, rule, ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

/** 10000 → "10,000" */
export function whole(number: number): string {
	return Math.round(number).toLocaleString('en');
}

export function seconds(milliseconds: number): string {
	return (milliseconds / 1000).toFixed(2);
}
