import type { ContestantName } from '../contestants';
import { measure, type Result } from '../measure';
import { NAMES } from '../names';
import { countTrue } from '../scenarios/scenario';
import { seconds, table, whole } from '../table';
import type { Bench, Section } from './section';

/** The machine's speed may drift, so that the contestants take turns. The better run counts. */
const ROUNDS = 2;

/** One request an item takes minutes for 10,000 items, and tells nothing new. */
const CONTESTANTS = new Map<number, ContestantName[]>([
	[1000, ['handPacked', 'node', 'sdk', 'oneRequestAnItem']],
	[10_000, ['handPacked', 'node', 'sdk', 'reader']],
]);

type Results = Map<ContestantName, Result>;

/** The work itself, on a portal without limits and without a cost of commands. */
export async function speed(bench: Bench): Promise<Section> {
	const sections: string[] = [];
	let last: Results = new Map();
	for (const [count, contestants] of CONTESTANTS) {
		last = await compare(bench, count, contestants);
		sections.push(`### ${whole(count)} links\n\n${tableOf(count, last)}`);
	}
	const time = (name: ContestantName) => last.get(name)!.milliseconds;
	const overhead = time('node') / (time('reader') + time('handPacked'));
	const page = `## Speed

The portal sets no limits here and its commands cost nothing, so that the work itself shows. A ratio of 1 is the speed of a
loop that packs the same batches by hand and checks nothing. Bitrix24's SDK takes https only, the others use http; its own
pace of 2 requests a second is switched off. Each time is that of the better of ${ROUNDS} runs.

${sections.join('\n\n')}

What cannot be avoided is reading the parameters in n8n and sending the batches. Together, a node that only reads and the loop
take 1; this node takes ${overhead.toFixed(2)} for 10,000 links.`;
	return { page, goals: [] };
}

async function compare(
	{ portal, say }: Bench,
	count: number,
	contestants: ContestantName[],
): Promise<Results> {
	const results: Results = new Map();
	for (let round = 1; round <= ROUNDS; round++) {
		for (const contestant of contestants) {
			say(`${whole(count)} links, round ${round} of ${ROUNDS}: ${NAMES[contestant]}`);
			const result = await measure(portal, contestant, { scenario: 'links', count });
			const best = results.get(contestant);
			if (!best || result.milliseconds < best.milliseconds) results.set(contestant, result);
		}
	}
	return results;
}

function tableOf(count: number, results: Results): string {
	const best = results.get('handPacked')!.milliseconds;
	const rows = [...results]
		.filter(([contestant]) => contestant !== 'reader')
		.map(([contestant, { requests, links, milliseconds }]) => {
			const made = countTrue('links', count, links);
			const ratio = (milliseconds / best).toFixed(2);
			return [
				NAMES[contestant],
				whole(requests),
				whole(made),
				whole(count - made),
				seconds(milliseconds),
				ratio,
			];
		});
	return table(['', 'Requests', 'Links made', 'Links lost', 'Time, s', 'Ratio'], rows);
}
