import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	NodeConnectionTypes,
} from 'n8n-workflow';

import { searchCompanies, searchContacts } from './listSearch';
import { operationOf, properties } from './resources';
import { executeOperation } from './run/execute';
import { authentication, credentials } from './run/openPortal';

export class Bitrix24CompanyContact implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Bitrix24 Company Contact',
		name: 'bitrix24CompanyContact',
		icon: {
			light: 'file:../../icons/bitrix24CompanyContact.svg',
			dark: 'file:../../icons/bitrix24CompanyContact.dark.svg',
		},
		group: ['transform'],
		version: 1,
		subtitle:
			'={{ ($parameter["operation"].replace("getAll", "getMany") + ": " + $parameter["resource"]).replace(/[A-Z]/g, " $&").toTitleCase() }}',
		description:
			'Link contacts to companies in Bitrix24 by email, title, tax number or ID, remove, replace or sync links, or list them',
		defaults: { name: 'Bitrix24 Company Contact' },
		usableAsTool: true,
		builderHint: {
			searchHint:
				'Finds companies and contacts itself, by email, phone, external ID, title or tax number: put no node before it that looks up IDs. Takes one pair or list per input item and packs the items into batches: no loop is needed.',
			relatedNodes: [
				{
					nodeType: 'n8n-nodes-base.splitOut',
					relationHint: 'Makes an input item of each pair in a list',
				},
				{
					nodeType: 'n8n-nodes-base.httpRequest',
					relationHint: 'Calls other methods of Bitrix24, with the webhook credential of this node',
				},
			],
		},
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials,
		properties: [authentication, ...properties],
	};

	methods = { listSearch: { searchCompanies, searchContacts } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const operation = operationOf(
			this.getNodeParameter('resource', 0, 'companyContact'),
			// n8n drops the operation of a resource that this version does not know.
			this.getNodeParameter('operation', 0, ''),
		);
		return [await executeOperation(this, operation)];
	}
}
