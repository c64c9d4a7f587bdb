import { PLANS } from '../../sandbox/rest/limits';
import type { ContestantName } from '../contestants';
import { leastTime } from '../leastTime';
import { askOnce } from '../measure';
import { NAMES } from '../names';
import { table, whole } from '../table';
import type { VirtualResult, VirtualTask } from '../virtualProcess';
import { atMost, type Bench, type Goal, type Section } from './section';

/** Milliseconds of a command. */
const COSTS = [5, 50, 130, 700];
const COUNTS = [1000, 10_000];

const limits = PLANS.standard;

interface Line extends VirtualTask, VirtualResult {
	/** Seconds. */
	least: number;
}

/** Links on a portal that takes its time and has limits. Only the clock is not real: it jumps over all waits. */
export async function realCosts({ say }: Bench): Promise<Section> {
	const run = async (contestant: ContestantName) => {
		say(`links within the limits, on a virtual clock: ${NAMES[contestant]}`);
		return await runAll(contestant);
	};
	// No real time is measured here, so that both cores of a small machine may work.
	const node = run('node');
	const others = [await run('handPaced'), await run('sdk')];
	const own = await node;
	return { page: pageOf([own, ...others]), goals: goalsOf(own) };
}

async function runAll(contestant: ContestantName): Promise<Line[]> {
	const tasks = COSTS.flatMap((commandCost) =>
		COUNTS.map((count): VirtualTask => ({ contestant, count, commandCost, limits })),
	);
	const results = await askOnce<VirtualResult[]>('virtualProcess.ts', tasks);
	return tasks.map((task, place) => ({ ...task, ...results[place], least: leastOf(task) }));
}

function leastOf({ count, commandCost }: VirtualTask): number {
	return leastTime({ links: count, commandSeconds: commandCost / 1000, limits });
}

const ratio = ({ milliseconds, least }: Line) => milliseconds / 1000 / least;

function goalsOf(lines: Line[]): Goal[] {
	const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
	return [
		atMost('Limits: links lost', 0, sum(lines.map(({ count, links }) => count - links))),
		atMost(
			'Limits: refused commands and requests',
			0,
			sum(lines.map(({ limited, refused }) => limited + refused)),
		),
		atMost('Limits: time ÷ the least possible, at worst', 1.05, Math.max(...lines.map(ratio))),
	];
}

/** Puts the contestants of the same work side by side. */
function pageOf(byContestant: Line[][]): string {
	const lines = byContestant[0].flatMap((_, place) => byContestant.map((all) => all[place]));
	const rows = lines.map((line) => [
		line.commandCost,
		whole(line.count),
		NAMES[line.contestant],
		whole(line.links),
		whole(line.count - line.links),
		whole(line.limited),
		whole(line.refused),
		whole(line.milliseconds / 1000),
		line.links === line.count ? ratio(line).toFixed(2) : '–',
	]);
	const head = ['Command, ms', 'Links', '', 'Made', 'Lost', '429', '503', 'Time, s', 'Ratio'];
	return `## Within the limits of a cloud portal

A standard plan: 50 requests at once, then 2 a second (else 503), and 480 seconds of work for a method in ten minutes (else
429 for a command). Each contestant keeps to its own defaults; the loop neither reads the answers nor tries again. Requests
are real; only the clock of contestant and portal is not, and jumps over the waits.

The ratio compares the time with the least that the limits allow if one request follows another (\`dev/bench/leastTime.ts\`
says what counts). Who loses links has none. "429" counts commands, "503" requests.

The SDK waits 30 seconds for an answer, and a batch of 50 commands of 700 ms takes 35: the SDK gives up after three attempts.
Up to 130 ms it keeps below the operating time, but does not send again the commands of a batch that were refused.

${table(head, rows)}`;
}
