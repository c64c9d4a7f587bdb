export type EntityType = 'company' | 'contact';

export interface UserData {
	id: number;
	login: string;
	name: string;
	lastName: string;
	admin: boolean;
	/** a dismissed employee is not active */
	active: boolean;
	crm: 'edit' | 'read' | 'none';
	/** contacts that the user may not read */
	hiddenContacts?: number[];
	hiddenCompanies?: number[];
}

/** A user and what the user may do. The portal checks a right before it looks whether the record exists. */
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
