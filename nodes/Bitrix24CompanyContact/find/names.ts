import { asString } from '../bitrix24/json';
import type { RecordKind } from '../parameters/recordId';

/** What tells people which record it is, by the names of `crm.item.list`. */
export const NAME_FIELDS = { company: ['title'], contact: ['name', 'lastName'] };

/** The same by the names of `crm.company.list` and `crm.contact.list`. */
export const OLD_NAME_FIELDS = { company: ['TITLE'], contact: ['NAME', 'LAST_NAME'] };

/** What people call a record, whichever method wrote it. */
export function nameIn(kind: RecordKind, row: Record<string, unknown>): string {
	return [...NAME_FIELDS[kind], ...OLD_NAME_FIELDS[kind]]
		.map((field) => asString(row[field]))
		.filter(Boolean)
		.join(' ');
}
