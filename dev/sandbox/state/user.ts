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
	/**
	 * Level of that right: `all` is All; `some`, the default, is any of Own, Department and Open. The sandbox knows no
	 * owners and departments: what such a level leaves out is listed in `hiddenContacts` and `hiddenCompanies`.
	 */
	level?: 'all' | 'some';
	/** Whether the user is not an employee (extranet). False by default. */
	external?: boolean;
	/** Contacts that the user may not read. */
	hiddenContacts?: number[];
	/** Companies that the user may not read. */
	hiddenCompanies?: number[];
}

/**
 * A user with rights. The portal checks the right to a record before it checks whether the record exists. At the level All it
 * does not look at the record, and so lets a user read and edit one that does not exist
 * (compareUserAttributesWithEntityAttributes in crm/lib/security/role/permissionlevel.php).
 */
export class User {
	constructor(
		readonly data: UserData,
		private readonly recordOf: (
			type: EntityType,
			id: number,
		) => { id: number; isMyCompany?: boolean } | undefined,
	) {}

	get readsCrm(): boolean {
		return this.data.admin || this.data.crm !== 'none';
	}

	/** Whoever may read companies may read My Company records (getValueByEntityAttributes in the same file). */
	canRead(type: EntityType, id: number): boolean {
		if (this.data.admin) return true;
		const isMyCompany = this.recordOf(type, id)?.isMyCompany ?? false;
		return this.readsCrm && (isMyCompany || this.covers(type, id));
	}

	canUpdate(type: EntityType, id: number): boolean {
		return this.data.admin || (this.data.crm === 'edit' && this.covers(type, id));
	}

	canCreate(): boolean {
		return this.data.admin || this.data.crm === 'edit';
	}

	/** Whether the level of the user's right includes the record. */
	private covers(type: EntityType, id: number): boolean {
		const { hiddenContacts = [], hiddenCompanies = [], level } = this.data;
		const hidden = type === 'contact' ? hiddenContacts : hiddenCompanies;
		return !hidden.includes(id) && (level === 'all' || this.recordOf(type, id) !== undefined);
	}
}
