import { isTruthy, toText, upperKeys, type PhpArray } from '../php/values';
import { isoSeconds } from '../rest/stopwatch';
import { eventBind } from './events';
import type { MethodContext, MethodResult, Methods } from './method';

/** The portal's name for the scope of methods that need none. */
const COMMON = '_global';

/** Some of a portal's scopes, so that a test can see one that is not granted. */
const ALL_SCOPES = ['crm', 'department', 'im', 'log', 'tasks', 'user'];

/** The methods that need no scope (rest/classes/general/rest_provider.php). */
export function basicMethods(crmMethods: string[]): Methods {
	const basic: Methods = {
		profile,
		scope: (params, { scope }) => ({
			result: isTruthy(upperKeys(params).FULL) ? ALL_SCOPES : scope,
		}),
		methods: (params, { scope }) => {
			const { SCOPE: asked, FULL: full } = upperKeys(params);
			const granted = isTruthy(full) ? ALL_SCOPES : scope;
			const wanted = isTruthy(asked) ? [toText(asked)] : [COMMON, ...(asked === '' ? [] : granted)];
			return {
				result: [
					...(wanted.includes(COMMON) ? names() : []),
					...(wanted.includes('crm') ? crmMethods : []),
				],
			};
		},
		'method.get': ({ name }, { scope }) => {
			const isCrm = crmMethods.includes(toText(name));
			const isExisting = isCrm || names().includes(toText(name));
			return { result: { isExisting, isAvailable: isCrm ? scope.includes('crm') : isExisting } };
		},
		'app.info': appInfo,
		'server.time': (_, { now }) => ({ result: isoSeconds(now / 1000) }),
		'event.bind': eventBind,
	};
	const names = () => ['batch', ...Object.keys(basic)];
	return basic;
}

function profile(_: PhpArray, { user: { data } }: MethodContext): MethodResult {
	return {
		result: {
			ID: String(data.id),
			ADMIN: data.admin,
			NAME: data.name,
			LAST_NAME: data.lastName,
			PERSONAL_GENDER: '',
			TIME_ZONE: '',
		},
	};
}

function appInfo(_: PhpArray, { scope, application }: MethodContext): MethodResult {
	if (!application) return { result: { SCOPE: scope, LICENSE: 'en_std' } };
	return {
		result: {
			ID: 1,
			CODE: application,
			VERSION: 1,
			STATUS: 'L',
			INSTALLED: true,
			PAYMENT_EXPIRED: 'N',
			DAYS: null,
			LANGUAGE_ID: 'en',
			LICENSE: 'en_std',
			LICENSE_TYPE: 'std',
			LICENSE_FAMILY: 'std',
		},
	};
}
