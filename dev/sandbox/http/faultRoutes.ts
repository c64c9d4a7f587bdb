import { Router } from 'express';
import type { Fault } from '../faults/fault';
import type { FaultQueue } from '../faults/faultQueue';
import { FAULT_KINDS } from '../faults/kinds';
import { isTruthy, toInt, toText, type PhpArray } from '../php/values';
import { requestParams } from './requestParams';

/** Lets a person with curl, or another process, plant faults. The body may be JSON or a form. */
export function faultRoutes(faults: FaultQueue): Router {
	const router = Router();
	router.get('/sandbox/faults', (_, response) => {
		response.json({ pending: faults.pending(), kinds: FAULT_KINDS });
	});
	router.post('/sandbox/faults', (request, response) => {
		const fault = toFault(requestParams(request));
		if (fault) faults.add(fault);
		response.status(fault ? 200 : 400).json({ pending: faults.pending(), kinds: FAULT_KINDS });
	});
	router.delete('/sandbox/faults', (_, response) => {
		faults.clear();
		response.json({ pending: [] });
	});
	return router;
}

function toFault({ kind, times, commit, delay, status, ...texts }: PhpArray): Fault | undefined {
	const known = FAULT_KINDS.find((candidate) => candidate === kind);
	if (!known) return undefined;
	return {
		kind: known,
		...pick(texts, 'method', 'to', 'error', 'description'),
		...(times !== undefined && { times: toInt(times) }),
		...(commit !== undefined && { commit: isTruthy(commit) }),
		...(status !== undefined && { status: toInt(status) }),
		...(delay !== undefined && { delay: toInt(delay) }),
	};
}

function pick(texts: PhpArray, ...names: string[]): Record<string, string> {
	return Object.fromEntries(
		names.filter((name) => texts[name] !== undefined).map((name) => [name, toText(texts[name])]),
	);
}
