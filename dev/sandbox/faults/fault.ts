import type { FaultKind } from './kinds';

/** One planted fault: what shall go wrong between a client and the portal, and which request it hits. */
export interface Fault {
	kind: FaultKind;
	/** Number of requests that the fault hits, 1 by default. */
	times?: number;
	/**
	 * Hits only requests of this REST method, a batch being "batch", or with `command` only commands of this method. Any
	 * method by default. Lower case.
	 */
	method?: string;
	/**
	 * For `error` and `answer`: hits only the command at this position of a batch, 0 being the first. The other commands
	 * run as usual.
	 */
	command?: number;
	/**
	 * Whether the portal carries the request out although the client does not see the true response. `slow` and
	 * `truncated` always do, `timeOut` does by default.
	 */
	commit?: boolean;
	/** For `slow`: milliseconds before the response, 1000 by default. */
	delay?: number;
	/**
	 * For `redirect`: origin of the new address, e.g. https://new.example. A request that already goes to this origin
	 * passes.
	 */
	to?: string;
	/** For `error`: HTTP status of the response, 200 by default. */
	status?: number;
	/** For `error`: error code of the response. */
	error?: string;
	/** For `error`: text of the error. */
	description?: string;
	/** For `answer`: the result that replaces the true one. */
	result?: unknown;
}

export interface HttpResponse {
	status: number;
	contentType: string;
	body: string;
	location?: string;
	/** Milliseconds to wait before the response is sent. */
	delay?: number;
}

/** What the client gets: a response, a connection that is "cut", or one that stays open without a word ("hang"). */
export type FaultEffect = HttpResponse | 'cut' | 'hang';

/** The parts of a request that a fault looks at. */
export interface IncomingRequest {
	/** REST method, lower case. */
	method: string;
	/** Scheme, host and port that the client used. */
	origin: string;
	/** Path and query. */
	path: string;
}
