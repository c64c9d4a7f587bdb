/** One REST call: method name and parameters, as the portal takes them in a JSON body. */
export interface Call {
	method: string;
	params: Params;
	/**
	 * Whether a second run of the call changes nothing more. Only these calls are sent again when an earlier attempt may
	 * have run.
	 */
	idempotent?: boolean;
	/**
	 * The error texts by which Bitrix24 answers this very call, so that an earlier attempt cannot have fared otherwise.
	 * All other errors, e.g. a refused access, say nothing about what an earlier attempt did.
	 */
	verdicts?: RegExp;
	/** Makes the call the last of its request, so that its answer is known before the next call is sent. */
	endsRequest?: boolean;
	/** Calls that share a key run in their order, even where one of them must be sent again. */
	orderingKeys?: () => string[];
}

export type Params = { [name: string]: Param };
export type Param = string | number | Params | Param[];

/** What became of one call. */
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
	/** Whether the server may have run the call although the server did not say so. */
	mayHaveRun: boolean;
	/** The call was not sent: it would have met this error, by what earlier requests met or were told. */
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
