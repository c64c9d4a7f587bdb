/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a test needs what fetch hides: Host, source address, redirects */
import { request as httpRequest, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { text } from 'node:stream/consumers';

export interface RawResponse {
	status: number;
	headers: Record<string, string | string[] | undefined>;
	body: string;
}

/** One request on a connection of its own. */
export async function request(
	url: URL,
	headers: Record<string, string> = {},
	options: RequestOptions & { ca?: string; body?: string } = {},
): Promise<RawResponse> {
	const { body, ...rest } = options;
	const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
	return await new Promise((resolve, reject) => {
		const outgoing = send(url, { headers, agent: false, ...rest }, (response) => {
			text(response).then(
				(content) =>
					resolve({
						status: response.statusCode ?? 0,
						headers: response.headers,
						body: content,
					}),
				reject,
			);
		});
		outgoing.on('error', reject).end(body);
	});
}
