import Table from 'cli-table3';
import type { Portal } from './state/portalState';

const SIDES = ['top', 'bottom', 'left', 'right', 'mid', 'middle'];
const LINES = SIDES.flatMap((side) => [side, `${side}-mid`, `${side}-left`, `${side}-right`]);

/** Columns without lines around them. */
const columns = (head: string[] = []) =>
	new Table({
		head,
		style: { head: [], border: [], 'padding-left': 0, 'padding-right': 3 },
		chars: Object.fromEntries(LINES.map((line) => [line, ''])),
	});

export function companyTable(portal: Portal): string {
	const table = columns(['Company', 'Title', 'Contacts']);
	for (const { id, title } of portal.companies.values()) {
		const names = portal.linksOfCompany(id).map(({ contactId }) => contactName(portal, contactId));
		table.push([id, title, names.join(', ')]);
	}
	return table.toString();
}

export function contactTable(portal: Portal): string {
	const table = columns(['Contact', 'Name', 'Main company']);
	for (const { id, companyId } of portal.contacts.values()) {
		table.push([id, contactName(portal, id), portal.companies.get(companyId ?? 0)?.title ?? '']);
	}
	return table.toString();
}

export function pairTable(pairs: Record<string, string>): string {
	const table = columns();
	table.push(...Object.entries(pairs));
	return table.toString();
}

const contactName = (portal: Portal, id: number): string => {
	const { name = '', lastName = '' } = portal.contacts.get(id) ?? {};
	return `${name} ${lastName}`;
};
