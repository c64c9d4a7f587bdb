import { badRequest } from '../rest/errors';
import { basicMethods } from './basic';
import { duplicateMethods } from './duplicates';
import { fieldMethods } from './fields';
import { itemMethods } from './items';
import { linkMethods } from './links';
import { listMethods } from './lists';
import type { Method, Methods } from './method';
import { requisiteMethods } from './requisites';
import { saveMethods } from './save';

/** Stops a user who may read nothing in the CRM (CCrmRestService::onRestServiceMethod). */
function gated(method: Method): Method {
	return (params, context) => {
		if (!context.user.readsCrm) throw badRequest('Access denied.');
		return method(params, context);
	};
}

const gatedMethods: Methods = {
	...linkMethods,
	...listMethods,
	...saveMethods,
	...fieldMethods,
	...duplicateMethods,
	...requisiteMethods,
};

const crmMethods: Methods = {
	...Object.fromEntries(
		Object.entries(gatedMethods).map(([name, method]) => [name, gated(method)] as const),
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
