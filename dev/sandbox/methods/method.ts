import type { PhpArray } from '../php/values';
import type { PortalState } from '../state/portalState';
import type { User } from '../state/user';

export interface MethodContext {
	state: PortalState;
	user: User;
	/** scopes of the credential, for example ["crm"] */
	scope: string[];
	/** client id of the calling app; undefined for a webhook */
	application?: string;
	/** the `start` parameter as a whole number, 0 when it was not sent */
	start: number;
}

export interface MethodResult {
	result: unknown;
	total?: number;
	next?: number;
}

export type Method = (params: PhpArray, context: MethodContext) => MethodResult;

/** REST method, lower case → what it does */
export type Methods = Record<string, Method>;
