import type { PhpArray } from '../php/values';
import type { PortalState } from '../state/portalState';
import type { User } from '../state/user';

export interface MethodContext {
	state: PortalState;
	user: User;
	/** Scopes of the credential, e.g. ["crm"]. */
	scope: string[];
	/** Client ID of the calling app, `undefined` for a webhook. */
	application?: string;
	/** The parameter `start` as a whole number, 0 if it was not sent. */
	start: number;
	/** Milliseconds since the epoch. */
	now: number;
	dropped: Dropped;
}

/** Tells the strict mode that a condition or a value of the request does not count, or not as it was sent. */
export type Dropped = (reason: string) => void;

export interface MethodResult {
	result: unknown;
	total?: number;
	next?: number;
}

export type Method = (params: PhpArray, context: MethodContext) => MethodResult;

/** Name of the REST method in lower case → its implementation. */
export type Methods = Record<string, Method>;
