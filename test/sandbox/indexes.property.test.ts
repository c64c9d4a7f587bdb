import fc from 'fast-check';

import { candidates } from '../../dev/sandbox/methods/candidates';
import type { Method } from '../../dev/sandbox/methods/method';
import { findMethod } from '../../dev/sandbox/methods';
import { oldConditions } from '../../dev/sandbox/methods/oldFilter';
import { records } from '../../dev/sandbox/methods/records';
import { type PhpArray, toPhp } from '../../dev/sandbox/php/values';
import { PortalState } from '../../dev/sandbox/state/portalState';
import { standardSeed, USERS } from '../../dev/sandbox/state/seed';

/** Texts that a database which ignores case finds equal, or nearly. */
const text = fc.constantFrom(
	'acme',
	'ACME',
	'Äcme',
	'acme ',
	'ac',
	'',
	'0',
	'\u0000',
	'ss',
	'ß',
	'æ',
);
const email = fc.constantFrom('a@x.co', ' A@X.co', 'b@x.co');
const company = fc.record({ title: text, fields: fc.record({ ORIGIN_ID: text }) });
const key = fc.constantFrom(
	'TITLE',
	'=TITLE',
	'@TITLE',
	'!TITLE',
	'%TITLE',
	'@ORIGIN_ID',
	'@ID',
	'>ID',
);
const filter = fc.dictionary(key, fc.oneof(text, fc.array(text, { maxLength: 3 })), { maxKeys: 3 });

function makeState(companies: Array<{ title: string }>): PortalState {
	const state = new PortalState();
	standardSeed.users.forEach((user) => state.addUser(user));
	companies.forEach((data) => state.addCompany(data));
	return state;
}

function call(method: Method, state: PortalState, params: unknown): unknown {
	const user = state.users.get(USERS.admin)!;
	const context = { state, user, scope: [], start: 0, now: 0, dropped: () => {} };
	try {
		return method(toPhp(params) as PhpArray, context).result;
	} catch (error) {
		return error;
	}
}

/** Changes a title, which the indexes have to notice. */
function rename(state: PortalState, position: number, title: string): void {
	const all = [...state.companies.values()];
	all[position % all.length].title = title;
}

const companies = fc.array(company, { minLength: 1, maxLength: 8 });

it('the older lists find by an index what they find without one', () => {
	fc.assert(
		fc.property(companies, filter, fc.nat(), text, (data, asked, position, title) => {
			const state = makeState(data);
			const find = (indexed: boolean) => {
				const sent = toPhp(asked) as PhpArray;
				const only = indexed ? candidates(state, 'company', sent, ['', '=', '@']) : undefined;
				const conditions = oldConditions(sent, state, 'company', () => {});
				const found = records(state, 'company', only);
				return found.filter((one) => conditions.every((holds) => holds(one))).map(({ id }) => id);
			};
			expect(find(true)).toEqual(find(false));
			rename(state, position, title);
			expect(find(true)).toEqual(find(false));
		}),
	);
});

it('crm.item.list finds by an index what it finds without one', () => {
	const list = findMethod('crm.item.list')!;
	fc.assert(
		fc.property(companies, filter, fc.nat(), text, (data, asked, position, title) => {
			const state = makeState(data);
			// No index serves a nested filter.
			const find = (sent: object) =>
				call(list, state, { entityTypeId: 4, select: ['id'], filter: sent });
			const nested = Object.keys(asked).length ? { 0: asked } : {};
			expect(find(asked)).toEqual(find(nested));
			rename(state, position, title);
			expect(find(asked)).toEqual(find(nested));
		}),
	);
});

it('the search for duplicates learns of an address that is written to a record', () => {
	const find = (state: PortalState, value: string) =>
		call(findMethod('crm.duplicate.findbycomm')!, state, { type: 'EMAIL', values: [value] });
	fc.assert(
		fc.property(email, email, (before, after) => {
			const state = makeState([]);
			const { id } = state.addContact({ emails: [before] });
			expect(find(state, before)).toEqual({ CONTACT: [id] });
			state.contacts.get(id)!.emails = [after];
			expect(find(state, after)).toEqual({ CONTACT: [id] });
			const isSame = before.trim().toLowerCase() === after.trim().toLowerCase();
			expect(find(state, before)).toEqual(isSame ? { CONTACT: [id] } : {});
		}),
	);
});

it('a change inside a list of a record fails, as no index would learn of it', () => {
	const company = makeState([]).addCompany({ title: 'Acme', emails: ['a@x.co'] });
	expect(() => company.emails.push('b@x.co')).toThrow(TypeError);
});
