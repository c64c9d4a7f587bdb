import type { PortalError } from './call';

/** What is known when an attempt has failed. */
export interface RetryContext {
	error: PortalError;
	/** Whether a second run of the call changes nothing more. */
	idempotent: boolean;
	/** Attempts that a limit of Bitrix24 refused, this one included. */
	limited: number;
	/** Attempts that failed in any other way, this one included. */
	failed: number;
	/** Milliseconds since the Unix epoch. */
	now: number;
	/** When Bitrix24 lifts an operation time limit, where known. Unix seconds. */
	resetAt?: number;
	/** 0 to 1: spreads the attempts of several runs, as they fail together. */
	jitter: number;
}

const LIMITS = ['QUERY_LIMIT_EXCEEDED', 'OPERATION_TIME_LIMIT'];

/** Failures that pass. Sources: REST docs, "Limits" and "Error codes"; the retry rules of the official SDKs. */
const TRANSIENT = [
	'TIMEOUT',
	'NO_CONNECTION',
	'CONNECTION_LOST',
	'UNREADABLE_ANSWER',
	'TOKEN_NOT_RENEWED',
	'INTERNAL_SERVER_ERROR',
	'ERROR_UNEXPECTED_ANSWER',
	'CONNECTION_ERROR',
];

const MAX_ATTEMPTS = 4;

/** Milliseconds. Bitrix24 counts the operating time of ten minutes. REST docs, "Limits". */
const LONGEST_BLOCK = 600_000;

/** Refusals that every request of the access meets, whatever the request asks for. */
const NO_ACCESS = [
	'NO_CONNECTION',
	'NOT_SENT',
	'SIGN_IN_FAILED',
	'TOKEN_NOT_RENEWED',
	'PAYMENT_REQUIRED',
	'USER_ACCESS_ERROR',
	'PORTAL_DELETED',
];

/** Milliseconds to wait before the next attempt; undefined to give up. What no list names fails at once. */
export function planRetry(context: RetryContext): number | undefined {
	const { error, idempotent, limited, failed, now, resetAt = 0, jitter } = context;
	if (error.skipped) return undefined;
	if (error.mayHaveRun && !idempotent) return undefined;
	if (isLimit(error)) {
		// The official SDKs wait at least 1 s after 503 and 10 s after 429.
		return isOperationTimeLimit(error)
			? Math.min(Math.max(10_000, resetAt * 1000 - now), LONGEST_BLOCK)
			: exponentialBackoff(limited, jitter);
	}
	return isTransient(error) && failed < MAX_ATTEMPTS
		? exponentialBackoff(failed, jitter)
		: undefined;
}

/** Whether the failure may pass by itself, other than a limit. */
export function isTransient(error: PortalError): boolean {
	return hasCode(error, TRANSIENT) && !isWrongAddress(error);
}

/** Whether a limit of Bitrix24 refused the call, so that the wait counts towards the longest that the user allows. */
export function isLimit(error: PortalError): boolean {
	return hasCode(error, LIMITS);
}

/** Whether Bitrix24 blocks the method for the time that it has worked. */
export function isOperationTimeLimit(error: PortalError): boolean {
	return hasCode(error, ['OPERATION_TIME_LIMIT']);
}

/** Which limit a wait after these errors is for. */
export function limitOf(errors: PortalError[]): 'operatingTime' | 'requestLimit' | undefined {
	if (errors.some(isOperationTimeLimit)) return 'operatingTime';
	return errors.some(isLimit) ? 'requestLimit' : undefined;
}

/**
 * Whether the answer to a whole request says that no other request will fare better: the portal cannot be reached, or
 * does not take this access. Waiting for an administrator's confirmation concerns one method alone.
 */
export function isHopeless(error: PortalError): boolean {
	const { code, text, status } = error;
	if (hasCode(error, NO_ACCESS)) return true;
	if (/^METHOD_CONFIRM|^CONNECTION_ERROR$/i.test(code) || isWrongAddress(error)) return false;
	return status === 401 || (code === 'ACCESS_DENIED' && /subscription|commercial plans/.test(text));
}

/** 1, 2, 4, 8, 16, 16… seconds, each up to a quarter longer. */
function exponentialBackoff(attempt: number, jitter: number): number {
	return 1000 * Math.min(2 ** (attempt - 1), 16) * (1 + jitter / 4);
}

/** A page with status 404 or 403, or a sign-in page: the next attempt would meet the same page. */
function isWrongAddress({ code, status = 0 }: PortalError): boolean {
	return code === 'UNREADABLE_ANSWER' && status >= 300 && status < 500;
}

function hasCode({ code }: PortalError, codes: string[]): boolean {
	return codes.includes(code.toUpperCase());
}
