import type { IDataObject } from 'n8n-workflow';

import { unknownAnswer } from './answer';
import type { Operation } from './operation';

/** REST docs: `crm.company.contact.fields`. */
export const getFields: Operation = {
	option: {
		name: 'Get Fields',
		value: 'getFields',
		action: 'Get fields of company contact link',
		description:
			'Get the description of the fields that a link has. Runs once, however many items come in.',
	},
	fields: [],
	oncePerRun: true,

	prepare() {
		return {
			call: { method: 'crm.company.contact.fields', params: {} },
			ids: {},
			undone: 'The fields of a link were not read',

			read(result) {
				if (typeof result !== 'object' || result === null || Array.isArray(result)) {
					throw unknownAnswer(result);
				}
				const fields = Object.entries(result as Record<string, IDataObject>);
				return {
					rows: fields.map(([name, field]) => ({ name, ...field })),
					summary: `a link has ${fields.length} fields`,
				};
			},
		};
	},
};
