/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs outside n8n */
import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Certificate } from './certificate';

export interface Listening {
	port: number;
	/** Stops listening and ends open connections. */
	close: () => Promise<void>;
}

/**
 * Listens on 127.0.0.1 only: by https if a certificate is given, else by http.
 *
 * @param port 0 takes any free port
 */
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
