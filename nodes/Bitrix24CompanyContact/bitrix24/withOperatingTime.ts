import type { Answer, Call, PortalError } from './call';
import type { Clock } from './clock';
import type { OperatingTime, Room } from './operatingTime';
import { isOperationTimeLimit } from './retry';
import { type Attempt, countedWait, type Send, type Stats } from './send';
import type { WaitBudget } from './waitBudget';

export interface OperatingTimeSettings {
	operatingTime: OperatingTime;
	/** Which webhook or application of which portal sends: Bitrix24 counts the operating time of each apart. */
	access: string;
	clock: Clock;
	signal?: AbortSignal;
}

/**
 * Holds calls back until their methods have operating time left, and sends them in several requests where they are
 * expected to take more than is left. Where the wait would be longer than the budget allows, one call asks whether
 * Bitrix24 really refuses it. Is it refused, the others are not sent, and get the error that Bitrix24 would give.
 */
export function withOperatingTime(send: Send, settings: OperatingTimeSettings, stats: Stats): Send {
	const { operatingTime, access, clock } = settings;
	return async (calls, halt, budget) => {
		let sent: Attempt = { answers: [] };
		let mayWait = true;
		const giveUpWaiting = () => {
			mayWait = false;
			budget.exhaust();
		};
		for (let rest = calls; rest.length; rest = calls.slice(sent.answers.length)) {
			// Each part is a request of its own.
			const own = mayWait && sent.answers.length ? budget.renewed() : budget;
			const room = await waitForRoom(rest, settings, stats, own);
			if (!room.count) {
				giveUpWaiting();
				// Calls after this one may be of methods that have room.
				const upTo = halt ? calls.length : sent.answers.length + 1;
				sent = fill(sent, upTo, failed(usedUp(room.wait)));
				continue;
			}
			const part = rest.slice(0, room.count);
			const sentAt = clock.now();
			const attempt = await send(part, halt, own);
			operatingTime.settle(access, room, attempt.uses ?? [], clock.now());
			const blocked = blockedMethods(part, attempt);
			for (const method of blocked) {
				operatingTime.markBlocked(access, method, sentAt, clock.now());
			}
			sent = { ...sent, ...attempt, answers: [...sent.answers, ...attempt.answers] };
			const { refusal } = attempt;
			// Refused as expected: a repeat would wait in vain, and other methods may have room.
			if (room.asks && blocked.length) giveUpWaiting();
			else if (refusal) return fill(sent, calls.length, failed({ ...refusal, mayHaveRun: false }));
			if (halt && attempt.answers.some((answer) => answer?.ok === false)) {
				return fill(sent, calls.length, undefined);
			}
		}
		return sent;
	};
}

/** @returns room for none of the calls, and the wait for it, where that wait would be too long */
async function waitForRoom(
	calls: Call[],
	settings: OperatingTimeSettings,
	stats: Stats,
	budget: WaitBudget,
): Promise<Room> {
	const { operatingTime, access, clock, signal } = settings;
	const methods = calls.map(({ method }) => method);
	for (;;) {
		const room = operatingTime.reserve(access, methods, clock.now());
		if (room.count) return room;
		if (room.wait > budget.remaining) {
			return operatingTime.ask(access, methods[0], room.wait, clock.now());
		}
		budget.spend(room.wait);
		await countedWait(room.wait, settings, stats, 'operatingTime');
		// What is sent after a cancellation ends before it leaves.
		if (signal?.aborted) return { ...room, count: calls.length };
	}
}

/** Answers the calls that were not sent. */
function fill(sent: Attempt, count: number, answer: Answer | undefined): Attempt {
	const rest = Array<Answer | undefined>(count - sent.answers.length).fill(answer);
	return { ...sent, answers: [...sent.answers, ...rest] };
}

function failed(error: PortalError): Answer {
	return { ok: false, error };
}

function usedUp(wait: number): PortalError {
	const text = `the next call may leave in ${Math.ceil(wait / 1000)} s`;
	return { code: 'OPERATION_TIME_LIMIT', text, mayHaveRun: false, skipped: true };
}

function blockedMethods(calls: Call[], { answers, refusal }: Attempt): string[] {
	const isBlocked = (error?: PortalError) => error !== undefined && isOperationTimeLimit(error);
	if (calls.length > 1 && isBlocked(refusal)) return ['batch'];
	const blocked = calls.filter((_, index) => {
		const answer = answers[index];
		return answer?.ok === false && isBlocked(answer.error);
	});
	return [...new Set(blocked.map(({ method }) => method))];
}
