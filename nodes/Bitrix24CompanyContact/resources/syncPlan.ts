import { UserError } from 'n8n-workflow';

import type { LinkIds } from '../parameters/recordId';
import { compareLists, type WantedLink } from './difference';
import type { Known } from './known';
import { type Link, linksOf } from './linkQueries';
import type { List, ListEntry, ListPlan, ListSettings } from './list';
import { companySide } from './side';
import { removalOf, wantedOf } from './syncIntents';

type Refusal = ListPlan['refusals'][number];

/** What the items say of one company. */
interface Company {
	companyId: number;
	/** Items that name the company. */
	items: number[];
	/** By contact. Of several items with the same pair, the later one decides. */
	links: Map<number, { index: number; otherId: number; isPrimary?: boolean; sort?: number }>;
}

/** Compares a list with the portal. A company with an item that could not be read loses no links. */
export function planList(list: List, settings: ListSettings, known: Known): ListPlan {
	const companies = groupByCompany(list.pairs);
	const refusals = applyMains(companies);
	const wanted: ListEntry[] = [];
	const gone: Array<{ company: Company; links: Link[] }> = [];
	for (const company of companies) {
		const links = known.get(linksOf(companySide, company.companyId));
		const difference = compareLists([...company.links.values()], links, links);
		for (const link of difference.wanted) {
			const { index } = company.links.get(link.otherId)!;
			const intent = wantedOf(company.companyId, link, settings.includeUnchanged);
			wanted.push({ index, items: company.items, expected: expectedOf(link), intent });
		}
		if (settings.removeOthers) gone.push({ company, links: difference.gone });
	}
	const mayLose = protection(list, refusals);
	const losing = gone.filter(({ company, links }) => links.length && mayLose(company));
	const spared = countLinks(gone.filter(({ company }) => !mayLose(company)));
	const count = countLinks(losing);
	if (count > settings.maxRemovals) {
		const limit = { count, most: settings.maxRemovals };
		const tooMany = losing.map(({ company, links }) =>
			refuseRemovals(company, links.length, limit),
		);
		const settled = new Set([...refusals, ...tooMany].flatMap(({ items }) => items));
		const others = list.pairs.filter(({ index }) => !settled.has(index));
		const notCarriedOut = others.map(({ index, intent: { ids } }) => refuseRow(index, ids, limit));
		return {
			wanted: [],
			removals: [],
			refusals: [...refusals, ...tooMany, ...notCarriedOut],
			spared,
		};
	}
	return {
		wanted: wanted.sort((one, other) => one.index - other.index),
		removals: losing.flatMap(({ company: { companyId, items }, links }) =>
			links.map((link): ListEntry => {
				return { index: 0, items, expected: 'remove', intent: removalOf(companyId, link) };
			}),
		),
		refusals,
		spared,
	};
}

function expectedOf({ present, sort, isPrimary }: WantedLink): ListEntry['expected'] {
	if (!present) return 'add';
	return sort === present.sort && !isPrimary ? 'none' : 'update';
}

function groupByCompany(pairs: List['pairs']): Company[] {
	const companies = new Map<number, Company>();
	for (const { index, intent } of pairs) {
		const { ids, isPrimary, sort } = intent;
		const { companyId, contactId } = ids;
		const company: Company = companies.get(companyId) ?? {
			companyId,
			items: [],
			links: new Map(),
		};
		companies.set(companyId, company);
		company.items.push(index);
		const first = company.links.get(contactId) ?? { index, otherId: contactId };
		company.links.set(contactId, {
			...first,
			...(isPrimary !== undefined && { isPrimary }),
			...(sort !== undefined && { sort }),
		});
	}
	return [...companies.values()];
}

/**
 * A contact has one main company. Further items that name another are refused, and leave the list; links without a word
 * about the main company must not take it.
 */
function applyMains(companies: Company[]): ListPlan['refusals'] {
	const mains = new Map<number, number>();
	for (const { companyId, links } of companies) {
		for (const [contactId, { isPrimary }] of links) {
			if (isPrimary && !mains.has(contactId)) mains.set(contactId, companyId);
		}
	}
	const refusals: ListPlan['refusals'] = [];
	for (const { companyId, links } of companies) {
		for (const [contactId, link] of links) {
			const { index, isPrimary } = link;
			const main = mains.get(contactId);
			if (main === undefined || main === companyId) continue;
			if (!isPrimary) {
				link.isPrimary = false;
				continue;
			}
			links.delete(contactId);
			const error = new UserError(
				`The list names two main companies for contact ${contactId}: ${main} and ${companyId}`,
				{ description: "A contact has one main company. Turn 'Is Primary' on for one of them." },
			);
			refusals.push({ index, items: [index], ids: { companyId, contactId }, error });
		}
	}
	return refusals;
}

/** @returns whether a company may lose links */
function protection({ refused }: List, refusals: ListPlan['refusals']) {
	const companyIds = [...refused, ...refusals.map(({ ids }) => ids)].map((ids) => ids.companyId);
	const isProtected = new Set(companyIds);
	const isUnknown = isProtected.has(undefined);
	return ({ companyId }: Company) => !isUnknown && !isProtected.has(companyId);
}

function countLinks(companies: Array<{ links: Link[] }>): number {
	return companies.reduce((count, { links }) => count + links.length, 0);
}

interface Limit {
	/** Links that the run would remove, and those that it may. */
	count: number;
	most: number;
}

function overLimit({ count, most }: Limit): string {
	return `run would remove ${count} ${count === 1 ? 'link' : 'links'}, and 'Max Removals' allows ${most}`;
}

function refuseRemovals({ companyId, items }: Company, own: number, limit: Limit): Refusal {
	const error = new UserError(`The ${overLimit(limit)}`, {
		description: `Company ${companyId} would lose ${own}. Nothing was changed, for any company. Check that the list is complete. If it is, raise 'Max Removals'.`,
	});
	return { index: items[0], items, ids: { companyId }, error };
}

/** A row of a company that would lose no link. */
function refuseRow(index: number, ids: LinkIds, limit: Limit): Refusal {
	const error = new UserError(`The row was not carried out: the ${overLimit(limit)}`, {
		description: 'Nothing was changed, for any company. The items of the companies say more.',
	});
	return { index, items: [index], ids, error };
}
