import type { Fault, FaultEffect, HttpResponse, IncomingRequest } from './fault';

interface FaultDefinition {
	/** Whether the request is carried out first: always, or unless the fault says otherwise. Never by default. */
	commit?: 'always' | 'default';
	/** @param trueResponse what the portal would have sent, if the request was carried out */
	effect(fault: Fault, incoming: IncomingRequest, trueResponse: HttpResponse): FaultEffect;
}

/** One line per kind of fault. A new kind needs no change elsewhere. */
const KINDS = {
	tooManyRequests: { effect: () => failure(503, 'QUERY_LIMIT_EXCEEDED', 'Too many requests') },
	operationTimeLimit: {
		effect: () =>
			failure(429, 'OPERATION_TIME_LIMIT', 'Method is blocked due to operation time limit.'),
	},
	overload: {
		effect: () => failure(503, 'OVERLOAD_LIMIT', 'REST API is blocked due to overload.'),
	},
	expiredToken: {
		effect: () => failure(401, 'expired_token', 'The access token provided has expired'),
	},
	error: {
		effect: ({ status = 200, error = 'ERROR_CORE', description = 'Internal error' }) =>
			failure(status, error, description),
	},
	answer: {
		effect: ({ result }) => json(200, { result }),
	},
	badGateway: { effect: () => html(502, '502 Bad Gateway') },
	forbiddenPage: { effect: () => html(403, '403 Forbidden') },
	redirect: {
		effect: ({ to = '' }, { path }) => ({ ...html(302, '302 Found'), location: `${to}${path}` }),
	},
	reset: { effect: () => 'cut' },
	timeOut: { commit: 'default', effect: () => 'hang' },
	slow: {
		commit: 'always',
		effect: ({ delay = 1000 }, _, trueResponse) => ({ ...trueResponse, delay }),
	},
	truncated: {
		commit: 'always',
		effect: (_, __, trueResponse) => ({
			...trueResponse,
			body: trueResponse.body.slice(0, Math.floor(trueResponse.body.length / 2)),
		}),
	},
} satisfies Record<string, FaultDefinition>;

export type FaultKind = keyof typeof KINDS;
export const FAULT_KINDS = Object.keys(KINDS) as FaultKind[];

/** Whether the portal carries the request out although the fault hides its true response. */
export function commits(fault: Fault): boolean {
	const { commit } = definitionOf(fault);
	return commit === 'always' || (fault.commit ?? commit === 'default');
}

export function effectOf(
	fault: Fault,
	incoming: IncomingRequest,
	trueResponse: HttpResponse,
): FaultEffect {
	return definitionOf(fault).effect(fault, incoming, trueResponse);
}

function definitionOf({ kind }: Fault): FaultDefinition {
	return KINDS[kind];
}

function failure(status: number, error: string, description: string): HttpResponse {
	return json(status, { error, error_description: description });
}

function json(status: number, body: object): HttpResponse {
	return {
		status,
		contentType: 'application/json; charset=utf-8',
		body: JSON.stringify(body),
	};
}

function html(status: number, title: string): HttpResponse {
	return {
		status,
		contentType: 'text/html',
		body: `<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`,
	};
}
