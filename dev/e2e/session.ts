export const OWNER = { email: 'owner@example.com', password: 'Sandbox-2026' };

/** The API that n8n's editor uses, as the owner of the n8n. */
export class Session {
	private cookie = '';

	constructor(readonly origin: string) {}

	/** Makes the owner of a fresh n8n and signs in. False while n8n is not ready for its owner. */
	async signIn(): Promise<boolean> {
		const response = await this.raw(
			`${this.origin}/rest/owner/setup`,
			json('POST', { ...OWNER, firstName: 'Sandbox', lastName: 'Owner' }),
		);
		this.cookie = response.headers
			.getSetCookie()
			.map((cookie) => cookie.split(';')[0])
			.join('; ');
		return response.status === 200;
	}

	async get<Answer>(path: string): Promise<Answer> {
		return await this.request('GET', path);
	}

	async post<Answer>(path: string, body: object): Promise<Answer> {
		return await this.request('POST', path, body);
	}

	/** Calls a tool of n8n's MCP server, and returns what it says. */
	async callMcp(name: string, args: object): Promise<string> {
		await this.request('PATCH', 'mcp/settings', { mcpAccessEnabled: true });
		const { apiKey } = await this.post<{ apiKey: string }>('mcp/api-key/rotate', {});
		const params = { name, arguments: args };
		const response = await this.raw(`${this.origin}/mcp-server/http`, {
			...json('POST', { jsonrpc: '2.0', id: 1, method: 'tools/call', params }),
			headers: {
				Authorization: `Bearer ${apiKey}`,
				Accept: 'application/json, text/event-stream',
			},
		});
		const [, message] = /^data: (.+)$/m.exec(await response.text()) ?? [];
		const { result } = JSON.parse(message) as { result: { content: Array<{ text: string }> } };
		return result.content[0].text;
	}

	/** A request with the cookie of the owner, redirects left to the caller. */
	async raw(url: string, init: RequestInit = {}): Promise<Response> {
		return await fetch(url, {
			redirect: 'manual',
			...init,
			headers: {
				'Content-Type': 'application/json',
				'browser-id': 'e2e',
				Cookie: this.cookie,
				...init.headers,
			},
		});
	}

	private async request<Answer>(method: string, path: string, body?: object): Promise<Answer> {
		const response = await this.raw(`${this.origin}/rest/${path}`, json(method, body));
		const text = await response.text();
		if (!response.ok)
			throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 500)}`);
		return (JSON.parse(text) as { data: Answer }).data;
	}
}

export const json = (method: string, body?: object): RequestInit => ({
	method,
	...(body && { body: JSON.stringify(body) }),
});
