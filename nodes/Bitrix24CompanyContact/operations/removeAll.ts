import { readTrue } from './answer';
import type { Operation } from './operation';
import { company, onlyFor, readCompanyId } from './parameters';

/** REST docs: `crm.company.contact.items.delete`. */
export const removeAll: Operation = {
	option: {
		name: 'Remove All',
		value: 'removeAll',
		action: 'Remove all contacts from company',
		description:
			'Remove the links between a company and all its contacts. The records stay. Bitrix24 reports success even for a company that does not exist.',
	},
	fields: onlyFor('removeAll', [company]),

	prepare(parameter) {
		const companyId = readCompanyId(parameter);

		return {
			call: {
				method: 'crm.company.contact.items.delete',
				params: { id: companyId },
				orderingKeys: () => [`company ${companyId}`],
			},
			ids: { companyId },
			undone: `The contacts of company ${companyId} were not removed`,

			read(result) {
				readTrue(result);
				return {
					rows: [{ companyId, result: true, outcome: 'removedAll' }],
					summary: `all contacts were removed from company ${companyId}`,
				};
			},
		};
	},
};
