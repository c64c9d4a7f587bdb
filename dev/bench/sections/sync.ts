import { measure } from '../measure';
import { changesOf } from '../scenarios/sync';
import { countTrue, SCENARIOS } from '../scenarios/scenario';
import { seconds, table, whole } from '../table';
import { atMost, type Bench, type Section } from './section';

const COMPANIES = 1000;
const COUNT = COMPANIES * 10;

/** 1,000 companies with 10 links each, of which one in a hundred changes. */
export async function sync({ portal, say }: Bench): Promise<Section> {
	say(`sync of ${whole(COMPANIES)} companies`);
	const result = await measure(portal, 'nodeSync', { scenario: 'sync', count: COUNT });
	const changes = changesOf(COUNT);
	const right = countTrue('sync', COUNT, result.links);
	const untrue = SCENARIOS.sync.truth(COUNT).length - right + (result.links.length - right);
	const least = Math.ceil(COMPANIES / 50) + Math.ceil(changes / 50);
	const head = ['Companies', 'Links', 'Changes', 'Requests', 'Links that differ', 'Time, s'];
	const row = [COMPANIES, COUNT, changes, result.requests, untrue].map(whole);
	return {
		page: `## Sync

A list of ${whole(COMPANIES)} companies with 10 links each, of which the portal lacks one in 200, and the portal has as many
that the list does not name. 50 companies are read by a request, and 50 changes written: at least ${least} requests.

${table(head, [[...row, seconds(result.milliseconds)]])}`,
		goals: [
			atMost('Sync: requests', least + 2, result.requests),
			atMost('Sync: links that differ from the list', 0, untrue),
		],
	};
}
