import type { INodePropertyMode } from 'n8n-workflow';

import type { RecordKind } from './recordId';

/** What a record is found by, other than its ID. */
export type LookUpMode = 'title' | 'taxNumber' | 'email' | 'phone' | 'externalId';

interface ModeText {
	/** The mode in the editor. */
	editor: Omit<INodePropertyMode, 'name'>;
	/** What is looked for, in a sentence. */
	noun: string;
	/** What is said of a value that cannot be one. */
	refusal: string;
}

export const LOOK_UP_MODES: Record<LookUpMode, ModeText> = {
	title: {
		editor: {
			displayName: 'By Title',
			type: 'string',
			placeholder: 'e.g. Northwind Traders',
			hint: 'The whole title, case-insensitive',
		},
		noun: 'title',
		refusal: 'is not a title',
	},
	taxNumber: {
		editor: {
			displayName: 'By Tax Number',
			type: 'string',
			placeholder: 'e.g. 7707083893',
			hint: 'Any tax number in the company details, e.g. INN, VAT ID, CNPJ or SIRET, as it is written there',
		},
		noun: 'tax number',
		refusal: 'is not a tax number',
	},
	email: {
		editor: {
			displayName: 'By Email',
			type: 'string',
			placeholder: 'e.g. anna.berg@example.com',
			hint: 'Any email address of the record, case-insensitive. Several in one cell must lead to one record.',
		},
		noun: 'email address',
		refusal: 'is not an email address',
	},
	phone: {
		editor: {
			displayName: 'By Phone',
			type: 'string',
			placeholder: 'e.g. +49 171 2345678',
			hint: 'Any phone number of the record, however it is written, with the country code if Bitrix24 has it. Write an extension after #.',
		},
		noun: 'phone number',
		refusal: 'is not a phone number',
	},
	externalId: {
		editor: {
			displayName: 'By External ID',
			type: 'string',
			placeholder: 'e.g. ERP-1042',
			hint: 'The ID that another system gave the record, which Bitrix24 keeps as ORIGIN_ID',
		},
		noun: 'external ID',
		refusal: 'is not an external ID',
	},
};

/** In the order of the editor. A contact has no title and no company details. */
export const MODES_OF: Record<RecordKind, LookUpMode[]> = {
	company: ['title', 'taxNumber', 'email', 'phone', 'externalId'],
	contact: ['email', 'phone', 'externalId'],
};

export function isLookUpMode(mode: unknown, kind: RecordKind): mode is LookUpMode {
	return MODES_OF[kind].some((known) => known === mode);
}
