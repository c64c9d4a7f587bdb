import { UserError } from 'n8n-workflow';

/** An expression gave nothing, as where the item has no field of that name. The run adds which fields the item has. */
export class MissingField extends UserError {
	constructor(message: string) {
		super(message, { description: 'The item has no such field. Check the expression.' });
	}
}

/** Field names in a message. */
const MOST_NAMES = 10;

/** The error with the fields that the item has, so that a misspelt one is seen. */
export function withFields(error: MissingField, item: object): UserError {
	const names = Object.keys(item).map((name) => `'${name}'`);
	const shown = names.slice(0, MOST_NAMES).join(', ');
	const rest = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : '';
	const fields = names.length ? `Its fields are ${shown}${rest}.` : 'It has no field at all.';
	return new UserError(error.message, {
		description: `The item has no such field. ${fields} Check the expression.`,
	});
}
