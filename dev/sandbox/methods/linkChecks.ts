import { firstSet, isArray, toInt, type PhpArray } from '../php/values';
import { accessDenied, badRequest } from '../rest/errors';
import type { Binding } from '../state/linkWrites';
import type { MethodContext } from './method';
import { arrayParam } from './params';
import { sentBinding } from './sentBindings';
import type { Side } from './sides';

/** Bitrix24's two texts for a wrong ID of the owner. `add` and `delete` have the first. */
export const QUOTED = "The parameter 'ownerEntityID' is invalid or not defined.";
export const BARE = 'The parameter ownerEntityID is invalid or not defined.';

export function ownerOf(params: PhpArray, complaint: string): number {
	const ownerId = toInt(firstSet(params, 'ID', 'id'));
	if (ownerId <= 0) throw badRequest(complaint);
	return ownerId;
}

/** The checks that `add` and `delete` share, in the portal's order. */
export function oneBinding(
	side: Side,
	params: PhpArray,
	context: MethodContext,
	ownerId: number,
	calledInError: string,
): Binding {
	const sent = arrayParam(params, 'fields');
	if (!isArray(sent)) throw badRequest(`The parameter '${calledInError}' must be array.`);
	mayUpdate(side, context, ownerId);
	const binding = sentBinding(side, sent);
	if (!binding) throw badRequest("The parameter 'fields' is not valid.");
	mayRead(side, context, binding.id);
	return binding;
}

export function mayUpdate(side: Side, { state, user }: MethodContext, ownerId: number): void {
	if (!user.canUpdate(side.owner, ownerId)) throw accessDenied();
	if (!state.exists(side.owner, ownerId)) throw badRequest('Not found.');
}

export function mayRead(side: Side, { user }: MethodContext, id: number): void {
	if (user.canRead(side.other, id)) return;
	throw badRequest(`[${side.otherTitle} #${id}] You do not have permission to view this item`);
}
