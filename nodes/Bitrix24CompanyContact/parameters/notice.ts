import type { INodeProperties } from 'n8n-workflow';

/** A text that stands in the panel. n8n stores nothing for it. */
export function notice(name: string, text: string): INodeProperties {
	return { displayName: text, name, type: 'notice', default: '' };
}
