import type { Client } from '../bitrix24/client';
import { refuseUnknown } from '../resources/contactLinks';
import type { Known } from '../resources/known';
import { previewOf } from '../resources/preview';
import { isShown } from '../resources/recordQueries';
import { fromThrown } from './failure';
import type { Step } from './plan';
import { readNeeds } from './read';
import type { Results } from './results';

/**
 * Records what the steps would do, in the place of `apply`. What has been read is then as if they had been made.
 *
 * Bitrix24 refuses changes of a record that does not exist, so that these records are looked up.
 */
export async function preview(
	client: Client,
	steps: Step[],
	known: Known,
	results: Results,
): Promise<void> {
	const entries = steps.map((step) => ({
		...step,
		intent: { ...step.intent, needs: () => changesOf(step).map(isOwnerShown) },
	}));
	for (const step of await readNeeds(client, entries, known, results)) {
		const { index, intent, plan } = step;
		if (!results.isOpen(index)) continue;
		try {
			for (const { side, ownerId } of changesOf(step)) {
				refuseUnknown(known, side.owner, ownerId, intent.failureMessage);
			}
			results.succeed(index, previewOf(plan));
		} catch (thrown) {
			results.fail(index, fromThrown(thrown, intent.ids));
			continue;
		}
		changesOf(step).forEach((change) => known.assume(change));
	}
}

function changesOf({ plan }: Pick<Step, 'plan'>) {
	return plan.stages.flat();
}

function isOwnerShown({ side, ownerId }: ReturnType<typeof changesOf>[number]) {
	return isShown(side.owner, ownerId);
}
