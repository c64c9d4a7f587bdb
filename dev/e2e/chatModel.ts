import express from 'express';

import { listen } from '../sandbox/http/listen';

export interface ChatModel {
	/** Base URL of an API like OpenAI's. */
	url: string;
	/** The tools that the model was told of. */
	tools: Array<{ name: string; description: string; parameters: object }>;
	/** What the tool answered. */
	answers: string[];
	close(): Promise<void>;
}

interface ChatRequest {
	tools?: Array<{ function: ChatModel['tools'][number] }>;
	messages: Array<{ role: string; content: string }>;
}

/** A chat model that calls a tool, or else the first tool offered, with these arguments, and then says "Done." */
export async function startChatModel(args: object, tool?: string): Promise<ChatModel> {
	const app = express().use(express.json());
	const { port, close } = await listen(app, 0);
	const url = `http://127.0.0.1:${port}/v1`;
	const model: ChatModel = { url, tools: [], answers: [], close };
	app.post('/v1/chat/completions', (request, response) => {
		const { tools = [], messages } = request.body as ChatRequest;
		model.tools = tools.map((one) => one.function);
		const answered = messages.filter(({ role }) => role === 'tool');
		model.answers = answered.map(({ content }) => content);
		const message = answered.length
			? { role: 'assistant', content: 'Done.' }
			: {
					role: 'assistant',
					content: null,
					tool_calls: [
						{
							id: 'call_1',
							type: 'function',
							function: { name: tool ?? model.tools[0].name, arguments: JSON.stringify(args) },
						},
					],
				};
		response.json({
			id: 'chat_1',
			object: 'chat.completion',
			created: 0,
			model: 'stub',
			choices: [{ index: 0, message, finish_reason: answered.length ? 'stop' : 'tool_calls' }],
			usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
		});
	});
	return model;
}
