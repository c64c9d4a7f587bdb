import { changes, isPrimary, withPrimary } from '../bindings';
import { accessDenied, badRequest } from '../errors';
import * as table from '../links';
import type { Binding } from '../links';
import { firstSet, isArray, isPositive, toInt, type PhpArray } from '../php';
import type { Context, Method, Methods } from './method';
import { arrayParam } from './params';

/** Bitrix24 has one proxy for both families (crm/classes/general/restservice.php); so have we. */
interface Side {
	owner: 'company' | 'contact';
	other: 'company' | 'contact';
	/** the field that names the record on the other side */
	field: 'CONTACT_ID' | 'COMPANY_ID';
	otherTitle: string;
	/** the owner's links, ordered by SORT */
	rows(context: Context, ownerId: number): Binding[];
	bind(t: table.LinkTable, ownerId: number, added: Binding[]): void;
	unbind(t: table.LinkTable, ownerId: number, removed: number[]): void;
	unbindAll(t: table.LinkTable, ownerId: number): void;
	/** a delete from the contact's side names a new primary, one from the company's side does not */
	deleteMovesPrimary: boolean;
}

const companySide: Side = {
	owner: 'company',
	other: 'contact',
	field: 'CONTACT_ID',
	otherTitle: 'Contact',
	rows: ({ portal }, id) =>
		portal.linksOfCompany(id).map(({ contactId, ...link }) => ({ ...link, id: contactId })),
	bind: table.bindContacts,
	unbind: table.unbindContacts,
	unbindAll: table.unbindAllContacts,
	deleteMovesPrimary: false,
};

const contactSide: Side = {
	owner: 'contact',
	other: 'company',
	field: 'COMPANY_ID',
	otherTitle: 'Company',
	rows: ({ portal }, id) =>
		portal.linksOfContact(id).map(({ companyId, ...link }) => ({ ...link, id: companyId })),
	bind: table.bindCompanies,
	unbind: table.unbindCompanies,
	unbindAll: table.unbindAllCompanies,
	deleteMovesPrimary: true,
};

function family(side: Side): Methods {
	const prefix = `crm.${side.owner}.${side.other}`;
	return {
		[`${prefix}.fields`]: () => ({ result: fields(side) }),
		[`${prefix}.add`]: add(side),
		[`${prefix}.delete`]: remove(side),
		[`${prefix}.items.get`]: itemsGet(side),
		[`${prefix}.items.set`]: itemsSet(side),
		[`${prefix}.items.delete`]: itemsDelete(side),
	};
}

const add =
	(side: Side): Method =>
	(params, context) => {
		const ownerId = ownerOf(params, QUOTED);
		const sent = arrayParam(params, 'fields');
		if (!isArray(sent)) throw badRequest("The parameter 'fields' must be array.");
		mayUpdate(side, context, ownerId);
		const binding = toBinding(side, sent);
		if (!binding) throw badRequest("The parameter 'fields' is not valid.");
		mayRead(side, context, binding.id);

		const origin = side.rows(context, ownerId);
		if (origin.some(({ id }) => id === binding.id)) return { result: false };
		const current = [...origin, binding];
		const marked = isPrimary(binding) || !current.some(isPrimary);
		const { added } = changes(origin, marked ? withPrimary(current, binding.id) : current);
		side.bind(context.portal, ownerId, added);
		return { result: true };
	};

const remove =
	(side: Side): Method =>
	(params, context) => {
		const ownerId = ownerOf(params, QUOTED);
		const sent = arrayParam(params, 'fields');
		if (!isArray(sent)) throw badRequest("The parameter 'item' must be array.");
		mayUpdate(side, context, ownerId);
		const binding = toBinding(side, sent);
		if (!binding) throw badRequest("The parameter 'fields' is not valid.");
		mayRead(side, context, binding.id);

		const origin = side.rows(context, ownerId);
		const removed = origin.find(({ id }) => id === binding.id);
		if (!removed) return { result: false };
		const rest = origin.filter((row) => row !== removed);
		if (side.deleteMovesPrimary && isPrimary(removed)) {
			side.bind(context.portal, ownerId, changes(origin, withPrimary(rest, rest[0]?.id)).added);
		}
		side.unbind(context.portal, ownerId, [removed.id]);
		return { result: true };
	};

