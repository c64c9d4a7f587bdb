import type { INodeProperties } from 'n8n-workflow';

import type { ReadParameter } from '../resources/operation';
import { readSwitchOption } from './values';

/** What to do with an item whose record is not found, or found more than once. */
export const ifNotFound: INodeProperties = {
	displayName: 'If Not Found',
	name: 'ifNotFound',
	type: 'options',
	options: [
		{ name: 'Fail', value: 'error', description: 'Fail the item' },
		{
			name: 'Report',
			value: 'report',
			description: "Output the item with the outcome 'notFound'. Nothing is changed.",
		},
	],
	default: 'error',
	description: 'What to do if no company or contact has the title, email or other value',
};

export const ifSeveralFound: INodeProperties = {
	displayName: 'If Several Found',
	name: 'ifSeveralFound',
	type: 'options',
	options: [
		{ name: 'Fail', value: 'error', description: 'Fail the item. The error names the IDs.' },
		{ name: 'Use Oldest', value: 'oldest', description: 'Take the record with the lowest ID' },
	],
	default: 'error',
	description: 'What to do if several companies or contacts have the value',
};

/** Of every operation that has a company or a contact. */
export const lookUpOptions: INodeProperties[] = [ifNotFound, ifSeveralFound];

/** Of the operations that add links. */
export const checkContacts: INodeProperties = {
	displayName: 'Check Contacts',
	name: 'checkContacts',
	type: 'boolean',
	default: false,
	description:
		'Whether to look up contacts that are given by ID before they are linked. The access of a user with the right All would otherwise link a contact that does not exist.',
};

export function readCheckContacts(parameter: ReadParameter): boolean {
	return readSwitchOption(parameter, checkContacts);
}
