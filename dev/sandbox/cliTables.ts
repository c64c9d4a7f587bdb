import Table from 'cli-table3';
import type { PortalState } from './state/portalState';

const SIDES = ['top', 'bottom', 'left', 'right', 'mid', 'middle'];
const LINES = SIDES.flatMap((side) => [side, `${side}-mid`, `${side}-left`, `${side}-right`]);

/** A table without lines. */
function columns(head: string[] = []) {
	return new Table({
		head,
		style: { head: [], border: [], 'padding-left': 0, 'padding-right': 3 },
		chars: Object.fromEntries(LINES.map((line) => [line, ''])),
	});
}

export function companyTable(state: PortalState): string {
	const table = columns(['Company', 'Title', 'Contacts']);
	for (const { id, title } of state.companies.values()) {
		const names = state.linksOfCompany(id).map(({ contactId }) => contactName(state, contactId));
		table.push([id, title, names.join(', ')]);
	}
	return table.toString();
}

export function contactTable(state: PortalState): string {
	const table = columns(['Contact', 'Name', 'Main company']);
	for (const { id, companyId } of state.contacts.values()) {
		table.push([id, contactName(state, id), state.companies.get(companyId ?? 0)?.title ?? '']);
	}
	return table.toString();
}

export function pairTable(pairs: Record<string, string>): string {
	const table = columns();
	table.push(...Object.entries(pairs));
	return table.toString();
}

function contactName(state: PortalState, id: number): string {
	const { name = '', lastName = '' } = state.contacts.get(id) ?? {};
	return `${name} ${lastName}`;
}
