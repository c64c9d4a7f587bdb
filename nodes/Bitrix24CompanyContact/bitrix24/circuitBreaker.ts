import type { PortalError } from './call';
import { isHopeless } from './retry';
import type { Send } from './send';

const canceled: PortalError = { code: 'CANCELED', text: '', mayHaveRun: false };

/** Sends nothing more after a refusal that every further request would meet, or once the run is canceled. */
export function withCircuitBreaker(send: Send, signal?: AbortSignal): Send {
	let broken: PortalError | undefined;
	return async (calls, halt, budget) => {
		const known = broken ?? (signal?.aborted ? canceled : undefined);
		if (known) {
			const error: PortalError = { ...known, mayHaveRun: false, skipped: true };
			return { answers: calls.map(() => ({ ok: false, error })) };
		}
		const attempt = await send(calls, halt, budget);
		if (attempt.refusal && isHopeless(attempt.refusal)) broken = attempt.refusal;
		return attempt;
	};
}
