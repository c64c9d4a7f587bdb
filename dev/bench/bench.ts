/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console -- a command, not part of the node */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { underLimits } from './limits';
import { start } from './measure';
import { overhead, ROUNDS, throughput, throughputTable } from './throughput';

async function main() {
	const portal = start('portal.ts');
	const sections: string[] = [];
	for (const commandCost of [0, 5]) {
		for (const items of [60, 1000, 10_000]) {
			await throughput(portal, items, commandCost);
			sections.push(
				`### ${items.toLocaleString('en')} links, ${commandCost} ms a command\n\n${throughputTable(items, commandCost)}`,
			);
		}
	}
	const limited = await underLimits(portal);
	const page = `# Benchmark

Made by \`npm run bench\`: all lines in one run, against one sandbox portal on the same computer, each contestant in a
process of its own. Times differ between computers; compare the ratios. Each time is the median of ${ROUNDS} runs, of one
run where it takes longer than 10 seconds.

## Speed

The portal sets no limits here, so that the work itself shows. A ratio of 1 is the speed of a loop that packs the same
batches by hand and checks nothing. Bitrix24's SDK takes https only, the others use http; it keeps to the pace of a standard
plan, which shows at 10,000 links.

${sections.join('\n\n')}

What the node adds to the unavoidable, which is reading its parameters in n8n and sending the batches:

${overhead()}

## Within the limits of a cloud portal

50 requests at once, then 2 a second; 5 ms a command. For 60 single requests this alone takes 5 seconds.

${limited}
`;
	writeFileSync(join(__dirname, '../../docs/benchmark.md'), page);
	console.log(`\n${page}`);
	portal.disconnect();
}

void main();
