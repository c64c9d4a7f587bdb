import type { INodeProperties } from 'n8n-workflow';

/** Which request limit the portal has: it sets the pace of the requests. Source: REST docs, "Limits". */
export const plan: INodeProperties = {
	displayName: 'Plan',
	name: 'plan',
	type: 'options',
	options: [
		{
			name: 'Standard',
			value: 'standard',
			description: 'Any cloud plan below Enterprise: 50 requests at once, then 2 a second',
		},
		{
			name: 'Enterprise',
			value: 'enterprise',
			description: 'Cloud plan Enterprise: 250 requests at once, then 5 a second',
		},
		{
			name: 'Self-Hosted',
			value: 'selfHosted',
			description: 'Portal on an own server: no limit',
		},
	],
	default: 'standard',
	description:
		"Which plan the portal has. Sets how fast the node sends, to stay within Bitrix24's limits.",
};
