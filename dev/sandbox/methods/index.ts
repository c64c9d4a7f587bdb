import { badRequest } from '../rest/errors';
import { addMethods } from './add';
import { basicMethods } from './basic';
import { duplicateMethods } from './duplicates';
import { itemMethods } from './items';
import { linkMethods } from './links';
import { listMethods } from './lists';
import type { Method, Methods } from './method';

/** Stops a user who may read nothing in the CRM (CCrmRestService::onRestServiceMethod). */
function gated(method: Method): Method {
	return (params, context) => {
		if (!context.user.readsCrm) throw badRequest('Access denied.');
		return method(params, context);
	};
}

const crmMethods: Methods = {
	...Object.fromEntries(
		Object.entries({ ...linkMethods, ...listMethods, ...addMethods, ...duplicateMethods }).map(
			([name, method]) => [name, gated(method)] as const,
		),
	),
	...itemMethods,
};

const methods = new Map(
	Object.entries({ ...basicMethods(Object.keys(crmMethods)), ...crmMethods }),
);

export function findMethod(name: string): Method | undefined {
	return methods.get(name);
}

/** The scope that a method needs, `undefined` if every credential may call the method. */
export function scopeOf(name: string): string | undefined {
	return Object.hasOwn(crmMethods, name) ? 'crm' : undefined;
}
