import type { MakeOperation } from './operation';
import { fieldsOf } from './linkQueries';

/** REST docs: `crm.company.contact.fields`, `crm.contact.company.fields`. */
export const getFields: MakeOperation = (side) => ({
	option: {
		name: 'Get Fields',
		value: 'getFields',
		action: `Get fields of ${side.owner} ${side.other} link`,
		description:
			'Get the fields that a link has, with their types. Runs once, however many items come in.',
	},
	fields: [],
	oncePerRun: true,

	parse() {
		const query = fieldsOf(side);
		return {
			ids: {},
			failureMessage: 'The fields of a link were not read',
			needs: () => [query],
			plan(known) {
				const fields = known.get(query);
				return {
					stages: [],
					report: () => ({
						rows: fields.map(([name, field]) => ({ name, ...field })),
						summary: `a link has ${fields.length} fields`,
					}),
				};
			},
		};
	},
});
