import type { StoredExecution } from '../storedExecution';

interface Question {
	buttons: Array<{ text: string; link: string }>;
}

/** What a node of n8n's chat shows while the execution waits for it. */
export function shownBy(node: string, { data }: StoredExecution): unknown {
	const output = data.resultData.runData[node]?.at(-1)?.data;
	const outputs = output?.ai_tool ?? output?.main;
	return outputs?.[0]?.[0]?.sendMessage;
}

/** The links of the buttons below a question, by what stands on them. */
export function buttonsOf(node: string, execution: StoredExecution): Record<string, string> {
	const { buttons } = shownBy(node, execution) as Question;
	return Object.fromEntries(buttons.map(({ text, link }) => [text, link]));
}
