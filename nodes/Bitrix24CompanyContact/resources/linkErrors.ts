import { type ErrorRow, USER } from '../bitrix24/errors';

const CHECK_IDS = 'Check the IDs that this item passes to the node.';

/**
 * The errors of the link methods. The first row that fits decides.
 *
 * Sources: REST docs, the six pages of `crm.company.contact.*`; server source restservice.php.
 */
export const linkErrors: ErrorRow[] = [
	{
		text: /^Not found$/,
		reason: 'the company does not exist',
		advice: 'Check the company ID: the company may have been deleted, or belong to another portal.',
	},
	{
		text: /^The parameter '?ownerEntityID'? is invalid or not defined$/,
		reason: 'Bitrix24 did not accept the company ID',
		advice: CHECK_IDS,
	},
	{
		text: /^The parameter 'fields' is not valid$/,
		reason: 'Bitrix24 did not accept the contact ID',
		advice: CHECK_IDS,
	},
	{
		text: /^The parameter '?(fields|item|items)'? must be array$/,
		reason: 'Bitrix24 did not accept the shape of the request',
		advice:
			'The node should not send this: please report it together with the operation and its parameters.',
	},
	{
		text: /#\d+\] /,
		reason: `${USER} may not view a contact, or it does not exist`,
		advice: `Check the contact IDs, or give ${USER} the right to read contacts. For a whole list, Bitrix24 names contact 1, whichever contact it is.`,
	},
	{
		text: /^Access denied$/,
		reason: `${USER} has no access to the CRM`,
		advice: `Give ${USER} rights in the CRM's access permissions.`,
	},
	{
		code: 'ACCESS_DENIED',
		reason: `${USER} may not read or edit the company`,
		advice: `Give ${USER} the right to read and edit companies, or use the access of a user who has it. Bitrix24 also answers so when such a user names a company that does not exist.`,
	},
];
