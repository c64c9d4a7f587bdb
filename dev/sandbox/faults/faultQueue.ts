/** What may go wrong between a client and a real portal, on demand. */
export interface Fault {
	kind: FaultKind;
	/** how many requests it hits; default 1 */
	times?: number;
	/** only requests of this REST method; a batch is "batch". Default: any */
	method?: string;
	/** error and answer: only this command of a batch, 0 is the first; the rest of the batch runs as usual */
	command?: number;
	/** whether the request is carried out before the fault strikes; slow and truncated always do */
	commit?: boolean;
	/** slow: milliseconds before the answer */
	delay?: number;
	/** redirect: origin of the new address, https://new.example; a request that already goes there passes */
	to?: string;
	/** error: what the answer says; the status is 200 unless it is given */
	status?: number;
	error?: string;
	description?: string;
	/** answer: the result that it holds in the place of the true one */
	result?: unknown;
}

export interface HttpResponse {
	status: number;
	contentType: string;
	body: string;
	location?: string;
	/** milliseconds before it is sent */
	delay?: number;
}

/** "cut" ends the connection, "hang" keeps it open and says nothing. */
export type FaultEffect = HttpResponse | 'cut' | 'hang';

export interface IncomingRequest {
	method: string;
	/** scheme, host and port that the client used */
	origin: string;
	/** path and query */
	path: string;
}

interface FaultDefinition {
	/** carried out first: always, or unless the fault says otherwise */
	commit?: 'always' | 'default';
	/** @param regular the true answer, when the request was carried out */
	applyFault(fault: Fault, incoming: IncomingRequest, regular: HttpResponse): FaultEffect;
}

function json(status: number, body: object): HttpResponse {
	return {
		status,
		contentType: 'application/json; charset=utf-8',
		body: JSON.stringify(body),
	};
}

function failure(status: number, error: string, description: string): HttpResponse {
	return json(status, { error, error_description: description });
}

function html(status: number, title: string): HttpResponse {
	return {
		status,
		contentType: 'text/html',
		body: `<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`,
	};
}

const KINDS = {
	tooManyRequests: { applyFault: () => failure(503, 'QUERY_LIMIT_EXCEEDED', 'Too many requests') },
	operationTimeLimit: {
		applyFault: () =>
			failure(429, 'OPERATION_TIME_LIMIT', 'Method is blocked due to operation time limit.'),
	},
	overload: {
		applyFault: () => failure(503, 'OVERLOAD_LIMIT', 'REST API is blocked due to overload.'),
	},
	expiredToken: {
		applyFault: () => failure(401, 'expired_token', 'The access token provided has expired'),
	},
	error: {
		applyFault: ({ status = 200, error = 'ERROR_CORE', description = 'Internal error' }) =>
			failure(status, error, description),
	},
	answer: {
		applyFault: ({ result }) => json(200, { result }),
	},
	badGateway: { applyFault: () => html(502, '502 Bad Gateway') },
	forbiddenPage: { applyFault: () => html(403, '403 Forbidden') },
	redirect: {
		applyFault: ({ to = '' }, { path }) => ({
			...html(302, '302 Found'),
			location: `${to}${path}`,
		}),
	},
	reset: { applyFault: () => 'cut' },
	timeOut: { commit: 'default', applyFault: () => 'hang' },
	slow: { commit: 'always', applyFault: ({ delay = 1000 }, _, regular) => ({ ...regular, delay }) },
	truncated: {
		commit: 'always',
		applyFault: (_, __, regular) => ({
			...regular,
			body: regular.body.slice(0, Math.floor(regular.body.length / 2)),
		}),
	},
} satisfies Record<string, FaultDefinition>;

export type FaultKind = keyof typeof KINDS;
export const FAULT_KINDS = Object.keys(KINDS) as FaultKind[];

function kindOf({ kind }: Fault): FaultDefinition {
	return KINDS[kind];
}

export function commits(fault: Fault): boolean {
	const { commit } = kindOf(fault);
	return commit === 'always' || (fault.commit ?? commit === 'default');
}

export function applyFault(
	fault: Fault,
	incoming: IncomingRequest,
	regular: HttpResponse,
): FaultEffect {
	return kindOf(fault).applyFault(fault, incoming, regular);
}

/** Faults wait in line; each request takes the first that fits it. */
export class FaultQueue {
	private queue: Fault[] = [];

	add(...faults: Fault[]): void {
		this.queue.push(...faults.map((fault) => ({ times: 1, ...fault })));
	}

	/** those that have not struck yet */
	pending(): Fault[] {
		return this.queue;
	}

	clear(): void {
		this.queue = [];
	}

	take(incoming: IncomingRequest): Fault | undefined {
		const fault = this.queue.find(
			({ method, to, command }) =>
				command === undefined &&
				(method === undefined || method.toLowerCase() === incoming.method) &&
				to !== incoming.origin,
		);
		return this.struck(fault);
	}

	/** The fault that hits a command of a batch, by its position. */
	takeCommand(position: number): Fault | undefined {
		return this.struck(this.queue.find(({ command }) => command === position));
	}

	private struck(fault: Fault | undefined): Fault | undefined {
		if (fault) {
			fault.times = (fault.times ?? 1) - 1;
			this.queue = this.queue.filter(({ times = 1 }) => times > 0);
		}
		return fault;
	}
}
