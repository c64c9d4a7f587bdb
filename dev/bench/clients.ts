/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs outside n8n */
import { globalAgent } from 'node:https';

import type { Contestant } from './measure';

async function post(url: string, body: object): Promise<void> {
	await fetch(url, {
		method: 'POST',
		headers: { 'Content-Type': 'application/json' },
		body: JSON.stringify(body),
	}).then(async (response) => await response.text());
}

/** The fastest that can be: commands packed by hand, one request after another, nothing checked. */
export const handPacked: Contestant = async (pairs, { webhookUrl }) => {
	for (let start = 0; start < pairs.length; start += 50) {
		const commands = pairs
			.slice(start, start + 50)
			.map(
				({ companyId, contactId }, index) =>
					[
						`c${index}`,
						`crm.company.contact.add?id=${companyId}&fields[CONTACT_ID]=${contactId}`,
					] as const,
			);
		await post(`${webhookUrl}batch`, { halt: 0, cmd: Object.fromEntries(commands) });
	}
};

/** What is built by hand from n8n's HTTP Request node: all items at once. */
export const oneRequestAnItem: Contestant = async (pairs, { webhookUrl }) => {
	await Promise.all(
		pairs.map(
			async ({ companyId, contactId }) =>
				await post(`${webhookUrl}crm.company.contact.add`, {
					id: companyId,
					fields: { CONTACT_ID: contactId },
				}),
		),
	);
};

/** Bitrix24's own SDK for JavaScript, with its default limits. The SDK takes https only. */
export const sdk: Contestant = async (pairs, { httpsUrl, ca }) => {
	const { B24Hook } = await import('@bitrix24/b24jssdk');
	globalAgent.options.ca = ca;
	const hook = B24Hook.fromWebhookUrl(httpsUrl);
	hook.offClientSideWarning();
	await hook.actions.v2.batchByChunk.make({
		calls: pairs.map(({ companyId, contactId }) => [
			'crm.company.contact.add',
			{ id: companyId, fields: { CONTACT_ID: contactId } },
		]),
		options: { isHaltOnError: false },
	});
};
