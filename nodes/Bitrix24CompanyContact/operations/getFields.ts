import { asMap } from '../portal/json';
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
			readOnly: true,

			read(result) {
				const fields = Object.entries(asMap(result));
				if (!fields.length || !fields.every(([, field]) => isDescription(field))) {
					throw unknownAnswer(result);
				}
				return {
					rows: fields.map(([name, field]) => ({ name, ...asMap(field) })),
					summary: `a link has ${fields.length} fields`,
				};
			},
		};
	},
};

function isDescription(field: unknown): boolean {
	return typeof asMap(field).type === 'string';
}
