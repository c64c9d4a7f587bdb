import { UserError } from 'n8n-workflow';

import { asRecord } from '../bitrix24/json';
import type { ReadParameter } from '../resources/operation';
import { contactSide, type Side } from '../resources/side';
import { exampleOf, type ListedLink, readListedLink } from './listedLink';
import { isGiven } from './values';

/** The names of a list's parameters. */
export function listNames({ other, others, Others }: Side) {
	return {
		input: { name: `${others}Input`, label: `${Others} Input` },
		defined: { name: others, element: other, label: Others },
		json: { name: `${others}Json`, label: `${Others} (JSON)` },
	};
}

/**
 * The links of `contactsInput` or `companiesInput`.
 *
 * Bitrix24 takes a single object for an empty list and then removes all links, so nothing but a list passes here
 * (server source: restservice.php, CCrmEntityBindingProxy).
 *
 * @throws UserError with a sentence of its own for each wrong shape
 */
export function readLinkList(parameter: ReadParameter, side: Side): ListedLink[] {
	const elements = readElements(parameter, side);
	// A list with holes, which `map` would pass over, gets its empty places refused.
	const links = Array.from(elements, (element, position) =>
		readListedLink(element, position, side),
	);
	refuseDuplicates(links, side);
	if (side === contactSide) refuseSeveralMains(links);
	return links;
}

/** With a word that is not known, a list that stands elsewhere would count as empty, and all links be removed. */
function readElements(parameter: ReadParameter, side: Side): unknown[] {
	const { input, defined, json } = listNames(side);
	const value = parameter(input.name, 'define');
	if (value === 'json') return readJson(parameter(json.name), side);
	if (value === 'define') return readDefined(parameter(defined.name, {}), side);
	throw new UserError(`'${input.label}' has a value that is not known`, {
		description: "It must be 'define' or 'json'. Check the expression that it comes from.",
	});
}

/**
 * n8n gives the same `{}` for a list that nobody filled in and for an expression in its place, whatever the expression
 * would give (n8n-workflow, node-helpers.ts, getNodeParameters). So only a list that is there counts as an empty one.
 */
function readDefined(value: unknown, side: Side): unknown[] {
	const { input, defined } = listNames(side);
	const list = asRecord(value)[defined.element];
	if (Array.isArray(list)) return list;
	throw new UserError(`'${defined.label}' is not a list of ${side.others}`, {
		description: `Add the ${side.others} that the ${side.owner} has afterwards. To give a list by an expression, or an empty list, set '${input.label}' to 'JSON'.`,
	});
}

/** Text that holds JSON, or an expression's value as it is. */
function readJson(value: unknown, side: Side): unknown[] {
	const { label } = listNames(side).json;
	const { list, problem } = typeof value === 'string' ? parse(value) : { list: value };
	if (Array.isArray(list)) return list;
	if (problem) {
		throw new UserError(`'${label}' is not valid JSON`, {
			description: `${problem}. Write a list, e.g. ${exampleOf(side)}.`,
		});
	}
	const shape = isGiven(list) ? `it is a single ${typeof list}` : 'it is empty';
	throw new UserError(`'${label}' is not a list: ${shape}`, {
		description: `Put it in square brackets, e.g. ${exampleOf(side)}.`,
	});
}

function parse(text: string): { list?: unknown; problem?: string } {
	if (text.trim() === '') return {};
	try {
		return { list: JSON.parse(text) as unknown };
	} catch (error) {
		return { problem: (error as Error).message };
	}
}

function refuseDuplicates(links: ListedLink[], { other, others, owner }: Side): void {
	const seen = new Set<number>();
	const repeated = new Set<number>();
	for (const { otherId } of links) {
		if (seen.has(otherId)) repeated.add(otherId);
		seen.add(otherId);
	}
	if (!repeated.size) return;
	throw new UserError(
		`The list names ${repeated.size === 1 ? `a ${other}` : others} more than once: ${shown([...repeated])}`,
		{
			description: `Each ${other} can be linked to a ${owner} once. Remove the duplicates from the list.`,
		},
	);
}

function refuseSeveralMains(links: ListedLink[]): void {
	const mains = links.filter(({ isPrimary }) => isPrimary).map(({ otherId }) => otherId);
	if (mains.length < 2) return;
	throw new UserError(`The list names more than one main company: ${shown(mains)}`, {
		description: "A contact has one main company. Leave 'isPrimary' on at one of them.",
	});
}

function shown(ids: number[]): string {
	return ids.slice(0, 10).join(', ') + (ids.length > 10 ? '…' : '');
}
