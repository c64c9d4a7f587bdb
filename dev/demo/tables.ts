import Table from 'cli-table3';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { LoggedRequest, Sandbox } from '../sandbox';

type PortalState = Sandbox['state'];

export function linkTable(state: PortalState): string {
	const rows = [...state.companies.values()].flatMap(({ id, title }) =>
		state
			.linksOfCompany(id)
			.map(({ contactId, sort, isPrimary }) => [
				`${id} ${title}`,
				`${contactId} ${contactName(state, contactId)}`,
				String(sort),
				isPrimary === 'Y' ? 'yes' : 'no',
			]),
	);
	return render(['Company', 'Contact', 'Sort', "Contact's main company"], rows);
}

export function mainCompany(state: PortalState, contactId: number): string {
	const companyId = state.contacts.get(contactId)?.companyId;
	const company = companyId ? state.companies.get(companyId) : undefined;
	return company ? `${company.id} ${company.title}` : 'none';
}

export function mainCompanyTable(
	state: PortalState,
	choices: Array<{ contact: number; isPrimary: boolean }>,
	{ before, after, outcomes }: Record<'before' | 'after' | 'outcomes', string[]>,
): string {
	const rows = choices.map(({ contact, isPrimary }, index) => [
		`${contact} ${contactName(state, contact)}`,
		isPrimary ? 'on' : 'off',
		outcomes[index],
		before[index],
		after[index],
	]);
	return render(['Contact', 'Is Primary', 'Outcome', 'Main company before', 'And after'], rows);
}

/** What a dry run named, beside what the run then did. */
export function syncTable(state: PortalState, dry: IDataObject[], done: IDataObject[]): string {
	const rows = dry.map(({ companyId, contactId, change }) => {
		const same = done.find((row) => row.companyId === companyId && row.contactId === contactId);
		return [
			`${companyId as number}`,
			`${contactId as number} ${contactName(state, contactId as number)}`,
			change as string,
			(same?.outcome ?? 'nothing') as string,
		];
	});
	return render(['Company', 'Contact', 'Dry run', 'Then done'], rows);
}

/** One row an input item, in their order, whichever output they left by. */
export function outcomeTable(input: INodeExecutionData[], output: INodeExecutionData[]): string {
	const rows = output.map(({ json, pairedItem }) => {
		const index = (pairedItem as { item: number }).item;
		const { company, contact } = input[index].json as Record<string, string>;
		const outcome = (json.error ?? json.outcome) as string;
		return { index, row: [String(index + 1), company, contact, outcome] };
	});
	rows.sort((one, other) => one.index - other.index);
	return render(
		['Item', 'Company', 'Contact', 'Outcome'],
		rows.map(({ row }) => row),
		[6, 9, 56, 50],
	);
}

export function requestTable(requests: LoggedRequest[]): string {
	const rows = requests.map(({ httpMethod, method, commands, status }) => [
		`${httpMethod} ${method}`,
		commands.map((command) => `${command.method} ${JSON.stringify(command.params)}`).join('\n'),
		String(status),
	]);
	return render(['Request', 'Commands', 'Status'], rows);
}

function render(head: string[], rows: string[][], colWidths: number[] = []): string {
	const style = { head: [], border: [], compact: true };
	const table = new Table({ head, colWidths, style, wordWrap: true });
	table.push(...rows);
	return table.toString();
}

function contactName(state: PortalState, id: number): string {
	const contact = state.contacts.get(id);
	return contact ? `${contact.name} ${contact.lastName}` : '(no such contact)';
}
