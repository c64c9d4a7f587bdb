/* eslint-disable @n8n/community-nodes/no-restricted-globals -- a process of its own, not part of the node */
import { contestants } from './contestants';
import type { Contestant, Measured, Task } from './measure';

/** Loads and warms up the code by requests that the portal refuses. */
async function warmUp(contestant: Contestant, task: Task): Promise<void> {
	const refused = (url: string) => new URL('/rest/1/none/', url).href;
	const { webhookUrl, httpsUrl } = task;
	await contestant({
		...task,
		count: 200,
		webhookUrl: refused(webhookUrl),
		httpsUrl: refused(httpsUrl),
	}).catch(() => {});
}

process.on('message', (task: Task) => {
	void (async () => {
		const contestant = contestants[task.contestant];
		await warmUp(contestant, task);
		const start = performance.now();
		const linked = await contestant(task);
		process.send?.({
			milliseconds: performance.now() - start,
			memory: process.resourceUsage().maxRSS / 1024,
			linked,
		} satisfies Measured);
	})();
});
