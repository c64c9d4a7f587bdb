/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs outside n8n */
import { globalAgent } from 'node:https';

import type { Contestant, Task } from '../measure';
import { links } from '../scenarios/links';
import { lookUps } from '../scenarios/lookUps';
import { firstFound } from './byHand';

type Call = [method: string, params: object];

const addCall = (companyId: unknown, contactId: unknown): Call => [
	'crm.company.contact.add',
	{ id: companyId, fields: { CONTACT_ID: contactId } },
];

/** Bitrix24's own SDK for JavaScript. The SDK takes https only. */
export const sdkLinks: Contestant = async (task) => {
	const run = await open(task);
	await run(
		links.rows(task.count).map(({ companyId, contactId }) => addCall(companyId, contactId)),
	);
	return undefined;
};

/** All contacts, all companies, all links. Of several records, the first is taken. */
export const sdkLookUps: Contestant = async (task) => {
	const run = await open(task);
	const rows = lookUps.rows(task.count);
	const contacts = await run(
		rows.map(({ email }) => [
			'crm.duplicate.findbycomm',
			{ type: 'EMAIL', entity_type: 'CONTACT', values: [email] },
		]),
	);
	const companies = await run(
		rows.map(({ title }) => ['crm.company.list', { filter: { TITLE: title }, select: ['ID'] }]),
	);
	const found = rows.map((_, place) => firstFound(contacts[place], companies[place]));
	const added = await run(found.flatMap((pair) => (pair ? [addCall(...pair)] : [])));
	return found.map((pair) => pair !== undefined && added.shift() === true);
};

/** Returns a function that runs calls in batches of 50. Without limits on the portal, the SDK's own are lifted. */
async function open({ httpsUrl, ca, plan }: Task) {
	const { B24Hook, ParamsFactory } = await import('@bitrix24/b24jssdk');
	globalAgent.options.ca = ca;
	const none = { burstLimit: 1e6, drainRate: 1e6, adaptiveEnabled: false };
	const defaults = ParamsFactory.getDefault();
	const hook = B24Hook.fromWebhookUrl(httpsUrl, {
		restrictionParams: plan === 'standard' ? defaults : { ...defaults, rateLimit: none },
	});
	hook.offClientSideWarning();
	return async (calls: Call[]): Promise<unknown[]> => {
		const options = { isHaltOnError: false };
		const answer = await hook.actions.v2.batchByChunk.make({ calls, options });
		return answer.getData() ?? [];
	};
}
