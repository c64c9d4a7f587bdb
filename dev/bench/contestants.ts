/* eslint-disable @n8n/community-nodes/no-restricted-globals -- a process of its own, not part of the node */
import { handPacked, oneRequestAnItem, sdk } from './clients';
import { companyOf, type Contestant, type Pair, type Task } from './measure';
import { inEngine } from './nodes';

const CONTACT = 10_001;
const makePairs = (count: number): Pair[] =>
	Array.from({ length: count }, (_, index) => ({
		companyId: companyOf(index),
		contactId: CONTACT + index,
	}));

const contestants = {
	node: inEngine('ours'),
	nodeOneByOne: inEngine('ours', { batchSize: 1 }),
	reader: inEngine('reader'),
	passThrough: inEngine('passThrough'),
	handPacked,
	oneRequestAnItem,
	sdk,
} satisfies Record<string, Contestant>;

export type ContestantName = keyof typeof contestants;

/** Loads and warms up the code by requests that the portal refuses; without requests if limits would count them. */
async function warmUp(contestant: Contestant, task: Task): Promise<void> {
	if (task.plan === 'standard') return await contestants.reader(makePairs(200), task);
	const refused = (url: string) => new URL('/rest/1/none/', url).href;
	const { webhookUrl, httpsUrl } = task;
	await contestant(makePairs(200), {
		...task,
		webhookUrl: refused(webhookUrl),
		httpsUrl: refused(httpsUrl),
	}).catch(() => {});
}

process.on('message', (task: Task) => {
	void (async () => {
		const contestant = contestants[task.contestant];
		await warmUp(contestant, task);

		const pairs = makePairs(task.items);
		const start = performance.now();
		await contestant(pairs, task);
		process.send?.({
			milliseconds: performance.now() - start,
			memory: process.resourceUsage().maxRSS / 1024,
		});
	})();
});
