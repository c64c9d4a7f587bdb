/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs outside n8n */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';

/** Opens another address for a server on this computer. Bytes pass through unchanged. */
export async function aliasOf(origin: string): Promise<{ origin: string; close(): void }> {
	const port = Number(new URL(origin).port);
	const server = createServer((client) => {
		const target = connect(port, '127.0.0.1');
		client.pipe(target).pipe(client);
		for (const socket of [client, target]) {
			socket.on('error', () => {
				client.destroy();
				target.destroy();
			});
		}
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const alias = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	return { origin: alias, close: () => server.close() };
}
