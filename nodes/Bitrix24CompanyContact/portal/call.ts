/** One REST call: method name and parameters, as the portal takes them in a JSON body. */
export interface Call {
	method: string;
	params: Params;
	/** Travels as the last of its request, so that its answer is known before the next call is made. */
	last?: boolean;
}

export type Params = { [name: string]: Param };
export type Param = string | number | Params | Param[];

/** What became of one call, in the order of the calls. */
export type Answer =
	| {
			ok: true;
			/** What the REST method returned, untouched. */
			result: unknown;
			/** An earlier try may have run on the server: `false` can be that try's own doing. */
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
}

/** Codes for what Bitrix24 itself gives no code. */
const ownCodes = [
	'TIMEOUT',
	'NO_CONNECTION',
	'CONNECTION_LOST',
	'UNREADABLE_ANSWER',
	'NO_ANSWER',
	'PORTAL_MOVED',
	'SIGN_IN_FAILED',
	'CANCELED',
	'NOT_SENT',
] as const;

export type OwnCode = (typeof ownCodes)[number];

export function isOwnCode(code: string): code is OwnCode {
	return ownCodes.some((own) => own === code);
}
