/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs outside n8n */
import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { Certificate } from './certificate';

/** Does not keep the process alive. */
export function sleep(milliseconds: number): Promise<void> {
	return wait(milliseconds, undefined, { ref: false });
}

export interface Listening {
	port: number;
	/** ends open connections too */
	close: () => Promise<void>;
}

/** Serves this machine only: https with a certificate, else http. Port 0 takes any free one. */
export async function listen(
	listener: RequestListener,
	port: number,
	certificate?: Certificate,
): Promise<Listening> {
	const server: Server = certificate
		? createHttpsServer(certificate, listener)
		: createHttpServer(listener);
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject).listen(port, '127.0.0.1', resolve);
	});
	return {
		port: (server.address() as AddressInfo).port,
		close: async () =>
			await new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}