const itemsGet =
	(side: Side): Method =>
	(params, context) => {
		const ownerId = ownerOf(params, BARE);
		if (!context.user.canRead(side.owner, ownerId)) throw accessDenied();
		const result = side.rows(context, ownerId).map(({ id, sort, isPrimary: flag }) => ({
			[side.field]: id,
			SORT: sort,
			ROLE_ID: 0,
			IS_PRIMARY: flag,
		}));
		return { result };
	};

const itemsSet =
	(side: Side): Method =>
	(params, context) => {
		const ownerId = ownerOf(params, BARE);
		const sent = arrayParam(params, 'items');
		if (!isArray(sent)) throw badRequest('The parameter items must be array.');
		mayUpdate(side, context, ownerId);

		const origin = side.rows(context, ownerId);
		const current = normalized(side, sent);
		const { added, removed } = changes(origin, current);
		// The portal passes whole links where ids are meant, and a PHP array casts to 1.
		if (added.length + removed.length > 0) mayRead(side, context, 1);
		side.unbind(context.portal, ownerId, removed);
		side.bind(context.portal, ownerId, added);
		if (side === companySide && context.portal.flagsAfterSet === 'docs') {
			demote(context.portal, ownerId, origin, current.find(isPrimary)?.id);
		}
		return { result: true };
	};

/** The newest docs of items.set: of the contacts linked before, only the chosen one keeps "Y". */
function demote(
	{ links }: table.LinkTable,
	companyId: number,
	before: Binding[],
	chosen: number | undefined,
): void {
	for (const link of links.filter((candidate) => candidate.companyId === companyId)) {
		const existed = before.some(({ id }) => id === link.contactId);
		if (existed && link.contactId !== chosen) link.isPrimary = 'N';
	}
}

const itemsDelete =
	(side: Side): Method =>
	(params, context) => {
		const ownerId = ownerOf(params, BARE);
		const { user } = context;
		if (!user.canRead(side.owner, ownerId) || !user.canUpdate(side.owner, ownerId)) {
			throw accessDenied();
		}
		side.unbindAll(context.portal, ownerId);
		return { result: true };
	};

const QUOTED = "The parameter 'ownerEntityID' is invalid or not defined.";
const BARE = 'The parameter ownerEntityID is invalid or not defined.';

function ownerOf(params: PhpArray, complaint: string): number {
	const ownerId = toInt(firstSet(params, 'ID', 'id'));
	if (ownerId <= 0) throw badRequest(complaint);
	return ownerId;
}

function mayUpdate(side: Side, { portal, user }: Context, ownerId: number): void {
	if (!user.canUpdate(side.owner, ownerId)) throw accessDenied();
	if (!portal.exists(side.owner, ownerId)) throw badRequest('Not found.');
}

function mayRead(side: Side, { user }: Context, id: number): void {
	if (user.canRead(side.other, id)) return;
	throw badRequest(`[${side.otherTitle} #${id}] You do not have permission to view this item`);
}

function toBinding(side: Side, sent: PhpArray): Binding | undefined {
	const id = sent[side.field];
	if (!isPositive(id) || toInt(id) <= 0) return undefined;
	return {
		id: toInt(id),
		sort: 'SORT' in sent ? toInt(sent.SORT) : undefined,
		isPrimary: 'IS_PRIMARY' in sent ? String(sent.IS_PRIMARY) : undefined,
	};
}

/**
 * Reads items[0], items[1] … and nothing else: a single object or a list with gaps loses what is
 * not at those keys, so that the set may come out empty (crm/lib/binding/entitybinding.php).
 */
function normalized(side: Side, items: PhpArray): Binding[] {
	const bindings = Object.keys(items).flatMap((_, position) => {
		const item = items[position];
		const binding = isArray(item) ? toBinding(side, item) : undefined;
		if (!binding || !isArray(item)) return [];
		const sort = isPositive(item.SORT) ? binding.sort : (position + 1) * 10;
		return [{ ...binding, sort }];
	});
	const primary = bindings.find(isPrimary) ?? bindings[0];
	return bindings.map((binding) => ({
		...binding,
		isPrimary: binding === primary ? 'Y' : undefined,
	}));
}

function fields(side: Side): Record<string, unknown> {
	const field = (type: string, title: string, isRequired = false) => ({
		type,
		isRequired,
		isReadOnly: false,
		isImmutable: false,
		isMultiple: false,
		isDynamic: false,
		title,
	});
	return {
		SORT: field('integer', 'Sorting'),
		IS_PRIMARY: field('char', 'Primary'),
		[side.field]: field('integer', side.otherTitle, true),
	};
}

export const linkMethods: Methods = { ...family(companySide), ...family(contactSide) };
