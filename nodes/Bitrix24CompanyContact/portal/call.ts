/** One REST call: method name and parameters, as the portal takes them in a JSON body. */
export interface Call {
	method: string;
	params: Params;
	/** Travels as the last of its request, so that its answer is known before the next call is made. */
	last?: boolean;
	/** Calls that share a key run in their order, even where one of them must be repeated. None where order is free. */
	orderingKeys?: () => string[];
}

export type Params = { [name: string]: Param };
export type Param = string | number | Params | Param[];

/** What became of one call, in the order of the calls. */
export type Answer =
	| {
			ok: true;
			/** What the REST method returned, untouched. */
			result: unknown;
			/** A lost earlier attempt may have run; `false` can then be its own effect. */
			afterRetry?: true;
	  }
	| { ok: false; error: PortalError };

export interface PortalError {
	/** Bitrix24's `error`, which is often an empty string, or one of `OwnCode`. */
	code: string;
	/** Bitrix24's `error_description`; for our own codes, what was seen instead. */
	text: string;
	/** HTTP status, where there was an answer. */
	status?: number;
	/** Whether the server may have run the call although it did not say so. */
	mayHaveRun: boolean;
	/** The call was not sent: an earlier request met this error, and every later one would meet it as well. */
	skipped?: true;
}

/** Codes of ours, for failures that Bitrix24 does not report itself. */
const ownCodes = [
	'TIMEOUT',
	'NO_CONNECTION',
	'CONNECTION_LOST',
	'UNREADABLE_ANSWER',
	'NO_ANSWER',
	'PORTAL_MOVED',
	'SIGN_IN_FAILED',
	'TOKEN_NOT_RENEWED',
	'CANCELED',
	'NOT_SENT',
] as const;

export type OwnCode = (typeof ownCodes)[number];

export function isOwnCode(code: string): code is OwnCode {
	return ownCodes.some((own) => own === code);
}
