import {
	bindCompanies,
	bindContacts,
	unbindAllCompanies,
	unbindAllContacts,
	unbindCompanies,
	unbindContacts,
	type Binding,
	type LinkState,
} from '../state/linkWrites';
import type { PortalState } from '../state/portalState';
import type { EntityType } from '../state/user';

/**
 * All that differs between crm.company.contact.* and crm.contact.company.*. Bitrix24 too has one proxy for both
 * (crm/classes/general/restservice.php).
 */
export interface Side {
	owner: EntityType;
	other: EntityType;
	/** The field with the ID of the record on the other side. */
	field: 'CONTACT_ID' | 'COMPANY_ID';
	otherTitle: string;
	/** The owner's links by SORT. */
	links(state: PortalState, ownerId: number): Array<Required<Binding>>;
	bind(state: LinkState, ownerId: number, added: Binding[]): void;
	unbind(state: LinkState, ownerId: number, removed: number[]): void;
	unbindAll(state: LinkState, ownerId: number): void;
	/** Whether `delete` chooses a new primary link. From the contact's side it does, from the company's it does not. */
	deleteMovesPrimary: boolean;
}

export const companySide: Side = {
	owner: 'company',
	other: 'contact',
	field: 'CONTACT_ID',
	otherTitle: 'Contact',
	links: (state, ownerId) =>
		state
			.linksOfCompany(ownerId)
			.map(({ contactId, sort, isPrimary }) => ({ id: contactId, sort, isPrimary })),
	bind: bindContacts,
	unbind: unbindContacts,
	unbindAll: unbindAllContacts,
	deleteMovesPrimary: false,
};

export const contactSide: Side = {
	owner: 'contact',
	other: 'company',
	field: 'COMPANY_ID',
	otherTitle: 'Company',
	links: (state, ownerId) =>
		state
			.linksOfContact(ownerId)
			.map(({ companyId, sort, isPrimary }) => ({ id: companyId, sort, isPrimary })),
	bind: bindCompanies,
	unbind: unbindCompanies,
	unbindAll: unbindAllCompanies,
	deleteMovesPrimary: true,
};
