import { add } from './add';
import { getAll } from './getAll';
import { getFields } from './getFields';
import type { MakeOperation, Operation } from './operation';
import { remove } from './remove';
import { removeAll } from './removeAll';
import { replaceAll } from './replaceAll';
import { setMain } from './setMain';
import { companySide, contactSide, type Side } from './side';

/** A side of the link as an entry of the Resource list, with its operations. */
export interface Resource {
	side: Side;
	description: string;
	operations: Operation[];
}

/** In the order of their names in the editor. */
const ofBothSides: MakeOperation[] = [add, getFields, getAll, remove, removeAll, replaceAll];
const ofContactSide: MakeOperation[] = [...ofBothSides, setMain];

export const resources: Resource[] = [
	{
		side: companySide,
		description: 'The contacts of a company',
		operations: ofBothSides.map((make) => make(companySide)),
	},
	{
		side: contactSide,
		description: 'The companies of a contact',
		operations: ofContactSide.map((make) => make(contactSide)),
	},
];
