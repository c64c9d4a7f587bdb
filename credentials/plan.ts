import type { INodeProperties } from 'n8n-workflow';

const displayOptions = { show: { plan: ['custom'] } };

/** Which request limit the portal has: it sets the pace of the requests. Source: REST docs, "Limits". */
export const plan: INodeProperties[] = [
	{
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
			{
				name: 'Custom',
				value: 'custom',
				description: 'A share of the limit, for several n8n processes that use one portal',
			},
		],
		default: 'standard',
		description:
			"Which plan the portal has. Sets how fast the node sends, to stay within Bitrix24's limits.",
	},
	{
		displayName: 'Requests at Once',
		name: 'requestsAtOnce',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 25,
		displayOptions,
		description:
			"How many requests each n8n process may send at once: the plan's number, divided by the number of processes",
	},
	{
		displayName: 'Requests per Second',
		name: 'requestsPerSecond',
		type: 'number',
		typeOptions: { minValue: 0.01, numberPrecision: 2 },
		default: 1,
		displayOptions,
		description:
			"How many requests a second each n8n process may send after that: the plan's number, divided by the number of processes",
	},
];
