import {
	bindCompanies,
	bindContacts,
	unbindAllCompanies,
	unbindAllContacts,
	unbindCompanies,
	unbindContacts,
	type Binding,
	type Tables,
} from '../state/linkWrites';
import type { Portal } from '../state/portalState';
import type { EntityType } from '../state/user';

/** Bitrix24 has one proxy for both families (crm/classes/general/restservice.php); so have we. */
export interface Side {
	owner: EntityType;
	other: EntityType;
	/** the field that names the record on the other side */
	field: 'CONTACT_ID' | 'COMPANY_ID';
	otherTitle: string;
	/** the owner's links, ordered by SORT */
	links(portal: Portal, ownerId: number): Array<Required<Binding>>;
	bind(tables: Tables, ownerId: number, added: Binding[]): void;
	unbind(tables: Tables, ownerId: number, removed: number[]): void;
	unbindAll(tables: Tables, ownerId: number): void;
	/** a delete from the contact's side names a new primary, one from the company's side does not */
	deleteMovesPrimary: boolean;
}

export const companySide: Side = {
	owner: 'company',
	other: 'contact',
	field: 'CONTACT_ID',
	otherTitle: 'Contact',
	links: (portal, ownerId) =>
		portal
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
	links: (portal, ownerId) =>
		portal
			.linksOfContact(ownerId)
			.map(({ companyId, sort, isPrimary }) => ({ id: companyId, sort, isPrimary })),
	bind: bindCompanies,
	unbind: unbindCompanies,
	unbindAll: unbindAllCompanies,
	deleteMovesPrimary: true,
};
