import { changes, isPrimary, withPrimary } from './bindings';
import { accessDenied, badRequest } from '../rest/errors';
import type { Binding } from '../state/linkWrites';
import { firstSet, isArray, toInt, type PhpArray } from '../php/values';
import type { Context, Method, Methods } from './method';
import { arrayParam } from './params';
import { sentBinding, sentBindings } from './sentBindings';
import { companySide, contactSide, type Side } from './sides';

/** @returns the result of the REST method */
type LinkMethod = (side: Side, params: PhpArray, context: Context) => unknown;

const add: LinkMethod = (side, params, context) => {
	const ownerId = ownerOf(params, QUOTED);
	const binding = oneBinding(side, params, context, ownerId, 'fields');
	const origin = side.links(context.portal, ownerId);
	if (origin.some(({ id }) => id === binding.id)) return false;
	const current = [...origin, binding];
	const marked = isPrimary(binding) || !current.some(isPrimary);
	const { added } = changes(origin, marked ? withPrimary(current, binding.id) : current);
	side.bind(context.portal, ownerId, added);
	return true;
};

const remove: LinkMethod = (side, params, context) => {
	const ownerId = ownerOf(params, QUOTED);
	// The complaint about missing fields names the "item".
	const { id: otherId } = oneBinding(side, params, context, ownerId, 'item');
	const origin = side.links(context.portal, ownerId);
	const removed = origin.find(({ id }) => id === otherId);
	if (!removed) return false;
	const rest = origin.filter((link) => link !== removed);
	if (side.deleteMovesPrimary && isPrimary(removed)) {
		side.bind(context.portal, ownerId, changes(origin, withPrimary(rest, rest[0]?.id)).added);
	}
	side.unbind(context.portal, ownerId, [otherId]);
	return true;
};

const itemsGet: LinkMethod = (side, params, { portal, user }) => {
	const ownerId = ownerOf(params, BARE);
	if (!user.canRead(side.owner, ownerId)) throw accessDenied();
	return side.links(portal, ownerId).map((link) => ({
		[side.field]: link.id,
		SORT: link.sort,
		ROLE_ID: 0,
		IS_PRIMARY: link.isPrimary,
	}));
};

const itemsSet: LinkMethod = (side, params, context) => {
	const ownerId = ownerOf(params, BARE);
	const sent = arrayParam(params, 'items');
	if (!isArray(sent)) throw badRequest('The parameter items must be array.');
	mayUpdate(side, context, ownerId);
	const origin = side.links(context.portal, ownerId);
	const current = sentBindings(side, sent);
	const { added, removed } = changes(origin, current);
	// The portal passes whole links where ids are meant, and a PHP array casts to 1.
	if (added.length + removed.length > 0) mayRead(side, context, 1);
	side.unbind(context.portal, ownerId, removed);
	side.bind(context.portal, ownerId, added);
	if (side === companySide && context.portal.flagsAfterSet === 'docs') {
		demote(context, ownerId, origin, current.find(isPrimary));
	}
	return true;
};

const itemsDelete: LinkMethod = (side, params, { portal, user }) => {
	const ownerId = ownerOf(params, BARE);
	if (!user.canRead(side.owner, ownerId) || !user.canUpdate(side.owner, ownerId)) {
		throw accessDenied();
	}
	side.unbindAll(portal, ownerId);
	return true;
};

const fields: LinkMethod = ({ field, otherTitle }) => ({
	SORT: description('integer', 'Sorting'),
	IS_PRIMARY: description('char', 'Primary'),
	[field]: description('integer', otherTitle, true),
});

const description = (type: string, title: string, isRequired = false) => ({
	type,
	isRequired,
	isReadOnly: false,
	isImmutable: false,
	isMultiple: false,
	isDynamic: false,
	title,
});

const QUOTED = "The parameter 'ownerEntityID' is invalid or not defined.";
const BARE = 'The parameter ownerEntityID is invalid or not defined.';

function ownerOf(params: PhpArray, complaint: string): number {
	const ownerId = toInt(firstSet(params, 'ID', 'id'));
	if (ownerId <= 0) throw badRequest(complaint);
	return ownerId;
}

/** The checks that add and delete share, in the portal's order. */
function oneBinding(
	side: Side,
	params: PhpArray,
	context: Context,
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

function mayUpdate(side: Side, { portal, user }: Context, ownerId: number): void {
	if (!user.canUpdate(side.owner, ownerId)) throw accessDenied();
	if (!portal.exists(side.owner, ownerId)) throw badRequest('Not found.');
}

function mayRead(side: Side, { user }: Context, id: number): void {
	if (user.canRead(side.other, id)) return;
	throw badRequest(`[${side.otherTitle} #${id}] You do not have permission to view this item`);
}

/** The newest docs of items.set: of the contacts linked before, only the chosen one keeps "Y". */
function demote(
	{ portal }: Context,
	companyId: number,
	before: Binding[],
	chosen: Binding | undefined,
): void {
	for (const link of portal.linksOfCompany(companyId)) {
		const existed = before.some(({ id }) => id === link.contactId);
		if (existed && link.contactId !== chosen?.id) link.isPrimary = 'N';
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

const family = (side: Side): Array<[string, Method]> =>
	Object.entries(METHODS).map(([name, method]) => [
		`crm.${side.owner}.${side.other}.${name}`,
		(params, context) => ({ result: method(side, params, context) }),
	]);

export const linkMethods: Methods = Object.fromEntries([companySide, contactSide].flatMap(family));
