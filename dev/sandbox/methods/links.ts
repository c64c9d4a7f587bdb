import { isArray, type PhpArray } from '../php/values';
import { accessDenied, badRequest } from '../rest/errors';
import type { Binding } from '../state/linkWrites';
import { diffBindings, isPrimary, withPrimary } from './bindings';
import { describeField } from './fields';
import { BARE, mayRead, mayUpdate, oneBinding, ownerOf, QUOTED } from './linkChecks';
import type { Method, MethodContext, Methods } from './method';
import { arrayParam } from './params';
import { sentBindings } from './sentBindings';
import { companySide, contactSide, type Side } from './sides';

/** A method of both families. It returns the result of the REST method. */
type LinkMethod = (side: Side, params: PhpArray, context: MethodContext) => unknown;

function add(side: Side, params: PhpArray, context: MethodContext): unknown {
	const ownerId = ownerOf(params, QUOTED);
	const binding = oneBinding(side, params, context, ownerId, 'fields');
	const origin = side.links(context.state, ownerId);
	if (origin.some(({ id }) => id === binding.id)) return false;
	const current = [...origin, binding];
	const marked = isPrimary(binding) || !current.some(isPrimary);
	const { added } = diffBindings(origin, marked ? withPrimary(current, binding.id) : current);
	side.bind(context.state, ownerId, added);
	return true;
}

function remove(side: Side, params: PhpArray, context: MethodContext): unknown {
	const ownerId = ownerOf(params, QUOTED);
	// Bitrix24's error about missing fields says "item" here, not "fields".
	const { id: otherId } = oneBinding(side, params, context, ownerId, 'item');
	const origin = side.links(context.state, ownerId);
	const removed = origin.find(({ id }) => id === otherId);
	if (!removed) return false;
	const rest = origin.filter((link) => link !== removed);
	if (side.deleteMovesPrimary && isPrimary(removed)) {
		side.bind(context.state, ownerId, diffBindings(origin, withPrimary(rest, rest[0]?.id)).added);
	}
	side.unbind(context.state, ownerId, [otherId]);
	return true;
}

function itemsGet(side: Side, params: PhpArray, { state, user }: MethodContext): unknown {
	const ownerId = ownerOf(params, BARE);
	if (!user.canRead(side.owner, ownerId)) throw accessDenied();
	return side.links(state, ownerId).map((link) => ({
		[side.field]: link.id,
		SORT: link.sort,
		ROLE_ID: 0,
		IS_PRIMARY: link.isPrimary,
	}));
}

function itemsSet(side: Side, params: PhpArray, context: MethodContext): unknown {
	const ownerId = ownerOf(params, BARE);
	const sent = arrayParam(params, 'items');
	if (!isArray(sent)) throw badRequest('The parameter items must be array.');
	mayUpdate(side, context, ownerId);
	const origin = side.links(context.state, ownerId);
	const current = sentBindings(side, sent);
	const { added, removed } = diffBindings(origin, current);
	// Bitrix24 passes whole links where it should pass IDs, and PHP casts an array to 1: it checks the right to record 1.
	if (added.length + removed.length > 0) mayRead(side, context, 1);
	side.unbind(context.state, ownerId, removed);
	side.bind(context.state, ownerId, added);
	if (side === companySide && context.state.flagsAfterSet === 'docs') {
		demote(context, ownerId, origin, current.find(isPrimary));
	}
	return true;
}

function itemsDelete(side: Side, params: PhpArray, { state, user }: MethodContext): unknown {
	const ownerId = ownerOf(params, BARE);
	if (!user.canRead(side.owner, ownerId) || !user.canUpdate(side.owner, ownerId)) {
		throw accessDenied();
	}
	side.unbindAll(state, ownerId);
	return true;
}

function fields({ field, otherTitle }: Side): unknown {
	return {
		SORT: describeField({ type: 'integer', title: 'Sorting' }),
		IS_PRIMARY: describeField({ type: 'char', title: 'Primary' }),
		[field]: describeField({ type: 'integer', title: otherTitle, isRequired: true }),
	};
}

/** Applies the newest docs of items.set: of the contacts linked before, only the primary one keeps "Y". */
function demote(
	{ state }: MethodContext,
	companyId: number,
	origin: Binding[],
	primary: Binding | undefined,
): void {
	for (const link of state.linksOfCompany(companyId)) {
		const existed = origin.some(({ id }) => id === link.contactId);
		if (existed && link.contactId !== primary?.id) link.isPrimary = 'N';
	}
}

const METHODS: Record<string, LinkMethod> = {
	fields,
	add,
	delete: remove,
	'items.get': itemsGet,
	'items.set': itemsSet,
	'items.delete': itemsDelete,
};

function family(side: Side): Array<[string, Method]> {
	return Object.entries(METHODS).map(([name, method]) => [
		`crm.${side.owner}.${side.other}.${name}`,
		(params, context) => ({ result: method(side, params, context) }),
	]);
}

export const linkMethods: Methods = Object.fromEntries([companySide, contactSide].flatMap(family));
