import type { IDataObject } from 'n8n-workflow';

/** The row without some of its fields. */
export function without(row: IDataObject, ...names: string[]): IDataObject {
	return Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name)));
}
