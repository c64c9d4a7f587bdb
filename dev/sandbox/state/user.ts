export type EntityType = 'company' | 'contact';

export interface UserData {
	id: number;
	login: string;
	name: string;
	lastName: string;
	admin: boolean;
	/** False for a dismissed employee. */
	active: boolean;
	crm: 'edit' | 'read' | 'none';
	/** Contacts that the user may not read. */
	hiddenContacts?: number[];
	/** Companies that the user may not read. */
	hiddenCompanies?: number[];
}

/** A user with rights. The portal checks the right to a record before it checks whether the record exists. */
export class User {
	constructor(
		readonly data: UserData,
		private readonly exists: (type: EntityType, id: number) => boolean,
	) {}

	get readsCrm(): boolean {
		return this.data.admin || this.data.crm !== 'none';
	}

	canRead(type: EntityType, id: number): boolean {
		if (this.data.admin) return true;
		const { hiddenContacts = [], hiddenCompanies = [] } = this.data;
		const hidden = type === 'contact' ? hiddenContacts : hiddenCompanies;
		return this.readsCrm && this.exists(type, id) && !hidden.includes(id);
	}

	canUpdate(type: EntityType, id: number): boolean {
		return this.data.admin || (this.data.crm === 'edit' && this.canRead(type, id));
	}

	canCreate(): boolean {
		return this.data.admin || this.data.crm === 'edit';
	}
}
