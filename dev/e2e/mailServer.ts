/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs outside n8n */
import type { AddressInfo } from 'node:net';

import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

import { n8n } from './helpers';

/** A mail server that keeps what it is sent. */
interface MailServer {
	port: number;
	mails: ParsedMail[];
	close(): Promise<void>;
}

/** A mail server for the tests of a `describe`. Each test finds the server without mails. */
export function useMailServer() {
	let server: MailServer;
	beforeAll(async () => {
		server = await startMailServer();
	});
	beforeEach(() => {
		server.mails.length = 0;
	});
	afterAll(async () => await server.close());
	return {
		mails: () => server.mails,
		createCredential: async () =>
			await n8n.createCredential('smtp', {
				host: '127.0.0.1',
				port: server.port,
				secure: false,
				disableStartTls: true,
				user: '',
				password: '',
			}),
	};
}

/** Clicks one of the two buttons of a mail that asks for approval. */
export async function answerMail({ html }: ParsedMail, approved: boolean): Promise<void> {
	const [, link] = new RegExp(`href="([^"]*approved=${approved}[^"]*)"`).exec(html as string)!;
	await clickButton(link.replaceAll('&amp;', '&'));
}

/** Opens the link of a button that answers n8n, as a browser does. */
export async function clickButton(link: string): Promise<void> {
	// n8n takes no answer from a client that calls itself a program, since mail scanners open links.
	const headers = { 'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0' };
	const page = await (await fetch(link, { headers })).text();
	if (!page.includes('Got it, thanks')) throw new Error(`n8n did not take the answer: ${page}`);
}

async function startMailServer(): Promise<MailServer> {
	const mails: ParsedMail[] = [];
	const server = new SMTPServer({
		authOptional: true,
		disabledCommands: ['STARTTLS'],
		onAuth: (_auth, _session, done) => done(null, { user: 'anyone' }),
		onData(stream, _session, done) {
			simpleParser(stream).then(
				(mail) => {
					mails.push(mail);
					done();
				},
				(error: Error) => done(error),
			);
		},
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		port: (server.server.address() as AddressInfo).port,
		mails,
		close: async () => await new Promise<void>((resolve) => server.close(resolve)),
	};
}
