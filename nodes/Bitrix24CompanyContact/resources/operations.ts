import { add } from './add';
import { getAll } from './getAll';
import { getFields } from './getFields';
import type { Operation } from './operation';
import { remove } from './remove';
import { removeAll } from './removeAll';
import { replaceAll } from './replaceAll';
import { companySide } from './side';

/** In the order of their names in the editor. */
export const operations: Operation[] = [add, getFields, getAll, remove, removeAll, replaceAll].map(
	(make) => make(companySide),
);
