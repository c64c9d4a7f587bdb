/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs outside n8n */
import { setTimeout as sleep } from 'node:timers/promises';

import { expectNoSecret, n8n } from '../helpers';
import { type Change, importExample } from './harness';

/** What is put into a form, in the order of its fields. A text of the page takes a place as well. */
type Values = Array<string | File>;

/** What a visitor sees after a form was sent. */
export interface Page {
	text: string;
	/** Sends the form of the page, and gives the page that follows. */
	next(...values: Values): Promise<Page>;
}

/** Imports an example that begins with a form, and keeps the form open for the tests of a `describe`. */
export function useForm(file: string, path: string, change?: Change) {
	const form = { workflowId: '' };
	let workflow: { id: string; versionId: string };
	beforeAll(async () => {
		workflow = await importExample(file, {}, change);
		form.workflowId = workflow.id;
		await n8n.activate(workflow);
		await until(async () => (await fetch(`${n8n.origin}/${path}`)).ok);
	});
	afterAll(async () => await n8n.deactivate(workflow.id));
	return form;
}

/** Looks at all executions of a form: each has ended well, and none holds a secret. */
export async function expectCleanExecutions(form: { workflowId: string }): Promise<void> {
	const executions = await n8n.executionsOf(form.workflowId);
	expect(executions.length).toBeGreaterThan(1);
	for (const { status, text } of executions) {
		expect(status).toBe('success');
		expectNoSecret(text);
	}
}

/** Fills in the form of an active workflow as a visitor does. */
export async function submitForm(path: string, ...values: Values): Promise<Page> {
	const response = await send(`${n8n.origin}/${path}`, values);
	const { formWaitingUrl } = (await response.json()) as { formWaitingUrl: string };
	const { pathname, search } = new URL(formWaitingUrl);
	return await pageAt(`${n8n.origin}${pathname}`, search);
}

async function pageAt(path: string, search: string): Promise<Page> {
	const status = `${path}/n8n-execution-status${search}`;
	await until(async () => (await (await fetch(status)).text()) === 'form-waiting');
	const url = `${path}${search}`;
	const page = await (await fetch(url)).text();
	// A last page tells n8n itself that it was shown, which ends the execution.
	if (!page.includes('<form')) await fetch(url, { method: 'POST' });
	return {
		text: textOf(page),
		async next(...values) {
			await send(url, values);
			return await pageAt(path, search);
		},
	};
}

async function send(url: string, values: Values) {
	const body = new FormData();
	values.forEach((value, index) => body.set(`field-${index}`, value));
	return await fetch(url, { method: 'POST', body });
}

async function until(holds: () => Promise<boolean>) {
	for (let tries = 0; tries < 300; tries++) {
		if (await holds()) return;
		await sleep(100);
	}
	throw new Error('It did not come to that within 30 seconds');
}

/** What a reader sees of a page. */
export function textOf(page: string): string {
	return page
		.replace(/<(style|script)[\s\S]*?<\/\1>/g, ' ')
		.replace(/<[^>]*>/g, ' ')
		.replaceAll('&quot;', '"')
		.replaceAll('&lt;', '<')
		.replaceAll('&gt;', '>')
		.replaceAll('&amp;', '&')
		.replace(/\s+/g, ' ');
}
