import { add } from './add';
import { getAll } from './getAll';
import { getFields } from './getFields';
import type { Operation } from './operation';
import { moveAll } from './moveAll';
import { remove } from './remove';
import { removeAll } from './removeAll';
import { replaceAll } from './replaceAll';
import { setMain } from './setMain';
import { sync } from './sync';
import { companySide, contactSide, type Side } from './side';

/** A side of the link as an entry of the Resource list, with its operations. */
export interface Resource {
	side: Side;
	description: string;
	operations: Operation[];
}

type Make = (side: Side) => Operation;

/** In the order of their names in the editor. */
const ofCompanySide: Make[] = [
	add,
	getFields,
	getAll,
	moveAll,
	remove,
	removeAll,
	replaceAll,
	sync,
];
const ofContactSide: Make[] = [add, getFields, getAll, remove, removeAll, replaceAll, setMain];

export const resources: Resource[] = [
	{
		side: companySide,
		description: 'The contacts of a company',
		operations: ofCompanySide.map((make) => make(companySide)),
	},
	{
		side: contactSide,
		description: 'The companies of a contact',
		operations: ofContactSide.map((make) => make(contactSide)),
	},
];
