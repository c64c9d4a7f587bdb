/* eslint-disable @n8n/community-nodes/no-restricted-globals -- runs outside n8n */
import type { Contestant } from '../measure';
import { links } from '../scenarios/links';
import { lookUps } from '../scenarios/lookUps';
import { chunks, linkCommand, post, postBatch } from './post';

/** The fastest that can be: commands packed by hand, one request after another, nothing checked. */
export const handPacked: Contestant = async ({ webhookUrl, count }) => {
	for (const rows of chunks(links.rows(count), 50)) {
		await postBatch(
			webhookUrl,
			rows.map(({ companyId, contactId }) => linkCommand(companyId, contactId)),
		);
	}
	return undefined;
};

/** The same, at the pace of two requests a second. */
export const handPaced: Contestant = async ({ webhookUrl, count }) => {
	for (const rows of chunks(links.rows(count), 50)) {
		const pause = new Promise((resolve) => setTimeout(resolve, 500));
		await postBatch(
			webhookUrl,
			rows.map(({ companyId, contactId }) => linkCommand(companyId, contactId)),
		);
		await pause;
	}
	return undefined;
};

/** What is built by hand from n8n's HTTP Request node: all items at once. */
export const oneRequestAnItem: Contestant = async ({ webhookUrl, count }) => {
	await Promise.all(
		links.rows(count).map(
			async ({ companyId, contactId }) =>
				await post(`${webhookUrl}crm.company.contact.add`, {
					id: companyId,
					fields: { CONTACT_ID: contactId },
				}),
		),
	);
	return undefined;
};

/** For 50 rows at a time: the contacts, the companies, the links. Of several records, the first is taken. */
export const handLookUps: Contestant = async ({ webhookUrl, count }) => {
	const linked: boolean[] = [];
	for (const rows of chunks(lookUps.rows(count), 50)) {
		const contacts = await postBatch(
			webhookUrl,
			rows.map(({ email }) => findContact(email)),
		);
		const companies = await postBatch(
			webhookUrl,
			rows.map(({ title }) => findCompany(title)),
		);
		const found = rows.map((_, place) => firstFound(contacts[place], companies[place]));
		const known = found.flatMap((pair) => (pair ? [linkCommand(...pair)] : []));
		const added = await postBatch(webhookUrl, known);
		linked.push(...found.map((pair) => pair !== undefined && added.shift() === true));
	}
	return linked;
};

function findContact(email: string): string {
	const values = `values[]=${encodeURIComponent(email)}`;
	return `crm.duplicate.findbycomm?type=EMAIL&entity_type=CONTACT&${values}`;
}

function findCompany(title: string): string {
	return `crm.company.list?filter[TITLE]=${encodeURIComponent(title)}&select[]=ID`;
}

/** The first company and the first contact of two answers. */
export function firstFound(contacts: unknown, companies: unknown): [unknown, unknown] | undefined {
	const contactId = (contacts as { CONTACT?: unknown[] } | undefined)?.CONTACT?.[0];
	const companyId = (companies as Array<{ ID: unknown }> | undefined)?.[0]?.ID;
	return companyId && contactId ? [companyId, contactId] : undefined;
}
