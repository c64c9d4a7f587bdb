import { type ErrorRow, USER } from '../bitrix24/errors';
import type { Side } from './side';

const CHECK_IDS = 'Check the IDs that this item passes to the node.';

/**
 * The errors of the link methods of one side. The first row that fits decides.
 *
 * Sources: REST docs, the pages of `crm.company.contact.*` and `crm.contact.company.*`; server source restservice.php.
 */
export function linkErrors({ owner, other, others }: Side): ErrorRow[] {
	return [
		{
			text: /^Not found$/,
			reason: `the ${owner} does not exist`,
			advice: `Check the ${owner} ID: the ${owner} may have been deleted, or belong to another portal.`,
		},
		{
			text: /^The parameter '?ownerEntityID'? is invalid or not defined$/,
			reason: `Bitrix24 did not accept the ${owner} ID`,
			advice: CHECK_IDS,
		},
		{
			text: /^The parameter 'fields' is not valid$/,
			reason: `Bitrix24 did not accept the ${other} ID`,
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
			reason: `${USER} may not view a ${other}, or it does not exist`,
			advice: `Check the ${other} IDs, or give ${USER} the right to read ${others}. For a whole list, Bitrix24 names ${other} 1, whichever ${other} it is.`,
		},
		{
			text: /^Access denied$/,
			reason: `${USER} has no access to the CRM`,
			advice: `Give ${USER} rights in the CRM's access permissions.`,
		},
		{
			code: 'ACCESS_DENIED',
			reason: `${USER} may not read or edit the ${owner}`,
			advice: `Give ${USER} the right to read and edit ${owner === 'company' ? 'companies' : 'contacts'}, or use the access of a user who has it. Bitrix24 gives the same answer when a user without this right names a ${owner} that does not exist.`,
		},
	];
}
