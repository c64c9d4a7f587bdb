import type { ContestantName } from '../contestants';
import { measure, type Result } from '../measure';
import { NAMES } from '../names';
import { wantedLink } from '../scenarios/lookUps';
import { seconds, table, whole } from '../table';
import { atMost, type Bench, type Section } from './section';

const COUNT = 10_000;
const CONTESTANTS: ContestantName[] = ['nodeLookUps', 'handLookUps', 'sdkLookUps'];

interface Verdicts {
	/** The portal holds what the row asks for, and the contestant says so. */
	right: number;
	/** The portal holds a link that the row does not ask for, or the contestant says what is not so. */
	wrong: number;
	/** The link that the row asks for was not made. */
	lost: number;
}

/** 10,000 rows of a contact's e-mail address and a company's title. */
export async function lookUps({ portal, say }: Bench): Promise<Section> {
	const results: Array<[ContestantName, Result, Verdicts]> = [];
	for (const contestant of CONTESTANTS) {
		say(`${whole(COUNT)} rows to look up: ${NAMES[contestant]}`);
		const result = await measure(portal, contestant, { scenario: 'lookUps', count: COUNT });
		results.push([contestant, result, judge(result)]);
	}
	const [[, node, verdicts]] = results;
	const least = Math.ceil(COUNT / 50);
	return {
		page: pageOf(results),
		goals: [
			atMost('Look-ups: requests for the links', least, node.writes),
			atMost('Look-ups: requests for the look-ups', least / 10, node.requests - node.writes),
			atMost('Look-ups: rows that are not true', 0, verdicts.wrong + verdicts.lost),
		],
	};
}

function judge({ links, linked = [] }: Result): Verdicts {
	const made = new Set(links.map(String));
	const verdicts: Verdicts = { right: 0, wrong: 0, lost: 0 };
	let expected = 0;
	for (let row = 0; row < COUNT; row++) {
		const wanted = wantedLink(row);
		const isMade = wanted !== undefined && made.has(String(wanted));
		if (isMade) expected++;
		if (wanted && !isMade) verdicts.lost++;
		else if (linked[row] === isMade) verdicts.right++;
		else verdicts.wrong++;
	}
	// Any other link belongs to a row that names no single company and contact, and so counts for that row.
	const others = links.length - expected;
	return { ...verdicts, wrong: Math.max(verdicts.wrong, others) };
}

function pageOf(results: Array<[ContestantName, Result, Verdicts]>): string {
	const rows = results.map(([contestant, result, { right, wrong, lost }]) => [
		NAMES[contestant],
		whole(result.requests - result.writes),
		whole(result.writes),
		whole(right),
		whole(wrong),
		whole(lost),
		seconds(result.milliseconds),
	]);
	const head = ['', 'Look-up requests', 'Link requests', 'True', 'Wrong', 'Lost', 'Time, s'];
	return `## Looking records up

${whole(COUNT)} rows, each with another e-mail address of a contact and another title of a company; the portal sets no
limits. Of 100 rows, one names a contact that is missing, one a company that is missing, and for two rows the address or the
title belongs to two records. The only true result of these four is an error. "Wrong" is a link that the row does not ask
for, or a report that does not match the portal; "lost" is a link that was not made.

The loop and the SDK do what is usually built: \`crm.duplicate.findbycomm\` for each address, \`crm.company.list\` for each
title, then the link, in batches of 50, and of two records the first. The answer to \`findbycomm\` does not tell which of
several addresses a contact has, so that they ask for one address at a time.

${table(head, rows)}`;
}
