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

/** Bitrix24 has one proxy for both families (crm/classes/general/restservice.php); so have we. */
export interface Side {
	owner: EntityType;
	other: EntityType;
	/** the field that names the record on the other side */
	field: 'CONTACT_ID' | 'COMPANY_ID';
	otherTitle: string;
	/** the owner's links, ordered by SORT */
	links(state: PortalState, ownerId: number): Array<Required<Binding>>;
	bind(tables: LinkState, ownerId: number, added: Binding[]): void;
	unbind(tables: LinkState, ownerId: number, removed: number[]): void;
	unbindAll(tables: LinkState, ownerId: number): void;
	/** a delete from the contact's side names a new primary, one from the company's side does not */
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
