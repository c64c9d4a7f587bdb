import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	NodeConnectionTypes,
} from 'n8n-workflow';

import { authentication, credentials } from './connect';
import { executeOperation } from './execute';
import { operationOf, operationProperties } from './operations';
import { options } from './operations/options';
import { searchCompanies, searchContacts } from './search';

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
		subtitle: '={{ $parameter["operation"].replace(/[A-Z]/g, " $&").toLowerCase() }}',
		// An AI agent is told this of the tool, whatever the operation: n8n looks for an operation's own words only
		// behind a resource (n8n-workflow, node-helpers.ts, resolveResourceAndOperation).
		description:
			'Link contacts to companies in Bitrix24 by their numeric IDs, remove or replace such links, or list them',
		defaults: { name: 'Bitrix24 Company Contact' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials,
		properties: [authentication, ...operationProperties, options],
	};

	methods = { listSearch: { searchCompanies, searchContacts } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const operation = operationOf(this.getNodeParameter('operation', 0));
		return [await executeOperation(this, operation)];
	}
}
