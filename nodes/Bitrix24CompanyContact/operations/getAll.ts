import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { readLinks } from './answer';
import type { Operation } from './operation';
import { company, onlyFor, readCompanyId } from './parameters';
import { isGiven, readSwitch } from './values';

const fields: INodeProperties[] = [
	company,
	{
		displayName: 'Simplify',
		name: 'simplify',
		type: 'boolean',
		default: true,
		description: 'Whether to return a simplified version of the response instead of the raw data',
	},
];

/** REST docs: `crm.company.contact.items.get`. */
export const getAll: Operation = {
	option: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get contacts of company',
		description:
			'Get all contacts that are linked to a company, in the order of their sort. A company without contacts, or one that does not exist, gives no items.',
	},
	fields: onlyFor('getAll', fields),

	prepare(parameter) {
		const companyId = readCompanyId(parameter);
		const simplify = parameter('simplify', true);
		const simplified = !isGiven(simplify) || readSwitch(simplify, "'Simplify'");

		return {
			call: { method: 'crm.company.contact.items.get', params: { id: companyId } },
			ids: { companyId },
			undone: `The contacts of company ${companyId} were not read`,
			readOnly: true,

			read(result) {
				const links = readLinks(result);
				return {
					rows: simplified
						? links.map((link) => toSimple(companyId, link))
						: (result as IDataObject[]),
					summary: `company ${companyId} has ${links.length} ${links.length === 1 ? 'contact' : 'contacts'}`,
				};
			},
		};
	},
};

function toSimple(companyId: number, { CONTACT_ID, SORT, ROLE_ID, IS_PRIMARY }: IDataObject) {
	return {
		companyId,
		contactId: CONTACT_ID,
		sort: Number(SORT),
		roleId: Number(ROLE_ID),
		isPrimary: IS_PRIMARY === 'Y',
	};
}
